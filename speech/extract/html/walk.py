"""HTML to sections while it is parsed: no tree is kept, so depth and size cost nothing."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from speech.errors import SpeechError
from speech.extract.chapters.headings import heading_level
from speech.extract.docx.numbering import numeral
from speech.extract.html.math import Math
from speech.extract.html.places import BLOCKS, EPUB_TYPE, Place, place_of
from speech.extract.html.styles import Sheet
from speech.extract.html.tables import Table, in_kind
from speech.extract.pdf.kinds import is_caption
from speech.extract.raised import raised
from speech.extract.xml_parts import local, tidy
from speech.types import Section

_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_NOTHING: Final = re.compile("[\ufeff\u200b]|\u21a9\ufe0e?")
"""Marks of width nothing, and the arrow back from a note. Soft hyphens go later: old fonts have a letter there."""
_EMPTY_LINES: Final = re.compile(r"\n\s*\n")
BEFORE_PIECES: Final = 8
DEEPEST: Final = 250_000
"""Elements inside each other; what is open costs memory, and no page has a hundred."""
CONTENTS: Final = frozenset({"mục lục", "nội dung", "contents", "table of contents"})
_SHAPES: Final = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def no_sheet(href: str) -> str:
    """The style sheet at ``href``, where none can be had: nothing is ever fetched."""
    return ""


@dataclass
class _List:
    """A list that is open: the next number, None for bullets."""

    next: int | None
    shape: str = "decimal"

    def label(self, value: str | None) -> str:
        if self.next is None:
            return ""
        count = int(value) if value and value.isdecimal() and len(value) < 6 else self.next
        self.next = count + 1
        return f"{numeral(count, self.shape)}."


@dataclass
class Walker:
    """A target for a parser: ``start``, ``data``, ``end``, ``close``. ``web``: a page that has furniture.

    ``anchors`` are the ids in the page, each with the index of the section where it stands.
    """

    web: bool = False
    outer: Place = field(default_factory=Place)
    sheet_at: Callable[[str], str] = no_sheet
    sections: list[Section] = field(default_factory=list)
    anchors: list[tuple[str, int]] = field(default_factory=list)
    _sheet: Sheet = field(default_factory=Sheet)
    _open: list[tuple[str, Place]] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _linked: int = 0
    _said: int = 0
    _formulas: int = 0
    _math: Math | None = None
    _lists: list[_List] = field(default_factory=list)
    _label: str = ""
    _tables: list[Table] = field(default_factory=list)
    _css: list[str] | None = None
    _main: tuple[int, int] | None = None

    @property
    def _place(self) -> Place:
        return self._open[-1][1] if self._open else self.outer

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local(tag).lower()
        plain = {key if key == EPUB_TYPE else local(key).lower(): value or "" for key, value in attributes.items()}
        place = place_of(name, plain, self._place, self._sheet, web=self.web)
        if place.block and not (place.hidden and name not in BLOCKS):
            self._flush()
        self._note(plain)
        if len(self._open) >= DEEPEST:
            raise SpeechError("unreadable_document")
        self._open.append((name, place))
        if self._math is not None:
            self._math.start(name)
        elif name == "math" and not place.hidden:
            self._math = Math()
        elif name in ("style", "link"):
            self._start_sheet(name, plain)
        elif not place.hidden:
            self._start_shown(name, plain)

    def _note(self, attributes: Mapping[str, str]) -> None:
        self.anchors += [(attributes[key], len(self.sections)) for key in ("id", "name") if attributes.get(key)]

    def _start_sheet(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "style":
            self._css = []
        elif "stylesheet" in attributes.get("rel", ""):
            self._sheet.add(self.sheet_at(attributes.get("href", "")))

    def _start_shown(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "br":
            self._pieces.append("\n")
        elif name in ("ol", "ul"):
            self._lists.append(_list(name, attributes, noted=self._place.kind in ("footnote", "toc")))
        elif name == "li" and self._lists:
            self._label = self._lists[-1].label(attributes.get("value"))
        elif name == "table":
            for table in self._tables[-1:]:
                table.arranges = True
            self._tables.append(Table(len(self.sections), arranges=attributes.get("role") == "presentation"))
        elif name == "tr" and self._tables:
            self._tables[-1].row()
        elif name in ("td", "th") and self._tables:
            self._tables[-1].cell(len(self.sections))
        elif name == "main" and self._main is None:
            self._main = (len(self.sections), -1)

    def data(self, text: str) -> None:
        if self._css is not None:
            self._css.append(text)
            return
        place = self._place
        if self._math is not None:
            self._math.data(text)
        if place.hidden or self._math is not None:
            return
        text = _NOTHING.sub("", text)
        if place.raised:
            text = raised(text, "".join(self._pieces[-BEFORE_PIECES:]))
        self._pieces.append(text if place.keeps_lines else _SPACE.sub(" ", text))
        if not text.isspace():
            self._said += len(text)
            self._linked += len(text) if place.linked else 0

    def end(self, tag: str) -> None:
        if not self._open:
            return
        name, place = self._open[-1]
        if self._css is not None:
            self._sheet.add("".join(self._css))
            self._css = None
        self._end_math()
        if place.block and not place.hidden:
            self._flush()
        self._open.pop()
        if not place.hidden:
            self._end_shown(name)

    def _end_math(self) -> None:
        said = self._math.end() if self._math is not None else None
        if said is not None:
            self._math = None
            self._pieces.append(said)
            self._said += len(said)
            self._formulas += len(said)

    def _end_shown(self, name: str) -> None:
        if name in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif name == "li":
            self._label = ""
        elif name in ("td", "th") and self._tables:
            self._tables[-1].cell_ends(len(self.sections))
        elif name == "table" and self._tables:
            self._end_table(self._tables.pop())
        elif name == "main" and self._main and self._main[1] < 0:
            self._main = (self._main[0], len(self.sections))

    def _end_table(self, table: Table) -> None:
        if table.arranges:
            return
        self.sections[table.at :] = table.joined(self.sections[table.at :])
        for at in range(len(self.anchors) - 1, -1, -1):
            if self.anchors[at][1] <= table.at:
                break
            self.anchors[at] = (self.anchors[at][0], min(self.anchors[at][1], len(self.sections)))

    def _flush(self) -> None:
        """What was said since the last block began or ended becomes a section."""
        pieces, said, linked, formulas = "".join(self._pieces), self._said, self._linked, self._formulas
        self._pieces, self._said, self._linked, self._formulas = [], 0, 0, 0
        if not said:
            return
        place = self._place
        if said == formulas and place.kind == "paragraph" and not place.fixed:
            place = replace(place, kind="formula")
        if place.kind == "code" and not place.fixed:
            self.sections.append(Section("code", pieces.strip("\n")))
            return
        texts = [text for part in _EMPTY_LINES.split(pieces) if (text := tidy(part))]
        for text in texts:
            kind = "toc" if said == linked and _is_entry(place.kind, text) else place.kind
            labelled, self._label = (f"{self._label} {text}" if self._label else text), ""
            self.sections.append(_section(kind, labelled, place.level))

    def close(self) -> "Walker":
        """The walker itself, when all is read."""
        self._flush()
        while self._tables:
            self._end_table(self._tables.pop())
        self.sections[:] = map(_worded, _without_contents(self._with_furniture()))
        return self

    def _with_furniture(self) -> list[Section]:
        """What stands before and after the main part of a web page belongs to the site."""
        if not self.web or self._main is None:
            return self.sections
        start, end = self._main
        end = len(self.sections) if end < 0 else end
        before = [_furniture(section, "header") for section in self.sections[:start]]
        after = [_furniture(section, "footer") for section in self.sections[end:]]
        return [*before, *self.sections[start:end], *after]


def _list(name: str, attributes: Mapping[str, str], *, noted: bool) -> _List:
    """Notes and contents are not numbered aloud, nor is a list whose numbers are not shown."""
    style = attributes.get("style", "").replace(" ", "")
    if name == "ul" or noted or "list-style:none" in style or "list-style-type:none" in style:
        return _List(None)
    start = attributes.get("start", "")
    return _List(int(start) if start.isdecimal() and len(start) < 6 else 1, _SHAPES.get(attributes.get("type", ""), ""))


def _is_entry(kind: str, text: str) -> bool:
    """Whether a block that is all one link into the document is a line of a table of contents."""
    return kind == "list_item" or (kind == "paragraph" and heading_level(text) > 0)


def _section(kind: str, text: str, level: int) -> Section:
    if kind != "heading":
        return Section(kind, text)
    line = " ".join(text.split())
    return Section("heading", line, level=level, title=line)


def _furniture(section: Section, kind: str) -> Section:
    return in_kind(section, kind) if section.kind not in ("toc", "header", "footer") else section


def _without_contents(sections: list[Section]) -> list[Section]:
    """The heading of a table of contents goes with it."""
    kinds = [*(section.kind for section in sections), ""]
    return [
        in_kind(section, "toc") if kinds[at] == "toc" and section.text.casefold() in CONTENTS else section
        for at, section in enumerate(sections, start=1)
    ]


def _worded(section: Section) -> Section:
    """A paragraph that is worded like a heading or a caption is one; many books have no others."""
    if section.kind == "paragraph" and is_caption(section.text):
        return in_kind(section, "caption")
    level = heading_level(section.text) if section.kind == "paragraph" else 0
    if not level:
        return section
    line = " ".join(section.text.split())
    return Section("heading", line, level=level, title=line)
