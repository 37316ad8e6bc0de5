"""A table of rules on a scanned page, read cell by cell."""

from typing import Final

from speech.extract.line import Line
from speech.extract.ocr.marks import cut
from speech.extract.ocr.rows import POINTS, told, words_of_cell
from speech.extract.ocr.rules import INK, Frame
from speech.extract.ocr.sheets import Pixels
from speech.extract.ocr.tesseract import BLOCK, Box, recognised

MOST_CELLS: Final = 600
LEAST_INK: Final = 40
"""Dots; a cell with fewer is empty."""
INSIDE: Final = 3
"""Dots from the edge of a cell that may still be its rule's."""


def table_line(bare: Pixels, frame: Frame, languages: str, page: int) -> Line | None:
    """The table as one line of kind ``table``: rows are lines, cells are parted by tabs; None for an empty one."""
    boxes = [_within(box) for row in frame.cells for box in row][:MOST_CELLS]
    filled = [box for box in boxes if (bare[box[1] : box[3], box[0] : box[2]] < INK).sum() >= LEAST_INK]
    if not filled:
        return None
    read = recognised([cut(bare, box) for box in filled], languages, BLOCK)
    words = {box: words_of_cell(rows) for box, rows in zip(filled, read, strict=True)}
    text, doubts = "", []
    for row in frame.cells:
        parted = "\n"
        for cell in (words[box] for box in map(_within, row) if words.get(box)):
            text += parted if text else ""
            more, doubted = told(cell)
            doubts += [(len(text) + start, len(text) + end, surely) for start, end, surely in doubted]
            text, parted = text + more, "\t"
    x0, y0, x1, y1 = (POINTS * side for side in frame.box)
    return Line(text, page, x0, y0, x1, y1, 0.0, kind="table", doubts=tuple(doubts)) if text else None


def _within(box: Box) -> Box:
    left, top, right, bottom = box
    return left + INSIDE, top + INSIDE, right - INSIDE, bottom - INSIDE
