"""Rows to lines. How large and how bold their letters are is measured on the picture: Tesseract does not tell."""

from collections import Counter
from itertools import groupby
from statistics import median
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.extract.line import Line
from speech.extract.ocr.rows import POINTS, told
from speech.extract.ocr.tesseract import Box, Row

X_HEIGHT: Final = 0.47
"""Of a font's size, in the fonts of offices and books."""
DENSE: Final = 0.4
"""Of the fullest rows of dots: from here on they are the body of the letters, not their marks and tails."""
FULLEST: Final = 6
ALIKE: Final = (0.82, 1.2)
TALLER: Final = 1.3
"""A row that Tesseract takes to be higher than others by this has larger letters, else it has many capitals."""
BOLD: Final = 1.2

Mask = NDArray[np.bool_]


def box_of(row: Row) -> Box:
    """Around all words."""
    boxes = [word.box for word in row.words]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def lines_of(rows: list[Row], ink: Mask, page: int) -> list[Line]:
    """The rows as lines in points."""
    if not rows:
        return []
    strokes = [_stroke(box_of(row), ink) for row in rows]
    bold = BOLD * median(strokes)
    sizes = _sizes(rows, ink)
    return [_line(row, page, size, stroke > bold) for row, size, stroke in zip(rows, sizes, strokes, strict=True)]


def _line(row: Row, page: int, size: float, bold: bool) -> Line:
    x0, y0, x1, y1 = (POINTS * side for side in box_of(row))
    text, doubts = told(row.words)
    return Line(text, page, x0, y0, x1, y1, POINTS * size, bold=bold, doubts=doubts)


def _sizes(rows: list[Row], ink: Mask) -> list[float]:
    """The size of each row's letters in dots, from how they compare with the usual ones of the page."""
    bodies = [_body(box_of(row), ink) for row in rows]
    counts: Counter[int] = Counter()
    for row, body in zip(rows, bodies, strict=True):
        counts[body] += sum(len(word.text) for word in row.words)
    usual = max(counts, key=counts.__getitem__)
    height = median(row.size for row, body in zip(rows, bodies, strict=True) if body == usual)
    return [usual / X_HEIGHT * _times(body / usual, row.size / height) for row, body in zip(rows, bodies, strict=True)]


def _times(body: float, height: float) -> float:
    """How many times as large as usual letters are whose body and whose row are so many times as high."""
    low, high = ALIKE
    if low <= body <= high:
        return 1.0
    if body > high:
        return 1.0 if height < TALLER else body
    return body


def _body(box: Box, ink: Mask) -> int:
    """How many rows of dots are the body of letters."""
    left, top, right, bottom = box
    dots = ink[top:bottom, left:right].sum(axis=1)
    if not dots.any():
        return max(1, bottom - top)
    dense = DENSE * np.sort(dots)[-max(1, len(dots) // FULLEST)]
    return max(sum(1 for _ in run) for is_dense, run in groupby(dots > dense) if is_dense)


def _stroke(box: Box, ink: Mask) -> float:
    """How many dots of ink usually lie side by side."""
    left, top, right, bottom = box
    part = ink[top:bottom, left:right]
    return float(part.sum()) / max(1, int((part[:, 1:] & ~part[:, :-1]).sum()))
