"""EPUB 2 and 3: the pages of the spine in order, chapters from its contents; locked books are refused.

Scripts, pictures and fonts are never opened, addresses never fetched.
"""

import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.epub.contents import Entry, entries, with_chapters
from speech.extract.epub.package import Package, check_unlocked, package, target
from speech.extract.html.places import Place
from speech.extract.html.reader import decode, walked
from speech.extract.html.walk import Walker
from speech.extract.registry import Order, Reading
from speech.extract.zips import open_zip, read_member
from speech.types import Section

PAGE_BYTES: Final = 16_000_000
SHEET_BYTES: Final = 1_000_000


@dataclass
class _Book:
    """What was read so far, and where the ids of each page stand in it."""

    sections: list[Section] = field(default_factory=list)
    places: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, path: str, walker: Walker) -> None:
        """Take the sections of one more page."""
        at = len(self.sections)
        self.places[path, ""] = at
        for name, index in walker.anchors:
            self.places.setdefault((path, name), at + index)
        self.sections += walker.sections

    def marks(self, contents: list[Entry]) -> list[tuple[int, Entry]]:
        """The entries with the sections they lead to. One whose fragment is lost leads to its page, when it is the
        only one there."""
        on_page = Counter(entry.path for entry in contents)
        found = [
            (self.places.get((entry.path, entry.fragment)), self.places.get((entry.path, "")), entry)
            for entry in contents
        ]
        return [
            (at if at is not None else page, entry)
            for at, page, entry in found
            if page is not None and (at is not None or on_page[entry.path] == 1)
        ]


def read(path: Path, order: Order) -> Reading:
    """The sections of an EPUB; see ``registry.Reader``."""
    with open_zip(path) as archive:
        check_unlocked(archive)
        inside = package(archive)
        book, sheets = _Book(), dict[str, str]()
        for done, name in enumerate(inside.spine, start=1):
            if name in archive.namelist():
                book.add(name, _page(archive, inside, name, sheets))
            order.progress(done, len(inside.spine))
        unnamed = {*inside.front, inside.nav}
        contents = [entry for entry in entries(archive, inside) if entry.path not in unnamed]
    sections = with_chapters(book.sections, book.marks(contents))
    return Reading(sections, order.count_pages(sections))


def _page(archive: zipfile.ZipFile, inside: Package, name: str, sheets: dict[str, str]) -> Walker:
    def sheet_at(href: str) -> str:
        path = target(name, href)[0]
        if path not in sheets:
            sheets[path] = _sheet(archive, path)
        return sheets[path]

    kind = "toc" if name == inside.nav else "front_matter" if name in inside.front else ""
    outer = Place(kind, fixed=True) if kind else Place()
    return walked(decode(read_member(archive, name, PAGE_BYTES)), lambda: Walker(outer=outer, sheet_at=sheet_at))


def _sheet(archive: zipfile.ZipFile, name: str) -> str:
    """A style sheet of the book; one that is missing or broken styles nothing."""
    if name not in archive.namelist():
        return ""
    try:
        return read_member(archive, name, SHEET_BYTES).decode("utf-8", "replace")
    except SpeechError:
        return ""
