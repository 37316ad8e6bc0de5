"""Text that Tesseract's layout takes for part of a picture, such as names under a black seal: looked for again."""

from typing import Final

import numpy as np
from scipy import ndimage

from speech.extract.ocr.letters import box_of
from speech.extract.ocr.marks import blanked
from speech.extract.ocr.rows import is_text
from speech.extract.ocr.rules import INK
from speech.extract.ocr.sheets import DPI, Pixels
from speech.extract.ocr.tesseract import SPARSE, Box, Row, recognised

LETTER_INCHES: Final = (0.04, 0.3)
"""The height of what could be a letter; dust is lower, seals and drawings are higher."""
LEAST_LETTERS: Final = 6
LIKELY: Final = 0.55
"""How surely rows are read, and how much of them is words."""
EDGE: Final = 4
STEP: Final = 2


def overlooked(free: Pixels, seen: list[Row], languages: str) -> list[Row]:
    """Rows of words that none of the ``seen`` ones covers, read surely."""
    boxes = [(left - EDGE, top - EDGE, right + EDGE, bottom + EDGE) for left, top, right, bottom in map(box_of, seen)]
    rest = blanked(free, boxes)
    if sum(map(_is_letter, _inks(rest))) < LEAST_LETTERS:
        return []
    return [row for row in recognised([rest], languages, SPARSE)[0] if is_text(row, LIKELY)]


def _inks(grey: Pixels) -> list[Box]:
    """The boxes of all pieces of ink."""
    labels, _ = ndimage.label(grey[::STEP, ::STEP] < INK, np.ones((3, 3)))
    return [
        (across.start * STEP, down.start * STEP, across.stop * STEP, down.stop * STEP)
        for down, across in ndimage.find_objects(labels)
    ]


def _is_letter(box: Box) -> bool:
    low, high = (inches * DPI for inches in LETTER_INCHES)
    return low <= box[3] - box[1] <= high and box[2] - box[0] <= high
