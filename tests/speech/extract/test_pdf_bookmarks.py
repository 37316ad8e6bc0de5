"""Bookmarks of a PDF as headings and chapters."""

import time
from pathlib import Path

import pymupdf

from speech.extract.pdf.bookmarks import MOST_BOOKMARKS, bookmarks_of
from speech.extract.pdf.reader import read
from speech.extract.registry import Order
from speech.types import Section

PROSE = "The river runs past the old mill and the children watch the boats go down to the sea. "


def book(
    path: Path, outline: list[list[object]], titles: tuple[str, ...] = ("Of Earth", "Of Water", "Of Fire")
) -> list[Section]:
    """A page for each title, in letters like those of the text: only a bookmark tells that it is one."""
    with pymupdf.open() as document:
        for title in titles:
            page = document.new_page()
            page.insert_text((60, 100), title)
            page.insert_textbox((60, 140, 500, 400), PROSE * 6)
        document.set_toc(outline)
        document.save(path)
    return read(path, Order()).sections


def headings(sections: list[Section]) -> list[tuple[str, int, bool]]:
    return [(each.text, each.level, each.begins_chapter) for each in sections if each.kind in ("heading", "title")]


def test_bookmarks_make_headings_and_chapters(tmp_path: Path) -> None:
    outline = [[1, "1. Of Earth", 1], [1, "Of water", 2], [2, "Of Fire", 3]]
    sections = book(tmp_path / "a.pdf", outline)
    assert headings(sections) == [("Of Earth", 1, True), ("Of Water", 1, True), ("Of Fire", 2, False)]


def test_below_the_title_of_the_book_the_chapters_are_its_children(tmp_path: Path) -> None:
    outline = [[1, "The Elements", 1], [2, "Of Earth", 1], [2, "Of Water", 2], [2, "Of Fire", 3]]
    assert [each.begins_chapter for each in book(tmp_path / "a.pdf", outline) if each.kind == "heading"] == [True] * 3


def test_a_bookmark_that_no_words_answer_to_points_by_its_place(tmp_path: Path) -> None:
    outline = [[1, "Introduction", 1], [1, "The end", 3, {"kind": pymupdf.LINK_GOTO, "to": pymupdf.Point(60, 130)}]]
    sections = book(tmp_path / "a.pdf", outline)
    begun = [(each.kind, each.page, each.text[:8]) for each in sections if each.begins_chapter]
    assert begun == [("paragraph", 1, "Of Earth"), ("paragraph", 3, "The rive")]


def test_bookmarks_that_number_the_pages_say_nothing(tmp_path: Path) -> None:
    sections = book(tmp_path / "a.pdf", [[1, f"Page {page}", page] for page in (1, 2, 3)])
    assert not any(each.begins_chapter for each in sections)


def test_a_hostile_outline_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    book(path, [[1, "Of Earth", 1], [1, "Of Water", 2]])
    with pymupdf.open(path) as document:
        first, second = (
            number for number in range(1, document.xref_length()) if "/Title" in document.xref_object(number)
        )
        document.xref_set_key(second, "Next", f"{first} 0 R")
        document.xref_set_key(second, "First", f"{second} 0 R")
        document.save(tmp_path / "cycle.pdf")
    start = time.monotonic()
    with pymupdf.open(tmp_path / "cycle.pdf") as document:
        assert len(bookmarks_of(document)) <= MOST_BOOKMARKS
    assert time.monotonic() - start < 5
    assert read(tmp_path / "cycle.pdf", Order()).sections


def test_a_document_without_bookmarks(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page()
        assert bookmarks_of(document) == []
    assert not any(each.begins_chapter for each in book(tmp_path / "a.pdf", []))
