"""PDF with a text layer, read with MuPDF: lines from the page, order and paragraphs by geometry."""

import gc
import itertools
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
from speech.extract.pdf.hands import Page, ReadPage, hands
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
            lines, unread = _pages(path, document, order, count)
            bookmarks = bookmarks_of(document)
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        raise SpeechError("unreadable_document") from None
    if unread:
        return Reading([], count, unread=tuple(unread))
    return Reading(with_bookmarks(paragraphs(mark_furniture(_unified(lines))), bookmarks), count)


def _pages(path: Path, document: pymupdf.Document, order: Order, count: int) -> tuple[list[list[Line]], list[int]]:
    """The lines of all pages, and the numbers of those that have to be recognised first."""

    def again() -> ReadPage:
        opened = pymupdf.open(path, filetype="pdf")
        if opened.needs_pass:
            opened.authenticate(order.password)
        return _read_page(opened)

    progress = _Progress(order, count)
    with hands(again, count) as others:
        read_page = _read_page(document)
        for number in range(1, count + 1, len(others) + 1):
            is_last = number + len(others) >= count
            if mine := read_page(number):
                progress.add(number, mine)
            for hand in others:
                for page in hand.read(wait=is_last):
                    progress.add(*page)
            progress.tell()
    for number in range(1, count + 1):
        if number not in progress.found:  # now with all of the memory, and a damaged page is an empty one
            progress.add(number, _attempt(document, number) or ([], False))
            progress.tell()
    return _judged([progress.found[number] for number in range(1, count + 1)], order)


class _Progress:
    """The pages that are found, told as they come; those that have to be recognised do not count yet."""

    def __init__(self, order: Order, count: int) -> None:
        self.found: dict[int, Page] = {}
        self._order, self._count, self._waiting = order, count, 0

    def add(self, number: int, page: Page) -> None:
        self.found[number] = page
        self._waiting += page[1] and self._order.recognised is None

    def tell(self) -> None:
        self._order.progress(len(self.found) - self._waiting, self._count)


def _read_page(document: pymupdf.Document) -> ReadPage:
    """What reads a page of an open document, and has MuPDF forget a little now and then."""
    turns = itertools.count()

    def read_page(number: int) -> Page | None:
        if next(turns) % STORE_PAGES == 0:
            pymupdf.TOOLS.store_shrink(STORE_SHRINK)
        return _attempt(document, number)

    return read_page


def _judged(pages: list[Page], order: Order) -> tuple[list[list[Line]], list[int]]:
    """The lines of each page, from its picture where that says more; the numbers of pages without either."""
    if order.recognised is None:
        return [lines for lines, _ in pages], [number for number, (_, is_scan) in enumerate(pages, 1) if is_scan]
    seen = order.recognised
    return [
        best_of(lines, seen.get(number, ())) if is_scan else lines for number, (lines, is_scan) in enumerate(pages, 1)
    ], []


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


def _attempt(document: pymupdf.Document, number: int) -> Page | None:
    """A page's own lines, and whether they are not its text; None for one that is damaged, or larger than memory."""
    try:
        page = document.load_page(number - 1)
        lines = page_lines(page, number)
        return lines, needs_recognition(page, lines)
    except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError, MemoryError):
        return None
