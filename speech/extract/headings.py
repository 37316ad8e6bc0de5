"""Which lines are headings by how they are worded, in Vietnamese and English."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from speech.types import Section

LONGEST_HEADING: Final = 260
"""Titles of articles in Vietnamese laws reach 223 characters."""

LONGEST_CLOSED: Final = 150
"""What is longer and ends like a sentence is the article's text, run on after its number."""

LEVELS: Final = {
    "phần": 1, "quyển": 1, "tập": 1, "part": 1, "book": 1,
    "chương": 2, "hồi": 2, "chapter": 2,
    "mục": 3, "bài": 3, "section": 3, "lesson": 3,
    "tiểu mục": 4,
    "điều": 5, "article": 5,
}  # fmt: skip
"""The order in which Vietnamese laws and books nest their parts."""

_NUMBER: Final = (
    r"(?:\d{1,4}[a-zđ]?|[IVXLCDM]{1,7}|thứ\s+\w+|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười(?:\s+\w+)?"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_NUMBERED: Final = re.compile(
    rf"(?P<word>{'|'.join(sorted(LEVELS, key=len, reverse=True))})\s+{_NUMBER}"
    r"(?P<after>\s*(?:[.:)\-–—/]|$)|\s+(?=\w))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNNUMBERED: Final = re.compile(
    r"(?:lời (?:nói đầu|mở đầu|giới thiệu|bạt|tựa|cảm ơn|kết)|mở đầu|kết luận|phụ lục(?:\s+\w{1,4})?|mục lục"
    r"|tài liệu tham khảo|preface|foreword|prologue|epilogue|introduction|conclusion|abstract|contents"
    r"|references|bibliography|appendix(?:\s+\w{1,4})?|acknowledge?ments?)\s*[.:]?",
    re.IGNORECASE,
)
STRICT: Final = frozenset({"điều", "article", "mục", "section", "bài", "tập", "phần", "part", "book"})
"""Sentences begin with these too ("Điều 5 Luật này quy định"): a mark or the end must follow the number."""

_BARE: Final = re.compile(rf"(?:{'|'.join(LEVELS)})\s+{_NUMBER}\s*[.:\-–—]?", re.IGNORECASE)
_LIST_ITEM: Final = re.compile(r"(?:[-–—•●▪◦‣*+]|\(?(?:\d{1,3}|[a-zđ]|[ivx]{1,5})[.)])\s+\S")


def heading_level(text: str) -> int:
    """1-5 for a line worded like a heading ("Chương II. Việc làm", "Lời nói đầu"), 0 for any other."""
    line = " ".join(text.split())
    closed = line.endswith((".", ":"))
    if not line or len(line) > (LONGEST_CLOSED if closed else LONGEST_HEADING):
        return 0
    if _UNNUMBERED.fullmatch(line):
        return 2
    found = _NUMBERED.match(line)
    if not found or line.endswith((",", ";")):
        return 0
    word = " ".join(found["word"].lower().split())
    after, rest = found["after"].strip(), found["rest"].strip()
    if after or not rest:
        return LEVELS[word]
    return LEVELS[word] if word not in STRICT and rest[0].isupper() else 0


def is_list_item(text: str) -> bool:
    """Whether a line begins like an item of a list: a dash, a bullet, a number or a letter with a mark."""
    return _LIST_ITEM.match(text) is not None


def with_titles(sections: Iterable[Section]) -> list[Section]:
    """Headings that are a bare number ("Chương I") take the line in capitals below them as their title."""
    joined: list[Section] = []
    for section in sections:
        if joined and _is_bare(joined[-1]) and _is_title(section):
            bare = joined[-1]
            title = f"{bare.text.rstrip('.:-–— ')}. {section.text}"
            joined[-1] = replace(bare, text=f"{bare.text}\n{section.text}", title=title)
        else:
            joined.append(section)
    return joined


def _is_bare(section: Section) -> bool:
    return section.kind == "heading" and _BARE.fullmatch(section.text) is not None


def _is_title(section: Section) -> bool:
    titled = section.kind in ("paragraph", "heading") and section.text.isupper()
    return titled and len(section.text) <= LONGEST_HEADING and heading_level(section.text) == 0
