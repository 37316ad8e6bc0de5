"""The font table and the stylesheet of an RTF: what bytes mean in a font, what a paragraph's style is called."""

from dataclasses import dataclass, field
from typing import Final

from speech.extract.docx.styles import CAPTION_NAMES, CONTENTS_NAMES, HEADING_NAME, TITLE_NAMES
from speech.extract.legacy.bytes import western
from speech.extract.legacy.fonts import encoding_of_font

CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    254: "cp437", 255: "cp850",
}  # fmt: skip
PAGES: Final = frozenset({*CHARSETS.values(), "cp1252", "cp437", "cp850", "cp852", "cp866", "cp936", "cp950"})
SYMBOLS: Final = 2
BODY_LEVEL: Final = 9


@dataclass
class Font:
    """One entry of the font table."""

    name: str = ""
    charset: int = 0
    page: str = ""


@dataclass
class Style:
    """One entry of the stylesheet: what it is called, its outline level (``BODY_LEVEL``: none)."""

    name: str = ""
    level: int = BODY_LEVEL

    @property
    def heading(self) -> int:
        """1-9 for the style of a heading, else 0."""
        if self.level < BODY_LEVEL:
            return self.level + 1
        named = HEADING_NAME.match(self.name)
        return int(named[1]) if named else 0

    @property
    def is_title(self) -> bool:
        return self.name.lower() in TITLE_NAMES

    @property
    def is_contents(self) -> bool:
        return self.name.lower().startswith("toc ") or self.name.lower() in CONTENTS_NAMES

    @property
    def is_caption(self) -> bool:
        return self.name.lower() in CAPTION_NAMES


@dataclass
class Tables:
    """What the head of the file declares, filled while it is read."""

    page: str = "cp1252"
    usual_font: int = 0
    fonts: dict[int, Font] = field(default_factory=dict)
    styles: dict[int, Style] = field(default_factory=dict)

    def font_name(self, number: int) -> str:
        return self.fonts.get(number, Font()).name

    def decode(self, data: bytes, number: int) -> str:
        """Bytes set in this font. Old Vietnamese fonts call themselves Western, Turkish or symbols: they are bytes."""
        font = self.fonts.get(number, Font())
        if encoding_of_font(font.name):
            return western(data)
        if font.charset == SYMBOLS:
            return ""
        page = font.page or CHARSETS.get(font.charset, self.page)
        return western(data) if page == "cp1252" else data.decode(page, "replace")


def code_page(number: int | None, otherwise: str = "") -> str:
    """Python's name of a Windows code page that we know."""
    name = f"cp{number}"
    return name if name in PAGES else otherwise
