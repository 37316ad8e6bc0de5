"""The body of a DOCX to sections: paragraphs, tables, text boxes and notes in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.docx_numbering import Numbering
from speech.extract.docx_styles import Styles
from speech.extract.docx_xml import W, value
from speech.extract.headings import heading_level
from speech.extract.legacy_fonts import LegacyFonts, Run
from speech.types import Section

PROPERTIES: Final = ("pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr")
REMOVED: Final = ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt")
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED: Final = frozenset({FALLBACK, *(W + name for name in (*PROPERTIES, *REMOVED))})
"""What is deleted, moved away, code, or a second copy of a drawing for older programs."""

LITERAL: Final = {
    W + "tab": " ",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
NOTES: Final = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
DEEPEST: Final = 100
"""Nesting beyond this is an attack on the stack, not a document."""


@dataclass(frozen=True)
class _Look:
    """How text is set: whether it is hidden, and the name of its font, "" where nothing says."""

    hidden: bool
    font: str


@dataclass
class _Words:
    """What one paragraph says, with what hangs on it."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class Body:
    """Reads the main part; the counters of ``numbering`` go through it once."""

    def __init__(
        self, styles: Styles, numbering: Numbering, footnotes: Element | None, endnotes: Element | None
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._fonts = LegacyFonts(())
        self._notes = {"footnote": _by_id(footnotes, "footnote"), "endnote": _by_id(endnotes, "endnote")}

    def sections(self, root: Element) -> list[Section]:
        """Everything that is read, in order; a note follows the paragraph that names it."""
        self._fonts = LegacyFonts(self._runs(root))
        body = root.find(W + "body")
        return list(self._blocks(body, 0)) if body is not None else []

    def _runs(self, root: Element) -> Iterator[Run]:
        """All text with its font, in any order: enough to tell what each font holds."""
        for part in (root, *self._notes["footnote"].values(), *self._notes["endnote"].values()):
            for paragraph in part.iter(W + "p"):
                words = _Words()
                self._collect(paragraph, words, _Look(False, self._styles.font_of(paragraph.find(W + "pPr"))), 0)
                yield from words.runs

    def _blocks(self, parent: Element, depth: int) -> Iterator[Section]:
        """The sections of block-level content (17.2.2): a list of paragraphs, tables and wrappers of both."""
        carried = ""
        for child in parent if depth < DEEPEST else ():
            if child.tag == W + "p":
                sections = list(self._paragraph(child, depth))
                if sections and carried:
                    sections[0] = replace(sections[0], text=f"{carried} {sections[0].text}")
                carried = ""
                # A deleted paragraph mark: with the change accepted, this one runs on into the next.
                if sections and child.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                    carried = sections.pop(0).text
                yield from sections
            elif child.tag == W + "tbl":
                yield from self._table(child, depth)
            elif child.tag not in SKIPPED:
                yield from self._blocks(child, depth + 1)
        if carried:
            yield Section("paragraph", carried)

    def _paragraph(self, element: Element, depth: int) -> Iterator[Section]:
        properties = element.find(W + "pPr")
        words = _Words()
        look = _Look(self._styles.hides(properties), self._styles.font_of(properties))
        self._collect(element, words, look, 0)
        text = _tidy(self._fonts.decode(words.runs))
        label = self._label(properties, words.runs[0][0]) if text else None
        if text:
            yield self._section(properties, f"{label} {text}" if label else text, in_list=label is not None)
        for box in words.boxes:
            yield from self._blocks(box, depth + 1)
        for kind, identifier in words.notes:
            yield from self._note(kind, identifier, depth)

    def _label(self, properties: Element | None, font: str) -> str | None:
        """The number before a paragraph, in the font that the paragraph begins with."""
        label = self._numbering.label(*self._styles.numbering(properties))
        return self._fonts.decode([(font, label)]) if label else label

    def _section(self, properties: Element | None, text: str, *, in_list: bool) -> Section:
        line = " ".join(text.split())
        if self._styles.is_contents(properties):
            return Section("toc", line)
        if self._styles.is_title(properties):
            return Section("title", line, title=line)
        if level := self._styles.outline_level(properties) or heading_level(text):
            return Section("heading", line, level=level, title=line)
        return Section("list_item" if in_list else "paragraph", text)

    def _collect(self, element: Element, words: _Words, look: _Look, depth: int) -> None:
        """Add the visible text under ``element`` to ``words``, in document order."""
        for child in element if depth < DEEPEST else ():
            if child.tag in SKIPPED:
                continue
            if child.tag == W + "txbxContent":
                words.boxes.append(child)
            elif child.tag == W + "r":
                self._collect(child, words, self._run_look(child, look), depth + 1)
            elif not look.hidden and child.tag in NOTES:
                words.notes.append((NOTES[child.tag], child.get(W + "id", "")))
            elif not look.hidden and (child.tag.endswith("}t") or child.tag in LITERAL):
                words.runs.append((look.font, LITERAL.get(child.tag) or child.text or ""))
            else:
                self._collect(child, words, look, depth + 1)

    def _run_look(self, run: Element, paragraph: _Look) -> _Look:
        properties = run.find(W + "rPr")
        hidden = self._styles.is_hidden(properties) or (paragraph.hidden and value(properties, "vanish") is None)
        return _Look(hidden, self._styles.run_font(properties) or paragraph.font)

    def _note(self, kind: str, identifier: str, depth: int) -> Iterator[Section]:
        note = self._notes[kind].get(identifier)
        if note is not None:
            texts = [section.text for section in self._blocks(note, depth + DEEPEST // 2)]
            yield Section("footnote", " ".join(texts))

    def _table(self, table: Element, depth: int) -> Iterator[Section]:
        """One section: rows are lines, cells parted by tabs. A table of one cell is a frame round text."""
        rows = [
            [list(self._blocks(cell, depth + 1)) for cell in _inside(row, W + "tc")]
            for row in _inside(table, W + "tr")
            if row.find(f"{W}trPr/{W}del") is None
        ]
        if len(rows) == 1 and len(rows[0]) == 1:
            yield from rows[0][0]
            return
        lines = ["\t".join(filter(None, map(_cell, row))) for row in rows]
        text = "\n".join(filter(None, lines))
        if text:
            yield Section("table", text)
        inner = [section for row in rows for cell in row for section in cell]
        yield from (section for section in inner if section.kind == "footnote")


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in SKIPPED and child.tag in (
            W + "sdt",
            W + "sdtContent",
            W + "ins",
            W + "customXml",
        ):
            yield from _inside(child, tag)


def _cell(sections: list[Section]) -> str:
    return " ".join(" ".join(section.text.split()) for section in sections if section.kind != "footnote")


def _tidy(text: str) -> str:
    """Single spaces inside lines, no empty lines."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _by_id(part: Element | None, name: str) -> dict[str, Element]:
    """The notes by their id, without the separators that Word keeps among them (they have a type)."""
    found = part.iter(W + name) if part is not None else ()
    return {note.get(W + "id", ""): note for note in found if note.get(W + "type", "normal") == "normal"}
