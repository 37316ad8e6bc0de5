"""The body of an ODT to sections: headings, paragraphs, lists, tables, notes and boxes in reading order.

What a tracked change took away is kept apart from the body (``text:tracked-changes``), so leaving that part out
reads the document with its changes accepted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.chapters.headings import heading_level
from speech.extract.docx.xml import number
from speech.extract.odt.styles import TEXT, Numbers, Styles
from speech.extract.pdf.kinds import is_caption
from speech.extract.raised import raised
from speech.extract.tables import Cell, table_sections
from speech.extract.xml_parts import local, tidy
from speech.types import Section

TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
UNREAD: Final = frozenset(
    {
        *(TEXT + name for name in ("tracked-changes", "note-citation", "ruby-text", "hidden-text", "page-number")),
        *(TEXT + name for name in ("placeholder", "script", "page-count")),
        *(OFFICE + name for name in ("annotation", "annotation-end", "forms", "binary-data", "event-listeners")),
        *(f"{{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}}{name}" for name in ("title", "desc")),
    }
)
"""What was deleted, comments, marks of notes, how a word is read, descriptions of pictures."""
INDEXES: Final = frozenset(
    TEXT + f"{name}-index" for name in ("alphabetical", "illustration", "table", "object", "user")
) | {TEXT + "table-of-content"}
BOXES: Final = frozenset({DRAW + "text-box"})
PARAGRAPHS: Final = frozenset({TEXT + "p", TEXT + "h"})
DEEPEST: Final = 100
"""Nesting beyond this is an attack on the stack, not a document."""
MOST_BLANKS: Final = 100
BEFORE_CHARS: Final = 20
HREF: Final = "{http://www.w3.org/1999/xlink}href"
Formula = Callable[[str], str]
"""The formula in the embedded object at a path of the package, "" where it holds none."""


def no_formula(path: str) -> str:
    """What an object says, where none can be opened."""
    return ""


@dataclass
class _Words:
    """What one paragraph says, with what hangs on it."""

    text: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    formulas: int = 0

    def say(self, text: str, *, is_raised: bool) -> None:
        self.text.append(raised(text, "".join(self.text[-BEFORE_CHARS:])) if is_raised else text)

    @property
    def is_formula(self) -> bool:
        """Whether there is nothing but formulas."""
        return self.formulas > 0 and sum(bool(text.strip()) for text in self.text) == self.formulas


@dataclass(frozen=True)
class _Look:
    """How text is set."""

    hidden: bool
    raised: bool = False


@dataclass
class _Item:
    """Where in a list we are; the label goes to the first paragraph of an item."""

    numbers: Numbers
    level: int
    label: str = ""


class Body:
    """Reads ``office:text``; the counters of lists go through it once."""

    def __init__(self, styles: Styles, formula_at: Formula = no_formula) -> None:
        self._styles = styles
        self._formula_at = formula_at

    def sections(self, body: Element) -> list[Section]:
        """Everything that is read, in order; a note follows the paragraph that names it."""
        return list(self._blocks(body, 0, None))

    def _blocks(self, parent: Element, depth: int, item: _Item | None) -> Iterator[Section]:
        for child in parent if depth < DEEPEST else ():
            if child.tag in UNREAD or child.get(TEXT + "display") == "none":
                continue
            if child.tag in PARAGRAPHS:
                yield from self._paragraph(child, depth, item)
            elif child.tag == TEXT + "list":
                yield from self._list(child, depth, item)
            elif child.tag == TABLE + "table":
                yield from self._table(child, depth)
            elif child.tag in INDEXES:
                lines = self._blocks(child, depth + 1, None)
                yield from (Section("toc", line.text) for line in lines)
            elif local(child.tag) not in ("index-source", "table-of-content-source"):
                yield from self._blocks(child, depth + 1, item)

    def _paragraph(self, element: Element, depth: int, item: _Item | None) -> Iterator[Section]:
        name = element.get(TEXT + "style-name", "")
        words = _Words()
        hidden = self._styles.hides("paragraph", name) or element.get(TEXT + "is-hidden") == "true"
        self._collect(element, words, _Look(hidden), 0)
        text = tidy("".join(words.text))
        if text and words.is_formula:
            yield Section("formula", text)
        elif text:
            yield self._section(element, name, text, item)
        for box in words.boxes:
            yield from self._blocks(box, depth + 1, None)
        for note in words.notes:
            told = " ".join(section.text for section in self._blocks(note, depth + DEEPEST // 2, None))
            yield Section("footnote", told)

    def _section(self, element: Element, name: str, text: str, item: _Item | None) -> Section:
        line = " ".join(text.split())
        if element.tag == TEXT + "h":
            level = max(1, number(element.get(TEXT + "outline-level"), 1))
            label = item.label if item else self._styles.outline.label(level, element.get(TEXT + "start-value"))
            line = f"{label} {line}" if label else line
            return Section("heading", line, level=level, title=line)
        if self._styles.is_title(name):
            return Section("title", line, title=line)
        if self._styles.is_caption(name) or (item is None and is_caption(line)):
            return Section("caption", line)
        label = item.label if item else ""
        if item:
            item.label = ""
        if level := heading_level(line):
            return Section("heading", line, level=level, title=line)
        return Section("list_item" if item else "paragraph", f"{label} {text}" if label else text)

    def _collect(self, element: Element, words: _Words, look: _Look, depth: int) -> None:
        """Add the visible text under ``element`` to ``words``, in document order."""
        _say(element.text, words, look)
        for child in element if depth < DEEPEST else ():
            if child.tag == TEXT + "note":
                words.notes += [] if look.hidden else child.findall(TEXT + "note-body")
            elif child.tag in BOXES:
                words.boxes.append(child)
            elif child.tag == DRAW + "object":
                self._formula(child, words, look)
            elif child.tag == TEXT + "s":
                words.text.append(" " * max(1, min(MOST_BLANKS, number(child.get(TEXT + "c"), 1))))
            elif child.tag in (TEXT + "line-break", TEXT + "tab"):
                words.text.append("\n" if child.tag == TEXT + "line-break" else " ")
            elif child.tag not in UNREAD:
                self._collect(child, words, self._look(child, look), depth + 1)
            _say(child.tail, words, look)

    def _look(self, child: Element, outer: _Look) -> _Look:
        name = child.get(TEXT + "style-name", "") if child.tag == TEXT + "span" else ""
        hidden = outer.hidden or child.tag == TEXT + "hidden-paragraph" or self._styles.hides("text", name)
        return _Look(hidden, outer.raised or self._styles.raises(name))

    def _formula(self, child: Element, words: _Words, look: _Look) -> None:
        said = "" if look.hidden else self._formula_at(child.get(HREF, ""))
        if said:
            words.text.append(said)
            words.formulas += 1

    def _list(self, element: Element, depth: int, outer: _Item | None) -> Iterator[Section]:
        name = element.get(TEXT + "style-name", "")
        numbers = self._styles.numbers(name) if name or outer is None else outer.numbers
        level = outer.level + 1 if outer else 1
        continued = element.get(TEXT + "continue-numbering") == "true" or element.get(TEXT + "continue-list")
        if not continued:
            numbers.restart(level)
        for child in element:
            if child.tag == TEXT + "list-item":
                numbered = any(each.tag in PARAGRAPHS for each in child)
                label = numbers.label(level, child.get(TEXT + "start-value")) if numbered else ""
                yield from self._blocks(child, depth + 1, _Item(numbers, level, label))
            elif child.tag == TEXT + "list-header":
                yield from self._blocks(child, depth + 1, _Item(numbers, level))

    def _table(self, table: Element, depth: int) -> Iterator[Section]:
        rows: list[list[Cell]] = [
            [list(self._blocks(cell, depth + 1, None)) for cell in row if cell.tag == TABLE + "table-cell"]
            for row in _rows(table, 0)
        ]
        yield from table_sections(rows)


def _say(text: str | None, words: _Words, look: _Look) -> None:
    """White space in the file is one blank (ODF 1.2, 6.1.2): line ends are elements."""
    if text and not look.hidden:
        words.say(text.replace("\n", " "), is_raised=look.raised)


def _rows(parent: Element, depth: int) -> Iterator[Element]:
    """The rows of a table, also inside its groups and headers."""
    for child in parent if depth < DEEPEST else ():
        if child.tag == TABLE + "table-row":
            yield child
        elif child.tag.startswith(TABLE + "table-") and child.tag != TABLE + "table-cell":
            yield from _rows(child, depth + 1)
