"""PDF with a text layer, read with MuPDF: lines from the page, order and paragraphs by geometry."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pymupdf

from speech.errors import SpeechError
from speech.extract.legacy.text import repaired
from speech.extract.ocr.lines import best_of
from speech.extract.pdf.bookmarks import bookmarks_of, with_bookmarks
from speech.extract.pdf.furniture import mark_furniture
from speech.extract.pdf.lines import Line, page_lines
from speech.extract.pdf.paragraphs import paragraphs
from speech.extract.pdf.scans import needs_recognition
from speech.extract.registry import Order, Reading

MOST_PAGES: Final = 3000
"""Where no plan says less: counting alone takes seconds beyond this."""

STORE_PAGES: Final = 50
STORE_SHRINK: Final = 75
"""MuPDF keeps fonts and pictures of pages long done, up to 256 MB: so many percent go every so many pages."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the search for cycles: a page's dictionaries have none, and it would walk the whole book each time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_uncollected()
def read(path: Path, order: Order) -> Reading:
    """The sections of a PDF; see ``registry.Reader``. Pages that are only a picture of text have to be recognised."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            count = _count(document, order)
            lines, unread = _pages(document, order, count)
            bookmarks = bookmarks_of(document)
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        raise SpeechError("unreadable_document") from None
    if unread:
        return Reading([], count, unread=tuple(unread))
    return Reading(with_bookmarks(paragraphs(mark_furniture(_unified(lines))), bookmarks), count)


def _pages(document: pymupdf.Document, order: Order, count: int) -> tuple[list[list[Line]], list[int]]:
    """The lines of all pages, and the numbers of those that have to be recognised first."""
    pages: list[list[Line]] = []
    unread: list[int] = []
    for number in range(1, count + 1):
        lines, is_scan = _page(document, number)
        if is_scan and order.recognised is None:
            unread.append(number)
        elif is_scan and order.recognised is not None:
            lines = best_of(lines, order.recognised.get(number, ()))
        pages.append(lines)
        if number % STORE_PAGES == 1:
            pymupdf.TOOLS.store_shrink(STORE_SHRINK)
        order.progress(number - len(unread), count)
    return pages, unread


def _unified(pages: list[list[Line]]) -> list[list[Line]]:
    """The lines in Unicode also where a font's name hides its old encoding."""
    texts = iter(repaired([line.text for page in pages for line in page]))
    return [[_told(line, next(texts)) for line in page] for page in pages]


def _told(line: Line, text: str) -> Line:
    return line if text == line.text else line._replace(text=text)


def _count(document: pymupdf.Document, order: Order) -> int:
    if document.needs_pass and not document.authenticate(order.password):
        raise SpeechError("wrong_password" if order.password else "password_required")
    pages: int = document.page_count
    if pages == 0:
        raise SpeechError("unreadable_document")
    order.check_pages(pages)
    if pages > MOST_PAGES:
        raise SpeechError("too_many_pages", pages=pages, limit=MOST_PAGES, plan=order.plan)
    return pages


def _page(document: pymupdf.Document, number: int) -> tuple[list[Line], bool]:
    """A page's own lines, and whether they are not its text; a damaged page has none rather than ending the book."""
    try:
        page = document.load_page(number - 1)
        lines = page_lines(page, number)
        return lines, needs_recognition(page, lines)
    except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        return [], False
