"""What a scanner, a camera and an office leave on paper, taken away: shadows, pale print, dust, coloured seals."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy import ndimage

from speech.extract.ocr.sheets import Pixels, Sheet

Grey = NDArray[np.float32]

COLOURED: Final = 60
"""By how much the channels of a coloured dot differ."""
LEAST_COLOURED: Final = 1e-4
INK_LIGHT: Final = 110
"""Ink of seals is lighter than this in its own channel, print over or under it is not."""
SEAL_INCHES: Final = ((0.6, 2.6), (0.6, 3.2))
"""Height and width of a seal; letters are lower, coloured paragraphs and pictures larger."""
SEAL_BROADEST: Final = 4.0
GRID: Final = 50
"""Squares an inch in which coloured dots are put together."""
SHADE_GRID: Final = 25
SHADE_WINDOW: Final = 15
PAPER_PERCENT: Final = 85
NOISY: Final = 0.03
VERY_NOISY: Final = 0.04
"""Of what lies between black and paper: the spread of dots that should be alike."""
PAPER: Final = 200
"""Of 255, while dust is filtered: there is room above for what is brighter than paper."""
SMOOTHING: Final = 0.6
BLACK_PERCENT: Final = 1.0
PALEST_BLACK: Final = 0.6
WHITE: Final = 0.92


def cleaned(sheet: Sheet) -> Pixels:
    """The page in grey: print near 0 on paper at 255."""
    grey = sheet.pixels if sheet.pixels.ndim == 2 else _without_seals(sheet.pixels, sheet.dpi)
    even = _evenly_lit(grey, sheet.dpi)
    spread = _spread(even)
    if spread > NOISY:
        even *= PAPER
        dots = Image.fromarray(np.clip(even, 0, 255, out=even).astype(np.uint8)).filter(ImageFilter.MedianFilter(3))
        np.divide(np.asarray(dots), PAPER, out=even)
    if spread > VERY_NOISY:
        ndimage.gaussian_filter(even, SMOOTHING, output=even)
    black = min(float(np.percentile(even[::3, ::3], BLACK_PERCENT)), PALEST_BLACK)
    even -= black
    even *= 255 / (WHITE - black)
    cleaned: Pixels = np.clip(even, 0, 255, out=even).astype(np.uint8)
    return cleaned


def _without_seals(rgb: Pixels, dpi: float) -> Pixels:
    """Grey, in which seals and stamps of coloured ink are gone, and the black print below them is not."""
    light, dark = rgb.max(axis=2), rgb.min(axis=2)
    grey: Pixels = np.asarray(Image.fromarray(rgb).convert("L")).copy()
    coloured = (light - dark) > COLOURED
    if coloured.mean() < LEAST_COLOURED:
        return grey
    for rows, columns in _seals(coloured, dpi):
        lightest = light[rows, columns]
        ink = ndimage.binary_dilation(coloured[rows, columns] & (lightest > INK_LIGHT))
        grey[rows, columns] = np.where(ink & (lightest > INK_LIGHT), 255, lightest)
    return grey


def _seals(coloured: NDArray[np.bool_], dpi: float) -> list[tuple[slice, slice]]:
    """Where coloured dots lie together on the size of a seal."""
    step = max(1, round(dpi / GRID))
    height, width = (side // step * step for side in coloured.shape)
    squares = coloured[:height, :width].reshape(height // step, step, width // step, step).any(axis=(1, 3))
    labels, _ = ndimage.label(ndimage.binary_dilation(squares, iterations=2))
    found = []
    (lowest, highest), (narrowest, broadest) = SEAL_INCHES
    for rows, columns in ndimage.find_objects(labels):
        tall, wide = ((part.stop - part.start) * step / dpi for part in (rows, columns))
        if lowest <= tall <= highest and narrowest <= wide <= broadest and wide < SEAL_BROADEST * tall:
            found.append(tuple(slice(part.start * step, part.stop * step) for part in (rows, columns)))
    return [(rows, columns) for rows, columns in found]


def _evenly_lit(grey: Pixels, dpi: float) -> Grey:
    """The page divided by the light that fell on it: 1 is paper."""
    height, width = grey.shape
    step = max(2, round(dpi / SHADE_GRID))
    padded = np.pad(grey, ((0, -height % step), (0, -width % step)), mode="edge")
    rows, columns = padded.shape[0] // step, padded.shape[1] // step
    means = padded.reshape(rows, step, columns, step).mean(axis=(1, 3), dtype=np.float32)
    light = ndimage.gaussian_filter(ndimage.percentile_filter(means, PAPER_PERCENT, size=SHADE_WINDOW), 5)
    even: Grey = np.array(Image.fromarray(light).resize((width, height), Image.Resampling.BILINEAR))
    np.maximum(even, 1, out=even)
    return np.divide(grey, even, out=even)


def _spread(even: Grey) -> float:
    """How much dots differ from the mean of their neighbours, as a standard deviation; print hardly counts."""
    middle = even[1:-1:2, 1:-1:2]
    beside = (even[:-2:2, 1:-1:2] + even[2::2, 1:-1:2]) / 2
    rows, columns = min(middle.shape[0], beside.shape[0]), min(middle.shape[1], beside.shape[1])
    if not rows or not columns:
        return 0.0
    return float(np.median(np.abs(middle[:rows, :columns] - beside[:rows, :columns]))) / 0.6745 / 1.22
