"""Pages that lie askew in the scanner, made straight."""

import math
from typing import Final

import numpy as np
from PIL import Image

from speech.extract.ocr.sheets import DPI, MOST_PIXELS, Pixels

MOST_DEGREES: Final = 15.0
STEPS: Final = (0.5, 0.1)
LEAST_DEGREES: Final = 0.08
COARSE_DPI: Final = 100
INK: Final = 80
LEAST_DOTS: Final = 100
MOST_DOTS: Final = 60_000
NEAR: Final = 0.04
"""By which share a page may be off and is not drawn anew."""
LARGEST: Final = 4.5


def straightened(grey: Pixels, dpi: float) -> Pixels:
    """The page with level lines, at ``DPI`` unless it is far larger than paper; turned, it may grow at its corners."""
    angle = askew(grey, dpi)
    picture = Image.fromarray(grey)
    if abs(angle) > LEAST_DEGREES:
        picture = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    zoom = min(DPI / dpi, LARGEST, math.sqrt(MOST_PIXELS / (picture.width * picture.height)))
    if abs(zoom - 1) > NEAR:
        size = max(1, round(picture.width * zoom)), max(1, round(picture.height * zoom))
        picture = picture.resize(size, Image.Resampling.BICUBIC)
    return np.asarray(picture)


def turned(grey: Pixels, degrees: int) -> Pixels:
    """The page turned clockwise by quarters."""
    return np.ascontiguousarray(np.rot90(grey, -degrees // 90))


def askew(grey: Pixels, dpi: float) -> float:
    """By how many degrees lines fall to the right: the angle at which the page's rows are parted best."""
    step = max(1, round(dpi / COARSE_DPI))
    ink = 255 - np.asarray(Image.fromarray(grey).reduce(step)).astype(np.float32)
    down, across = np.nonzero(ink > INK)
    if len(down) < LEAST_DOTS:
        return 0.0
    if len(down) > MOST_DOTS:
        some = np.random.default_rng(0).choice(len(down), MOST_DOTS, replace=False)
        down, across = down[some], across[some]
    weights = ink[down, across]

    def parted(degrees: float) -> float:
        places = down - across * np.tan(np.radians(degrees))
        rows = np.bincount((places - places.min()).astype(np.int64), weights)
        return float(np.square(np.diff(rows)).sum())

    best, reach = 0.0, MOST_DEGREES
    for width in STEPS:
        best = max(np.arange(best - reach, best + reach + width / 2, width), key=parted)
        reach = width
    return float(best)
