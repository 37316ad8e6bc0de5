"""Pictures of pages: PNG, JPEG, TIFF, WebP, BMP; a picture with many frames has as many pages."""

from pathlib import Path

from speech.extract.ocr.sheets import frames
from speech.extract.pdf.furniture import mark_furniture
from speech.extract.pdf.paragraphs import paragraphs
from speech.extract.registry import Order, Reading


def read(path: Path, order: Order) -> Reading:
    """The sections of a picture's pages, once they have been recognised; see ``registry.Reader``."""
    pages = frames(path, order.check_pages)
    numbers = range(1, pages + 1)
    if order.recognised is None:
        return Reading([], pages, unread=tuple(numbers))
    lines = [list(order.recognised.get(number, ())) for number in numbers]
    return Reading(paragraphs(mark_furniture(lines)), pages)
