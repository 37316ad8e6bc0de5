"""Straight lines that are drawn on a page: taken off before letters are looked for, and what they enclose."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from speech.extract.ocr.grids import Cells, Mask, cells_of
from speech.extract.ocr.sheets import DPI, Pixels
from speech.extract.ocr.tesseract import Box

INK: Final = 140
COARSE: Final = 2
"""Rules are looked for in squares of so many dots."""
LEAST: Final = int(0.45 * DPI / COARSE)
"""No letter has a stroke as long as the shortest rule."""
SOLID: Final = 0.96
THICKEST: Final = 7
REACH: Final = 2
HALO: Final = 2
"""Dots beside a rule that are neither black nor white."""
LEAST_FRAME: Final = int(0.12 * DPI / COARSE)
LEAST_GRID: Final = 3
GAPS: Final = 7
"""Squares by which rules of a frame may miss each other."""


@dataclass(frozen=True)
class Frame:
    """What rules that meet go around, with the cells that they part, row by row."""

    box: Box
    cells: Cells

    @property
    def is_grid(self) -> bool:
        """Whether it is a table: two rows and columns at least, or what a page break left of one, a row of three."""
        columns = max(map(len, self.cells), default=0)
        return columns > 1 and len(self.cells) + columns > LEAST_GRID


def without_rules(grey: Pixels) -> tuple[Pixels, list[Frame]]:
    """The page without its rules, and what they frame. Letters that a rule runs through keep their strokes."""
    height, width = (side // COARSE * COARSE for side in grey.shape)
    squares = grey[:height, :width].reshape(height // COARSE, COARSE, width // COARSE, COARSE)
    ink = squares.min(axis=(1, 3)) < INK
    level, upright = _rules(ink), _rules(ink.T).T
    if not level.any() and not upright.any():
        return grey, []
    gone = (level & ~_crossed(ink, level)) | (upright & ~_crossed(ink.T, upright.T).T)
    bare = grey.copy()
    inside = bare[:height, :width]
    removed = np.repeat(np.repeat(gone, COARSE, axis=0), COARSE, axis=1)
    inside[removed | (ndimage.binary_dilation(removed, iterations=HALO) & (inside >= INK))] = 255
    return bare, _frames(level, upright)


def _rules(ink: Mask) -> Mask:
    """The squares of level rules: long runs of ink that is not thick."""
    if ink.shape[1] <= LEAST:
        return np.zeros_like(ink)
    near = ink.copy()
    near[1:] |= ink[:-1]
    near[:-1] |= ink[1:]
    full = _sums(near, LEAST) >= SOLID * LEAST
    found: Mask = (_sums(np.pad(full, ((0, 0), (LEAST - 1, LEAST - 1))), LEAST) > 0) & ink
    thick = _sums(np.pad(found.T, ((0, 0), (THICKEST, 0))), THICKEST + 1).T > THICKEST
    if thick.any():  # a bar, or the dark edge of a copy
        found &= ~ndimage.binary_dilation(thick, np.ones((2 * THICKEST + 1, 1), bool))
    return found


def _sums(squares: Mask, width: int) -> NDArray[np.int32]:
    """For each place of a row the sum of the ``width`` squares from there on."""
    total = np.zeros((squares.shape[0], squares.shape[1] + 1), np.int32)
    np.cumsum(squares, axis=1, out=total[:, 1:])
    sums: NDArray[np.int32] = total[:, width:] - total[:, :-width]
    return sums


def _crossed(ink: Mask, level: Mask) -> Mask:
    """The squares of level rules that have ink of a letter right above and right below."""
    rest = ink & ~level
    above, below = np.zeros_like(ink), np.zeros_like(ink)
    for step in range(1, THICKEST // 2 + REACH):
        above[step:] |= rest[:-step]
        below[:-step] |= rest[step:]
    crossed: Mask = level & above & below
    return crossed


def _frames(level: Mask, upright: Mask) -> list[Frame]:
    labels, _ = ndimage.label(ndimage.binary_dilation(level | upright, np.ones((GAPS, GAPS), bool)))
    found = []
    for number, place in enumerate(ndimage.find_objects(labels), start=1):
        rows, columns = place
        if min(rows.stop - rows.start, columns.stop - columns.start) < LEAST_FRAME:  # one rule alone
            continue
        mine = labels[place] == number
        cells = cells_of(level[place] & mine, upright[place] & mine, (columns.start, rows.start), COARSE)
        box = columns.start * COARSE, rows.start * COARSE, columns.stop * COARSE, rows.stop * COARSE
        found.append(Frame(box, cells))
    return found
