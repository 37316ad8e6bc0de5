"""What one paragraph of a DOCX says, run by run, with what hangs on it; fields are followed from one to the next."""

from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.docx.styles import Styles
from speech.extract.docx.xml import OFF, W, value
from speech.extract.formula import linear
from speech.extract.legacy.fonts import Run
from speech.extract.raised import raised
from speech.extract.xml_parts import local

PROPERTIES: Final = ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr")
REMOVED: Final = ("del", "moveFrom", "delText", "delInstrText", "rt", "fldData", "ffData")
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SKIPPED: Final = frozenset({FALLBACK, *(W + name for name in (*PROPERTIES, *REMOVED))})
"""What is deleted, moved away, or a second copy of a drawing for older programs."""

LITERAL: Final = {
    W + "tab": " ",
    W + "ptab": " ",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",  # the letter ư of TCVN3, which LibreOffice writes as this element
}
NOTES: Final = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
FORMULAS: Final = frozenset({"oMath", "oMathPara"})
CONTENTS: Final = ("TOC", "INDEX", "TOA")
"""Fields that Word fills with a table of contents or an index."""
DEEPEST: Final = 100
"""Nesting beyond this is an attack on the stack, not a document."""
BEFORE_CHARS: Final = 20


@dataclass(frozen=True)
class Look:
    """How text is set: whether it is hidden or raised, and the name of its font, "" where nothing says."""

    hidden: bool
    font: str
    raised: bool = False


@dataclass
class Words:
    """What one paragraph says, with what hangs on it."""

    runs: list[Run] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    is_contents: bool = False
    formulas: int = 0

    def say(self, text: str, look: Look) -> None:
        if look.raised:
            before = "".join(said for _, said in self.runs[-BEFORE_CHARS:])[-BEFORE_CHARS:]
            text = raised(text, before)
        if text:
            self.runs.append((look.font, text))

    def add_formula(self, text: str) -> None:
        if text:
            self.formulas += 1
            self.runs.append(("", text))

    @property
    def is_formula(self) -> bool:
        """Whether there is nothing but formulas."""
        return self.formulas > 0 and sum(bool(text.strip()) for _, text in self.runs) == self.formulas


class Collector:
    """Reads paragraphs in the order of the document: a field may begin in one and end in another."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[str] = []

    def words(self, paragraph: Element) -> Words:
        """What is visible in ``paragraph``."""
        properties = paragraph.find(W + "pPr")
        words = Words(is_contents=self._in_contents())
        self._collect(paragraph, words, Look(self._styles.hides(properties), self._styles.font_of(properties)), 0)
        return words

    def _collect(self, element: Element, words: Words, look: Look, depth: int) -> None:
        for child in element if depth < DEEPEST else ():
            tag = child.tag
            if tag in SKIPPED:
                continue
            if tag == W + "r":
                self._collect(child, words, self._run_look(child, look), depth + 1)
            elif tag in (W + "fldChar", W + "instrText"):
                self._field(child, words)
            elif tag == W + "txbxContent":
                words.boxes.append(child)
            elif tag == W + "sdt" and is_placeholder(child):
                continue
            elif not self._said(child, words, look):
                self._collect(child, words, look, depth + 1)

    def _said(self, child: Element, words: Words, look: Look) -> bool:
        """Put down what says something by itself; False for what only holds other elements."""
        is_text = child.tag.endswith("}t") or child.tag in LITERAL
        is_formula = local(child.tag) in FORMULAS
        if not (is_text or is_formula or child.tag in NOTES):
            return False
        if look.hidden:
            return True
        if child.tag in NOTES:
            words.notes.append((NOTES[child.tag], child.get(W + "id", "")))
        elif is_formula:
            words.add_formula(linear(child))
        else:
            words.say(LITERAL.get(child.tag) or child.text or "", look)
        return True

    def _field(self, child: Element, words: Words) -> None:
        """Follow a field (17.16.18): its code is between "begin" and "separate", its result up to "end"."""
        if child.tag == W + "instrText":
            self._fields[-1:] = [f"{each}{child.text or ''}" for each in self._fields[-1:]]
            return
        kind = child.get(W + "fldCharType")
        if kind == "begin" and len(self._fields) < DEEPEST:
            self._fields.append("")
        elif kind == "separate":
            words.is_contents = words.is_contents or self._in_contents()
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _in_contents(self) -> bool:
        return any(code.strip().upper().startswith(CONTENTS) for code in self._fields)

    def _run_look(self, run: Element, paragraph: Look) -> Look:
        properties = run.find(W + "rPr")
        hidden = self._styles.is_hidden(properties) or (paragraph.hidden and value(properties, "vanish") is None)
        return Look(hidden, self._styles.run_font(properties) or paragraph.font, self._styles.is_raised(properties))


def is_placeholder(control: Element) -> bool:
    """Whether a content control only shows what is to be typed into it (17.5.2.39)."""
    shown = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    return shown is not None and shown.get(W + "val", "true") not in OFF
