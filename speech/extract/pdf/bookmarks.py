"""The bookmarks of a PDF, and the headings that they point to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import pymupdf

from speech.types import Section

MOST_BOOKMARKS: Final = 5000
DEEPEST: Final = 6
LONGEST_TITLE: Final = 300
NEAR: Final = 0.03
"""Share of the page's height by which a bookmark may point above or below the line that it means."""
LEAST_MATCH: Final = 4
MOST_OF_A_SENTENCE: Final = 3
"""A paragraph that is this much longer than a bookmark's title begins with it by chance, or runs on after it."""
_PAGE_LABEL: Final = re.compile(r"(?:(?:trang|page|p\.|slide)\s*)?(?:\d{1,4}|[ivxlc]{1,6})", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[\W_]+")
HEADING_KINDS: Final = frozenset({"heading", "title"})
TEXT_KINDS: Final = frozenset({"heading", "title", "paragraph", "list_item"})


@dataclass(frozen=True)
class Bookmark:
    """``level`` from 1, ``page`` from 1, ``top``: share of the page's height (0 top, 1 bottom)."""

    level: int
    title: str
    page: int
    top: float


def bookmarks_of(document: pymupdf.Document) -> list[Bookmark]:
    """The outline in order, no more than ``MOST_BOOKMARKS`` of it, whatever its links say."""
    found: list[Bookmark] = []
    try:
        first = document.outline
    except (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        return found
    if first is None or not first.this.m_internal:  # without any, MuPDF answers one that must not be asked
        return found
    waiting: list[tuple[pymupdf.Outline | None, int]] = [(first, 1)]
    looked = 0
    while waiting and looked < MOST_BOOKMARKS:
        outline, level = waiting.pop()
        if outline is None:
            continue
        looked += 1
        waiting.append((outline.next, level))
        if level < DEEPEST:
            waiting.append((outline.down, level + 1))
        title = " ".join((outline.title or "").split())[:LONGEST_TITLE]
        if title and 0 <= outline.page < document.page_count:
            found.append(Bookmark(level, title, outline.page + 1, _top(document, outline)))
    return [] if _are_page_labels(found) else found


def _top(document: pymupdf.Document, outline: pymupdf.Outline) -> float:
    height = float(document.page_cropbox(outline.page).height)
    return min(1.0, max(0.0, float(outline.y) / height)) if height > 0 and outline.y == outline.y else 0.0


def _are_page_labels(bookmarks: list[Bookmark]) -> bool:
    """Whether the bookmarks only number the pages, as scanners write them."""
    numbered = sum(_PAGE_LABEL.fullmatch(bookmark.title) is not None for bookmark in bookmarks)
    return 2 * numbered > len(bookmarks)


def with_bookmarks(sections: list[Section], bookmarks: Sequence[Bookmark]) -> list[Section]:
    """The sections, those that bookmarks point to as headings of their level and, from the top one, as chapters."""
    if len(bookmarks) < 2:
        return sections
    chapters = _chapter_level(bookmarks)
    places: dict[int, list[int]] = {}
    for place, section in enumerate(sections):
        if section.kind in TEXT_KINDS:
            places.setdefault(section.page or 0, []).append(place)
    named = _named(sections, places, bookmarks)
    taken = set(named.values())
    marked = list(sections)
    for order, bookmark in enumerate(bookmarks):
        at = named.get(order)
        if at is None:
            at = _by_place(sections, [at for at in places.get(bookmark.page, []) if at not in taken], bookmark.top)
        if at is not None:
            taken.add(at)
            begins = bookmark.level == chapters
            marked[at] = _marked(marked[at], bookmark, by_words=order in named, begins=begins)
    return marked


def _named(sections: list[Section], places: dict[int, list[int]], bookmarks: Sequence[Bookmark]) -> dict[int, int]:
    """Which section each bookmark means, by their order, where the section's words say so."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for order, bookmark in enumerate(bookmarks):
        here = [at for at in places.get(bookmark.page, []) if at not in taken and _says(sections[at], bookmark.title)]
        if here:
            top = bookmark.top
            found[order] = min(here, key=lambda at: abs(_top_of(sections[at]) - top))
            taken.add(found[order])
    return found


def _by_place(sections: list[Section], here: list[int], top: float) -> int | None:
    """The first heading at or below the place that a bookmark points to, else the first text."""
    below = [at for at in here if _top_of(sections[at]) >= top - NEAR]
    headings = [at for at in below if sections[at].kind in HEADING_KINDS]
    return next(iter(headings or below), None)


def _chapter_level(bookmarks: Sequence[Bookmark]) -> int:
    """The level whose bookmarks are the chapters: below a single one over all (the book's title), its children."""
    for level in range(1, DEEPEST):
        if sum(bookmark.level == level for bookmark in bookmarks) > 1:
            return level
    return 1


def _marked(section: Section, bookmark: Bookmark, *, by_words: bool, begins: bool) -> Section:
    begins = begins or section.begins_chapter
    if by_words or section.kind == "heading":
        title = section.title or section.text
        return replace(section, kind="heading", level=bookmark.level, title=title, begins_chapter=begins)
    return replace(section, begins_chapter=begins)


def _top_of(section: Section) -> float:
    return section.box[1] if section.box else 0.0


def _says(section: Section, title: str) -> bool:
    """Whether the section is what the title names: the same letters, or one of the two begins with the other."""
    said, named = (_LETTERS.sub("", text[:LONGEST_TITLE]).casefold() for text in (section.text, title))
    if not said or not named:
        return False
    if said == named:
        return True
    short, long = sorted((said, named), key=len)
    ends = long.startswith(short) or long.endswith(short)
    return len(short) >= LEAST_MATCH and ends and len(long) <= MOST_OF_A_SENTENCE * len(short)
