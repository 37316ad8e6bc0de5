"""Which pages of a PDF are pictures of text."""

from collections.abc import Sequence
from typing import Final

import pymupdf

from speech.extract.line import Line

MOST_CHARS: Final = 300
"""A page with more letters than a stamp or a signature has says what it says."""
AREA: Final = 0.5
FEW_CHARS: Final = 100
SMALL_AREA: Final = 0.3
NO_CHARS: Final = 20
LEAST_DRAWN: Final = 100
"""Letters that were turned into drawings: each is one."""


def needs_recognition(page: pymupdf.Page, lines: Sequence[Line]) -> bool:
    """Whether ``lines``, the page's own text, leave most of it unsaid."""
    chars = sum(len(line.text) for line in lines)
    if chars > MOST_CHARS:
        return False
    area = abs(page.rect) or 1.0
    covered = sum(abs(pymupdf.Rect(picture["bbox"]) & page.rect) for picture in page.get_image_info()) / area
    if covered > AREA or (chars <= FEW_CHARS and covered > SMALL_AREA):
        return True
    return chars <= NO_CHARS and sum(kind.startswith("fill") for kind, _ in page.get_bboxlog()) > LEAST_DRAWN
