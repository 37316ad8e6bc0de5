"""PDF with a text layer, read with MuPDF: lines from the page, order and paragraphs by geometry."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pymupdf

from speech.errors import SpeechError
from speech.extract.legacy_text import repaired
from speech.extract.pdf_furniture import mark_furniture
from speech.extract.pdf_lines import Line, is_scan, page_lines
from speech.extract.pdf_paragraphs import paragraphs
from speech.extract.registry import Order, Reading

MOST_PAGES: Final = 3000
"""Where no plan says less: counting alone takes seconds beyond this."""


def read(path: Path, order: Order) -> Reading:
    """The sections of a PDF; see ``registry.Reader``. Pages that are only a picture of text have none."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            pages = _count(document, order)
            lines = [_page(document, index, order, pages) for index in range(pages)]
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        raise SpeechError("unreadable_document") from None
    return Reading(paragraphs(mark_furniture(_unified(lines))), pages)


def _unified(pages: list[list[Line]]) -> list[list[Line]]:
    """The lines in Unicode also where a font's name hides its old encoding."""
    texts = iter(repaired([line.text for page in pages for line in page]))
    return [[replace(line, text=next(texts)) for line in page] for page in pages]


def _count(document: pymupdf.Document, order: Order) -> int:
    if document.needs_pass:
        raise SpeechError("password_required")
    pages: int = document.page_count
    if pages == 0:
        raise SpeechError("unreadable_document")
    order.check_pages(pages)
    if pages > MOST_PAGES:
        raise SpeechError("too_many_pages", pages=pages, limit=MOST_PAGES, plan=order.plan)
    return pages


def _page(document: pymupdf.Document, index: int, order: Order, pages: int) -> list[Line]:
    """The lines of one page; a damaged page has none rather than ending the whole book."""
    try:
        page = document.load_page(index)
        lines = page_lines(page, index + 1)
        lines = [] if is_scan(page, lines) else lines
    except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        lines = []
    order.progress(index + 1, pages)
    return lines
