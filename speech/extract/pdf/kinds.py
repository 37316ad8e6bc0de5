"""What a paragraph of a printed page is by its words and letters: caption, formula, table of contents, code."""

import re
import unicodedata
from typing import Final

from speech.extract.line import Line

LONGEST_CAPTION: Final = 600
LONGEST_RUN_ON: Final = 200
"""A caption whose number no mark follows ("Hình 3 Sơ đồ khối") is short; longer is a sentence about the figure."""
MATH_SHARE: Final = 0.5
LONGEST_FORMULA_WORD: Final = 2
FRONT_PAGES: Final = 4
LONGEST_FRONT: Final = 1000

_NUMBER: Final = r"(?:\d{1,3}(?:[.\-–]\d{1,3})*[a-z]?|[IVX]{1,5}|[A-Z]\.?\d{1,3})"
_CAPTION: Final = re.compile(
    r"(?:hình(?:\s+(?:vẽ|ảnh))?|bảng(?:\s+biểu)?|biểu(?:\s+đồ)?|sơ\s+đồ|đồ\s+thị|lược\s+đồ|bản\s+đồ|ảnh"
    r"|figure|fig\.?|table|chart|diagram|photo|plate|scheme|listing|exhibit|algorithm)"
    rf"\s+(?:số\s+)?{_NUMBER}(?P<mark>\s*[.:)–—-]|\s*$)?\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEADERS: Final = re.compile(r"(?:[.·…_]\s?){4,}\s*(?:\d{1,4}|[ivxlc]{1,7})\s*$|…{2,}\s*\d{1,4}\s*$", re.IGNORECASE)
_ENDS_IN_PAGE: Final = re.compile(r"\S\s+(?:\d{1,4}|[ivxlc]{1,6})$")
_CONTENTS: Final = re.compile(r"(?:mục\s+lục|(?:table\s+of\s+)?contents)\s*[.:]?", re.IGNORECASE)
_IMPRINT: Final = re.compile(
    r"\bISBN\b|\bISSN\b|(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:by\s+)?\d{4}|all rights reserved|permission to make digital"
    r"|(?:giữ|bảo lưu) (?:bản quyền|mọi quyền)|in xong và nộp lưu chiểu"
    r"|số đăng ký kế hoạch xuất bản|giấy phép xuất bản số",
    re.IGNORECASE,
)
_WORDS: Final = re.compile(r"[^\W\d_]{3,}")
_SIGNS: Final = frozenset("=+−×÷±≤≥≠≈∑∏∫√∂∞∈∉⊂⊆∪∩∀∃→⇒⇔∝∇·^_|{}[]()/*<>")


def is_caption(text: str) -> bool:
    """Whether a paragraph names a figure or a table, rather than speaking about one ("Bảng 2 cho thấy ...")."""
    found = _CAPTION.match(text) if len(text) <= LONGEST_CAPTION else None
    if not found:
        return False
    if found["mark"] is not None or not found["rest"]:
        return True
    return found["rest"][0].isupper() and len(text) <= LONGEST_RUN_ON


def has_leaders(text: str) -> bool:
    """Whether a line of a table of contents: dots lead to the number of a page."""
    dotted = "..." in text or ". . ." in text or "…" in text or "···" in text or "___" in text
    return dotted and _LEADERS.search(text) is not None


def is_contents(text: str) -> bool:
    """Whether the heading of a table of contents."""
    return _CONTENTS.fullmatch(text) is not None


def ends_in_page(text: str) -> bool:
    """Whether the last word could be the number of a page."""
    return _ENDS_IN_PAGE.search(text) is not None


def is_formula(lines: list[Line], text: str) -> bool:
    """Whether next to nothing of it is words: letters of a font for formulas, or signs between single letters."""
    letters = [char for char in text if not char.isspace()]
    if not letters or len(_WORDS.findall(text)) > LONGEST_FORMULA_WORD:
        return False
    math = sum(line.math * len(line.text) for line in lines) / sum(len(line.text) for line in lines)
    if math >= MATH_SHARE:
        return len(letters) > 1
    signs = sum(map(_is_sign, letters))
    return any(map(_is_relation, letters)) and signs >= MATH_SHARE * len(letters) / 2 and not _WORDS.search(text)


def _is_sign(char: str) -> bool:
    return char in _SIGNS or "\U0001d400" <= char <= "\U0001d7ff" or unicodedata.category(char) == "Sm"


def _is_relation(char: str) -> bool:
    return char == "=" or (unicodedata.category(char) == "Sm" and char not in "+<>|~")


def is_imprint(text: str, page: int) -> bool:
    """Whether it is the printer's and not the author's: who may copy it, its numbers."""
    return page <= FRONT_PAGES and len(text) <= LONGEST_FRONT and _IMPRINT.search(text) is not None
