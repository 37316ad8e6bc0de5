"""What the styles of a DOCX say about paragraphs: headings and their level, lists, hidden text."""

import re
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.docx.xml import W, is_on, number, value

DEEPEST_CHAIN: Final = 20
BODY_LEVEL: Final = 9
HEADING_NAME: Final = re.compile(r"(?:heading|tiêu đề|đầu đề)\s*([1-9])", re.IGNORECASE)
TITLE_NAMES: Final = frozenset({"title", "tiêu đề", "tên sách"})
CAPTION_NAMES: Final = frozenset({"caption", "chú thích", "illustration", "figure", "drawing"})
"""LibreOffice has a style for the captions of each kind of thing, made from "caption"."""
CONTENTS_NAMES: Final = frozenset(
    {"toc heading", "table of figures", "contents heading", "index heading", "toa heading", "table of authorities"}
)


class Styles:
    """Looks up styles by their id, through the chain of styles they are based on."""

    def __init__(self, part: Element | None) -> None:
        found = part.iter(W + "style") if part is not None else ()
        self._styles = {style.get(W + "styleId", ""): style for style in found}
        self._usual = next((key for key, style in self._styles.items() if _is_usual(style)), None)
        self._defaults = part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if part is not None else None

    def chain(self, style_id: str | None) -> list[Element]:
        """The style and what it is based on, nearest first; a cycle ends after a few steps."""
        chain: list[Element] = []
        while style_id in self._styles and len(chain) < DEEPEST_CHAIN:
            style = self._styles[style_id or ""]
            chain.append(style)
            style_id = value(style, "basedOn")
        return chain

    def is_hidden(self, run_properties: Element | None) -> bool:
        """Whether a run with these properties is hidden (17.3.2.41), by itself or by its style."""
        own = is_on(run_properties, "vanish")
        if own is not None:
            return own
        chain = self.chain(value(run_properties, "rStyle"))
        said = (is_on(style.find(W + "rPr"), "vanish") for style in chain)
        return next((hidden for hidden in said if hidden is not None), False)

    def hides(self, properties: Element | None) -> bool:
        """Whether the style of a paragraph with these properties hides its text."""
        chain = self.chain(value(properties, "pStyle"))
        said = (is_on(style.find(W + "rPr"), "vanish") for style in chain)
        return next((hidden for hidden in said if hidden is not None), False)

    def run_font(self, run_properties: Element | None) -> str:
        """The font of a run's letters above ASCII, by itself or by its character style; "" where neither says."""
        chain = self.chain(value(run_properties, "rStyle"))
        return _first_font([run_properties, *(style.find(W + "rPr") for style in chain)])

    def font_of(self, properties: Element | None) -> str:
        """The font that the style of a paragraph with these properties gives its text."""
        chain = self.chain(value(properties, "pStyle") or self._usual)
        return _first_font([*(style.find(W + "rPr") for style in chain), self._defaults])

    def names(self, properties: Element | None) -> list[str]:
        """The names of a paragraph's style and of those it is based on, in lower case."""
        return [(value(style, "name") or "").lower() for style in self.chain(value(properties, "pStyle"))]

    def outline_level(self, properties: Element | None) -> int:
        """1-9 for a heading by outline level or by its style's name, else 0."""
        for level in self._outline_levels(properties):
            return level + 1 if 0 <= level < BODY_LEVEL else 0
        named = (HEADING_NAME.match(name) for name in self.names(properties))
        return next((int(found[1]) for found in named if found), 0)

    def _outline_levels(self, properties: Element | None) -> list[int]:
        chain = [properties, *(style.find(W + "pPr") for style in self.chain(value(properties, "pStyle")))]
        return [number(level, BODY_LEVEL) for each in chain if (level := value(each, "outlineLvl")) is not None]

    def is_title(self, properties: Element | None) -> bool:
        return bool(TITLE_NAMES.intersection(self.names(properties)))

    def is_contents(self, properties: Element | None) -> bool:
        """Whether this is a line of the table of contents, which Word made from the headings."""
        return any(name.startswith("toc ") or name in CONTENTS_NAMES for name in self.names(properties))

    def is_caption(self, properties: Element | None) -> bool:
        return bool(CAPTION_NAMES.intersection(self.names(properties)))

    def is_raised(self, run_properties: Element | None) -> bool:
        """Whether a run is set above the line, by itself or by its character style."""
        chain = [run_properties, *(style.find(W + "rPr") for style in self.chain(value(run_properties, "rStyle")))]
        said = (value(each, "vertAlign") for each in chain)
        return next((each == "superscript" for each in said if each is not None), False)

    def numbering(self, properties: Element | None) -> tuple[str | None, int]:
        """The number list of a paragraph and its level in it, its own or its style's; None without one."""
        chain = [properties, *(style.find(W + "pPr") for style in self.chain(value(properties, "pStyle")))]
        found = [each for each in chain if value(each, "numPr/numId") is not None]
        if not found:
            return None, 0
        levels = (value(each, "numPr/ilvl") for each in chain)
        level = next((level for level in levels if level is not None), None)
        return value(found[0], "numPr/numId"), number(level)


def _is_usual(style: Element) -> bool:
    """Whether this is what paragraphs without a style of their own have."""
    return style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on")


def _first_font(chain: list[Element | None]) -> str:
    fonts = (properties.find(W + "rFonts") for properties in chain if properties is not None)
    names = (font.get(W + "hAnsi") or font.get(W + "ascii") for font in fonts if font is not None)
    return next((name for name in names if name), "")
