"""The body of a DOCX to sections: paragraphs, tables, text boxes and notes in reading order."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.chapters.headings import heading_level
from speech.extract.docx.numbering import Numbering
from speech.extract.docx.styles import Styles
from speech.extract.docx.words import DEEPEST, SKIPPED, Collector, Words, is_placeholder
from speech.extract.docx.xml import W, value
from speech.extract.legacy.fonts import LegacyFonts, Run
from speech.extract.pdf.kinds import is_caption
from speech.extract.tables import Cell, table_sections
from speech.types import Section

LONGEST_STYLED: Final = 400
"""A paragraph longer than this that has the style of a heading was given it by mistake."""
WRAPPERS: Final = frozenset({W + "sdt", W + "sdtContent", W + "ins", W + "moveTo", W + "customXml"})


class Body:
    """Reads the main part; the counters of ``numbering`` go through it once."""

    def __init__(
        self, styles: Styles, numbering: Numbering, footnotes: Element | None, endnotes: Element | None
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._fonts = LegacyFonts(())
        self._collector = Collector(styles)
        self._notes = {"footnote": _by_id(footnotes, "footnote"), "endnote": _by_id(endnotes, "endnote")}

    def sections(self, root: Element) -> list[Section]:
        """Everything that is read, in order; a note follows the paragraph that names it."""
        self._fonts = LegacyFonts(self._runs(root))
        body = root.find(W + "body")
        return list(self._blocks(body, 0)) if body is not None else []

    def _runs(self, root: Element) -> Iterator[Run]:
        """All text with its font, in any order: enough to tell what each font holds."""
        collector = Collector(self._styles)
        for part in (root, *self._notes["footnote"].values(), *self._notes["endnote"].values()):
            for paragraph in part.iter(W + "p"):
                yield from collector.words(paragraph).runs

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
                if sections and _mark_is_gone(child):
                    carried = sections.pop(0).text
                yield from sections
            elif child.tag == W + "tbl":
                yield from self._table(child, depth)
            elif child.tag == W + "sdt":
                yield from self._control(child, depth)
            elif child.tag not in SKIPPED:
                yield from self._blocks(child, depth + 1)
        if carried:
            yield Section("paragraph", carried)

    def _control(self, control: Element, depth: int) -> Iterator[Section]:
        """A content control: the table of contents is one."""
        if is_placeholder(control):
            return
        gallery = (value(control, "sdtPr/docPartObj/docPartGallery") or "").lower()
        for section in self._blocks(control, depth + 1):
            yield _as_contents(section) if gallery == "table of contents" else section

    def _paragraph(self, element: Element, depth: int) -> Iterator[Section]:
        properties = element.find(W + "pPr")
        words = self._collector.words(element)
        text = _tidy(self._fonts.decode(words.runs))
        label = self._label(properties, words.runs[0][0] if words.runs else "") if _is_counted(element) else None
        if text:
            yield self._section(properties, text, label, words)
        for box in words.boxes:
            yield from self._blocks(box, depth + 1)
        for kind, identifier in words.notes:
            yield from self._note(kind, identifier, depth)

    def _label(self, properties: Element | None, font: str) -> str | None:
        """The number before a paragraph, in the font that the paragraph begins with."""
        label = self._numbering.label(*self._styles.numbering(properties))
        return self._fonts.decode([(font, label)]) if label else label

    def _section(self, properties: Element | None, text: str, label: str | None, words: Words) -> Section:
        text = f"{label} {text}" if label else text
        line = " ".join(text.split())
        if words.is_contents or self._styles.is_contents(properties):
            return Section("toc", line)
        if words.is_formula:
            return Section("formula", line)
        if self._styles.is_title(properties):
            return Section("title", line, title=line)
        if self._styles.is_caption(properties) or (label is None and is_caption(line)):
            return Section("caption", line)
        styled = self._styles.outline_level(properties) if len(line) <= LONGEST_STYLED else 0
        if level := styled or heading_level(text):
            return Section("heading", line, level=level, title=line)
        return Section("paragraph" if label is None else "list_item", text)

    def _note(self, kind: str, identifier: str, depth: int) -> Iterator[Section]:
        note = self._notes[kind].get(identifier)
        if note is not None:
            texts = [section.text for section in self._blocks(note, depth + DEEPEST // 2)]
            yield Section("footnote", " ".join(texts))

    def _table(self, table: Element, depth: int) -> Iterator[Section]:
        rows: list[list[Cell]] = [
            [list(self._blocks(cell, depth + 1)) for cell in _inside(row, W + "tc") if not _cell_is_gone(cell)]
            for row in _inside(table, W + "tr")
            if row.find(f"{W}trPr/{W}del") is None
        ]
        yield from table_sections(rows)


def _is_counted(paragraph: Element) -> bool:
    """Whether a list counts this paragraph: an empty one has a number too, one that was deleted has none."""
    if paragraph.find(f"{W}pPr/{W}rPr/{W}vanish") is not None:
        return False
    return not _mark_is_gone(paragraph) or paragraph.find(f"{W}r") is not None


def _mark_is_gone(paragraph: Element) -> bool:
    marks = paragraph.find(f"{W}pPr/{W}rPr")
    return marks is not None and (marks.find(W + "del") is not None or marks.find(W + "moveFrom") is not None)


def _cell_is_gone(cell: Element) -> bool:
    return cell.find(f"{W}tcPr/{W}cellDel") is not None


def _inside(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inside(child, tag)


def _as_contents(section: Section) -> Section:
    return Section("toc", " ".join(section.text.split()))


def _tidy(text: str) -> str:
    """Single spaces inside lines, no empty lines."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def _by_id(part: Element | None, name: str) -> dict[str, Element]:
    """The notes by their id, without the separators that Word keeps among them (they have a type)."""
    found = part.iter(W + name) if part is not None else ()
    return {note.get(W + "id", ""): note for note in found if note.get(W + "type", "normal") == "normal"}
