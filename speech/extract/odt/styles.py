"""What the styles of an ODT say: hidden text, titles, and the numbers that are written before paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.docx.numbering import numeral
from speech.extract.docx.xml import number

STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SHAPES: Final = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
DEEPEST_CHAIN: Final = 20
MOST_LEVELS: Final = 10


@dataclass(frozen=True)
class _Level:
    """How one level of a list is numbered; ``shape`` is "" for bullets and no numbers."""

    shape: str
    prefix: str
    suffix: str
    shown: int
    start: int


@dataclass
class Numbers:
    """The levels of a list style and how far each has been counted."""

    levels: dict[int, _Level]
    counts: dict[int, int] = field(default_factory=dict)

    def restart(self, level: int) -> None:
        """Begin again at ``level`` and below."""
        self.counts = {at: count for at, count in self.counts.items() if at < level}

    def label(self, level: int, start: str | None = None) -> str:
        """Count one more at ``level`` (from 1), or ``start``; what stands before the paragraph, "" for nothing."""
        shape = self.levels.get(level)
        if shape is None:
            return ""
        self.counts[level] = number(start, self.counts.get(level, shape.start - 1) + 1)
        self.restart(level + 1)
        if not shape.shape:
            return ""
        shown = range(max(1, level - shape.shown + 1), level + 1)
        parts = [self._numeral(at) for at in shown if at in self.levels and self.levels[at].shape]
        return f"{shape.prefix}{'.'.join(parts)}{shape.suffix}".strip()

    def _numeral(self, level: int) -> str:
        shape = self.levels[level]
        return numeral(self.counts.get(level, shape.start), shape.shape)


class Styles:
    """Looks up styles by family and name, through their parents."""

    def __init__(self, parts: list[Element]) -> None:
        self._styles = {
            (style.get(STYLE + "family", ""), style.get(STYLE + "name", "")): style
            for part in parts
            for style in part.iter(STYLE + "style")
        }
        self._lists = {
            style.get(STYLE + "name", ""): Numbers(_levels(style))
            for part in parts
            for style in part.iter(TEXT + "list-style")
        }
        outlines = [style for part in parts for style in part.iter(TEXT + "outline-style")]
        self.outline = Numbers(_levels(outlines[-1]) if outlines else {})

    def numbers(self, name: str) -> Numbers:
        """The list style of this name; one without numbers when there is none."""
        return self._lists.get(name) or Numbers({})

    def hides(self, family: str, name: str) -> bool:
        """Whether text in this style is hidden, by itself or by a parent."""
        said = (
            properties.get(TEXT + "display")
            for style in self._chain(family, name)
            for properties in style.iter(STYLE + "text-properties")
        )
        return next((value == "none" for value in said if value is not None), False)

    def raises(self, name: str) -> bool:
        """Whether text in this style stands above the line."""
        said = (
            properties.get(STYLE + "text-position")
            for style in self._chain("text", name)
            for properties in style.iter(STYLE + "text-properties")
        )
        position = next((value for value in said if value), "").split(" ")[0]
        return position == "super" or (position.endswith("%") and number(position[:-1]) > 0)

    def is_caption(self, name: str) -> bool:
        """Whether a paragraph style is that of captions: Writer has one for each kind of thing, made from it."""
        return any(style.get(STYLE + "name") == "Caption" for style in self._chain("paragraph", name))

    def is_title(self, name: str) -> bool:
        """Whether a paragraph style is the book's title or made from it."""
        return any(style.get(STYLE + "name") == "Title" for style in self._chain("paragraph", name))

    def _chain(self, family: str, name: str | None) -> Iterator[Element]:
        for _ in range(DEEPEST_CHAIN):
            style = self._styles.get((family, name or ""))
            if style is None:
                return
            yield style
            name = style.get(STYLE + "parent-style-name")


def _levels(style: Element) -> dict[int, _Level]:
    return {
        level: _Level(
            SHAPES.get(each.get(STYLE + "num-format", ""), ""),
            each.get(STYLE + "num-prefix", ""),
            each.get(STYLE + "num-suffix", ""),
            min(MOST_LEVELS, number(each.get(TEXT + "display-levels"), 1)),
            number(each.get(TEXT + "start-value"), 1),
        )
        for each in style
        if 0 < (level := number(each.get(TEXT + "level"))) <= MOST_LEVELS
    }
