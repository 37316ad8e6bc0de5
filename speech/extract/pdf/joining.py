"""Printed lines put together: hyphens at their ends, accents that TeX prints apart."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from speech.extract.line import Line

SOFT_HYPHEN: Final = "\u00ad"
LONGEST_WORD: Final = 60
COMBINING: Final = {"¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303"}
LINE_HYPHEN: Final = re.compile(r"([^\W\d_]+)[-‐]$")
FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_SPACED_ACCENT: Final = re.compile(r"([¨´ˆ˜])([a-zA-Zı])")


Doubts = tuple[tuple[int, int, float], ...]


@dataclass(frozen=True)
class Words:
    """Words as a document writes them inside its lines.

    ``hyphenated`` are with a hyphen, in small letters; ``whole`` are without one, though capitals stand in them
    (TraceMonkey) and some line's end has one there.
    """

    hyphenated: frozenset[str]
    whole: frozenset[str]


def joined(lines: list[Line], words: Words) -> str:
    """The text of one paragraph; ``words``: how the document writes words elsewhere."""
    texts = [lines[0].text]
    for line in lines[1:]:
        if texts[-1][-1] in "-‐\u00ad":
            texts[-1] = two_joined(texts[-1], line.text, words)
        else:
            texts.append(line.text)
    text = " ".join(texts).replace(SOFT_HYPHEN, "")
    if any(accent in text for accent in COMBINING):
        return _SPACED_ACCENT.sub(_composed, text)
    return text


def two_joined(text: str, more: str, words: Words) -> str:
    """Two lines as one. A hyphen at the end goes, unless the document writes that word with one elsewhere."""
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + more
    cut = LINE_HYPHEN.search(text[-LONGEST_WORD:]) if text[-1] in "-‐" else None
    if not cut:
        return f"{text} {more}"
    after = FIRST_WORD.match(more)
    begun, ended = cut[1], after[0] if after else ""
    if begun + ended in words.whole:
        return text[:-1] + more
    parted = f"{begun}-{ended}".lower()
    # Vietnamese writes syllables apart and hyphenates none: only plain ASCII words are broken at line ends.
    keeps = parted in words.hyphenated or not parted.isascii() or not more[:1].islower()
    return text + more if keeps else text[:-1] + more


def doubts_in(text: str, lines: list[Line]) -> Doubts:
    """The doubtful spans of ``lines`` in what they were joined to: each stands there whole but for its last hyphen."""
    found: list[tuple[int, int, float]] = []
    at = 0
    for line in lines:
        start = text.find(line.text.rstrip("-‐\u00ad"), at)
        if start >= 0:
            found += [(start + first, min(start + last, len(text)), surely) for first, last, surely in line.doubts]
            at = start + 1
    return tuple(found)


def shifted(doubts: Doubts, by: int) -> Doubts:
    """The spans where more text stands before them."""
    return tuple((start + by, end + by, surely) for start, end, surely in doubts)


def _composed(accent: re.Match[str]) -> str:
    """TeX prints "ï" as a diaeresis and a dotless i; put together where that makes one letter."""
    letter = accent[2].replace("ı", "i")
    whole = unicodedata.normalize("NFC", letter + COMBINING[accent[1]])
    return whole if len(whole) == 1 else accent[0]
