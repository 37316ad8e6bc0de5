"""The table of contents of an EPUB (nav document or NCX), and the chapters that it makes of the sections."""

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.epub.package import Package, target
from speech.extract.html.places import EPUB_TYPE
from speech.extract.html.reader import decode, walked
from speech.extract.html.walk import CONTENTS
from speech.extract.xml_parts import local, part
from speech.extract.zips import read_member
from speech.types import Section

DEEPEST: Final = 9
"""Levels of headings; what is deeper is at this one."""
DEEPEST_NESTING: Final = 100
NEAR: Final = 3
"""A title may be set in so many lines."""
UNTITLED: Final = frozenset({"front_matter", "toc", "header", "footer"})
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Entry:
    """A line of the contents: where it leads (path and fragment), and how deep it stands, from 1."""

    title: str
    path: str
    fragment: str
    depth: int


def entries(archive: zipfile.ZipFile, package: Package) -> list[Entry]:
    """The contents of the book in order, from the nav document, else from the NCX; none when neither is right."""
    if package.nav in archive.namelist():
        found = walked(decode(read_member(archive, package.nav)), lambda: _Nav(package.nav)).entries
        if found:
            return found
    ncx = part(archive, package.ncx, forbid_dtd=False) if package.ncx else None
    return list(_points(ncx, package.ncx, 0)) if ncx is not None else []


def _points(parent: Element, base: str, depth: int) -> Iterator[Entry]:
    for each in parent if depth < DEEPEST_NESTING else ():
        name = local(each.tag)
        if name == "navMap":
            yield from _points(each, base, depth)
        elif name == "navPoint":
            texts = [text.text or "" for label in each if local(label.tag) == "navLabel" for text in label]
            source = next((content.get("src", "") for content in each if local(content.tag) == "content"), "")
            yield Entry(" ".join(" ".join(texts).split()), *target(base, source), min(depth + 1, DEEPEST))
            yield from _points(each, base, depth + 1)


@dataclass
class _Nav:
    """Reads the ``toc`` list of a nav document while it is parsed."""

    base: str
    entries: list[Entry] = field(default_factory=list)
    _navs: list[bool] = field(default_factory=list)
    _depth: int = 0
    _href: str = ""
    _title: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local(tag).lower()
        if name == "nav":
            kind = attributes.get(EPUB_TYPE) or attributes.get("epub:type", "")
            self._navs.append("toc" in kind.split())
        elif name == "ol":
            self._depth += 1
        elif name in ("a", "span") and self._title is None and any(self._navs):
            self._title, self._href = [], attributes.get("href") or ""

    def data(self, text: str) -> None:
        if self._title is not None:
            self._title.append(text)

    def end(self, tag: str) -> None:
        name = local(tag).lower()
        if name == "nav" and self._navs:
            self._navs.pop()
        elif name == "ol":
            self._depth -= 1
        elif name == "a" and self._title is not None:
            title = " ".join("".join(self._title).split())
            depth = max(1, min(self._depth, DEEPEST))
            self.entries += [Entry(title, *target(self.base, self._href), depth)] if self._href else []
            self._title = None
        elif name in ("span", "li") and not self._href:
            self._title = None

    def close(self) -> "_Nav":
        return self


def with_chapters(sections: Sequence[Section], marks: Sequence[tuple[int, Entry]]) -> list[Section]:
    """The sections with a heading where each entry leads: the one that is there, else the words that say its title,
    else its title, put in. Headings below it that the contents do not name go deeper.
    Contents of one entry make no chapters."""
    led: dict[int, list[Entry]] = {}
    for at, entry in marks:
        led.setdefault(at, []).append(entry)
    starts = sorted(led)
    found = list(sections[: starts[0]] if starts else sections)
    for at, end in zip(starts, [*starts, len(sections)][1:], strict=True):
        found += _chapter(list(sections[at:end]), led[at])
    return found if len(starts) > 1 else [replace(section, begins_chapter=False) for section in found]


def _chapter(here: list[Section], entries: list[Entry]) -> Iterator[Section]:
    """One part of the book; a part and its first chapter may begin at the same place."""
    depth, said = 0, ""
    for entry in entries:
        opened = None if _same(said, entry.title) else _opened(here, entry, last=entry is entries[-1])
        if opened is not None:
            before, heading, here = opened
            yield from before
            yield heading
            depth, said = entry.depth, entry.title
    yield from (_deeper(section, depth) for section in here)


def _opened(here: list[Section], entry: Entry, *, last: bool) -> tuple[list[Section], Section, list[Section]] | None:
    """What stands before the heading of an entry, the heading, and what follows; None where none belongs."""
    kind = here[0].kind if here else ""
    if kind in UNTITLED and (kind != "toc" or here[0].text.casefold() in CONTENTS):
        return None
    for count in range(1, min(NEAR, len(here)) + 1):
        text = "\n".join(section.text for section in here[:count])
        if _same(text, entry.title):
            return [], _heading(text, entry), here[count:]
    for at, section in enumerate(here[: NEAR if last else 0]):
        if section.kind == "heading":
            return here[:at], _heading(section.text, entry, section.title), here[at + 1 :]
    if not entry.title or kind in UNTITLED:
        return None
    return [], _heading(entry.title, entry), here


def _heading(text: str, entry: Entry, title: str = "") -> Section:
    return Section("heading", text, level=entry.depth, title=title or entry.title, begins_chapter=True)


def _deeper(section: Section, depth: int) -> Section:
    if section.kind != "heading":
        return section
    return replace(section, level=min(DEEPEST, max(section.level, depth + 1)))


def _same(text: str, title: str) -> bool:
    """Whether both have the same words, whatever stands between them."""
    words = _WORD.findall(text.casefold())
    return bool(words) and words == _WORD.findall(title.casefold())
