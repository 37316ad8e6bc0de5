"""Which lines are headings by how they are worded, in Vietnamese and English."""

import re
from typing import Final

LONGEST_HEADING: Final = 260
"""Titles of articles in Vietnamese laws reach 223 characters."""

LONGEST_CLOSED: Final = 150
"""What is longer and ends like a sentence is the article's text, run on after its number."""

LEVELS: Final = {
    "phần": 1, "quyển": 1, "tập": 1, "part": 1, "book": 1, "volume": 1,
    "chương": 2, "hồi": 2, "chapter": 2,
    "mục": 3, "bài": 3, "section": 3, "lesson": 3,
    "tiểu mục": 4,
    "điều": 5, "article": 5,
}  # fmt: skip
"""The order in which Vietnamese laws and books nest their parts."""

NAMED_LEVEL: Final = 2
"""A preface or a conclusion stands beside the chapters."""

_CLASSES: Final = {
    "part": ("phần", "quyển", "tập", "part", "book", "volume"),
    "chapter": ("chương", "hồi", "chapter"),
    "division": ("mục", "tiểu mục", "section"),
    "lesson": ("bài", "lesson"),
    "article": ("điều", "article"),
}
CLASS_OF: Final = {word: name for name, words in _CLASSES.items() for word in words}

_UNIT: Final = "một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín"
VIETNAMESE_NUMBER: Final = rf"(?:(?:{_UNIT})\s+mươi(?:\s+(?:{_UNIT}))?|mười(?:\s+(?:{_UNIT}))?|{_UNIT})"
ENGLISH_NUMBER: Final = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER: Final = (
    rf"(?:\d{{1,4}}[a-zđ]?|[IVXLCDM]{{1,7}}|thứ\s+(?:nhất|nhì|{VIETNAMESE_NUMBER}|\w+)|{VIETNAMESE_NUMBER}"
    rf"|{ENGLISH_NUMBER})"
)
_NUMBERED: Final = re.compile(
    rf"(?P<word>{'|'.join(sorted(LEVELS, key=len, reverse=True))})\s+{_NUMBER}"
    r"(?P<after>\s*(?:[.:)\-–—/]|$)|\s+(?=\w))(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNNUMBERED: Final = re.compile(
    r"(?:(?:thay )?lời (?:nói đầu|mở đầu|giới thiệu|bạt|tựa|cảm ơn|cám ơn|kết|ngỏ|tác giả|người dịch"
    r"|nhà xuất bản|dẫn|thưa|cam đoan|cuối sách)|mở đầu|phần (?:mở đầu|kết luận|kết)|dẫn nhập|kết luận|đoạn kết"
    r"|vĩ thanh|khai từ|bạt|tựa|mục lục|tài liệu tham khảo"
    r"|preface|foreword|prologue|epilogue|introduction|conclusions?|abstract|(?:table of )?contents|afterword"
    r"|references|bibliography|acknowledge?ments?|dedication|about the author"
    r"|(?:phụ lục|appendix|appendices)"
    r"(?:\s+(?:số\s+)?(?:\d{1,3}[a-z]?|[ivxlc]{1,5}|[a-z]))?(?:\s*[:.–—-]\s*\S.*[^.;,\s])?)\s*[.:]?",
    re.IGNORECASE,
)
STRICT: Final = frozenset(
    {"điều", "article", "mục", "section", "bài", "tập", "phần", "part", "book", "volume", "hồi", "quyển"}
)
"""Sentences begin with these too ("Điều 5 Luật này quy định"): a mark or the end must follow the number."""

_ORDINAL: Final = re.compile(r"\w+\s+thứ\s", re.IGNORECASE)
_LIST_ITEM: Final = re.compile(r"(?:[-–—•●▪◦‣*+]|\(?(?:\d{1,3}|[a-zđ]|[ivx]{1,5})[.)])\s+\S")


def heading_level(text: str) -> int:
    """1-5 for a line worded like a heading ("Chương II. Việc làm", "Lời nói đầu"), 0 for any other."""
    return _worded(" ".join(text.split()))[1]


def heading_class(text: str) -> str:
    """What a line worded like a heading begins: part, chapter, division, lesson, article, named; "" for any other."""
    return _worded(" ".join(text.split()))[0]


def is_bare(text: str) -> bool:
    """Whether a heading is only its word and number ("Chương I:")."""
    line = " ".join(text.split())
    found = _NUMBERED.match(line)
    return found is not None and not found["rest"].strip(" .:-–—") and heading_class(line) != "named"


def _worded(line: str) -> tuple[str, int]:
    closed = line.endswith((".", ":"))
    if not line or len(line) > (LONGEST_CLOSED if closed else LONGEST_HEADING):
        return "", 0
    if _UNNUMBERED.fullmatch(line):
        return "named", NAMED_LEVEL
    found = _NUMBERED.match(line)
    if not found or line.endswith((",", ";")):
        return "", 0
    word = " ".join(found["word"].lower().split())
    after, rest = found["after"].strip(), found["rest"].strip()
    if after or not rest or (rest[0].isupper() and (word not in STRICT or line.isupper() or _ORDINAL.match(line))):
        return CLASS_OF[word], LEVELS[word]
    return "", 0


def is_list_item(text: str) -> bool:
    """Whether a line begins like an item of a list: a dash, a bullet, a number or a letter with a mark."""
    return _LIST_ITEM.match(text) is not None
