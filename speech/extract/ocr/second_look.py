"""Text that Tesseract's layout takes for part of a picture, such as names under a black seal: looked for again."""

from typing import Final

from speech.extract.ocr.grain import ink_boxes
from speech.extract.ocr.letters import box_of
from speech.extract.ocr.marks import blanked
from speech.extract.ocr.rows import is_text
from speech.extract.ocr.sheets import DPI, Pixels
from speech.extract.ocr.tesseract import SPARSE, Box, Row, recognised

LETTER_INCHES: Final = (0.04, 0.3)
"""The height of what could be a letter; dust is lower, seals and drawings are higher."""
LEAST_LETTERS: Final = 6
LIKELY: Final = 0.55
"""How surely rows are read, and how much of them is words."""
EDGE: Final = 4


def overlooked(free: Pixels, seen: list[Row], languages: str) -> list[Row]:
    """Rows of words that none of the ``seen`` ones covers, read surely."""
    boxes = [(left - EDGE, top - EDGE, right + EDGE, bottom + EDGE) for left, top, right, bottom in map(box_of, seen)]
    rest = blanked(free, boxes)
    if sum(map(_is_letter, ink_boxes(rest))) < LEAST_LETTERS:
        return []
    return [row for row in recognised([rest], languages, SPARSE)[0] if is_text(row, LIKELY)]


def _is_letter(box: Box) -> bool:
    low, high = (inches * DPI for inches in LETTER_INCHES)
    return low <= box[3] - box[1] <= high and box[2] - box[0] <= high
