"""Text files of one byte a letter: which of the Vietnamese code pages, by the syllables it makes; else Western."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from speech.extract.legacy.tables import TCVN5712, VISCII, VPS
from speech.extract.legacy.tcvn_vni import decode
from speech.text import compose
from speech.text.syllables import is_syllable

SAMPLE_BYTES: Final = 200_000
LEAST_SHARE: Final = 0.6
"""Of the words with a byte above 0x7F that must be syllables: French reaches a fifth, Vietnamese nearly all."""
COMMON_WORDS: Final = """
và của các có được là cho không trong người những một với này để đã ra đến từ khi như về theo tại số điều ở năm ngày
tháng nhà nước việc phải đó họ tôi ông bà chúng cũng đi lại thì mà nhưng rất hơn lên vào chỉ còn nhiều thể sự quy định
việt đồng bộ đầu sau trên dưới đây gì nào thế làm mới học
"""
COMMON: Final = frozenset(COMMON_WORDS.split())
"""Words that any text has: they part code pages which both make syllables of it."""
_TOKEN: Final = re.compile(rb"[^\s!-@\[-`{-\x7f]+")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
LEAST_WORDS: Final = 2
LEAST_MARKED: Final = 0.2
"""Of all words, how many have such a byte; in Vietnamese two of three."""
_UNDEFINED: Final = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
_EDGES: Final = "\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u00ab\u00bb\u2022\u00a0"
_WORD: Final = re.compile(r"[^\W\d_]+")


def western(data: bytes) -> str:
    """Windows-1252; the five bytes that it leaves out are those of ISO 8859-1."""
    return data.decode("cp1252", "surrogateescape").translate(_UNDEFINED)


def _page(letters: dict[int, str]) -> Callable[[bytes], str]:
    return lambda data: data.decode("latin-1").translate(letters)


PAGES: Final[dict[str, Callable[[bytes], str]]] = {
    "tcvn3": lambda data: decode(western(data), "tcvn3"),
    "vni": lambda data: decode(western(data), "vni"),
    "windows-1258": lambda data: compose(data.decode("cp1258", "replace")),
    "viscii": _page(VISCII),
    "vps": _page(VPS),
    "tcvn5712": _page(TCVN5712),
}
"""In the order in which they were common: the first of equals is taken."""


def decode_bytes(data: bytes) -> str:
    """The text of a file that is not Unicode."""
    page = page_of(data)
    return PAGES[page](data) if page else western(data)


def page_of(data: bytes) -> str:
    """The key of the Vietnamese code page of ``data``, "" when it is in none."""
    words = _TOKEN.findall(data[:SAMPLE_BYTES])
    tokens = Counter(word for word in words if _HIGH.search(word))
    if tokens.total() < max(LEAST_WORDS, LEAST_MARKED * len(words)):
        return ""
    judged = {key: _judge(tokens, page) for key, page in PAGES.items()}
    best = max(judged, key=lambda key: judged[key].likeness)
    return best if judged[best].share >= LEAST_SHARE else ""


@dataclass
class _Judged:
    """Words that a code page makes of the tokens: how many, how many syllables, how many everyday ones."""

    words: int = 0
    syllables: int = 0
    common: int = 0

    @property
    def share(self) -> float:
        return self.syllables / self.words if self.words else 0.0

    @property
    def likeness(self) -> float:
        return (self.syllables + self.common) / self.words if self.words else 0.0


def _judge(tokens: Counter[bytes], page: Callable[[bytes], str]) -> _Judged:
    judged = _Judged()
    for token, count in tokens.items():
        text = page(token).strip(_EDGES).lower()
        if not text:  # a dash or a quotation mark: it says nothing
            continue
        words = _WORD.findall(text)
        whole = "".join(words) == text and all(map(is_syllable, words))
        judged.words += count
        judged.syllables += count * whole
        judged.common += count * (text in COMMON)
    return judged
