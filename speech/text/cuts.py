"""Where a stretch of text that is too long can be cut: what a place is worth, and the best one near an aim."""

import re
import unicodedata
from collections.abc import Iterator
from math import ceil
from typing import Final

CLAUSE = re.compile(r"(?:[,;:…!?)”»]|(?<!\d)(?<!\d\s)[–—])[\"'”’»)]*$")
_CONNECTIVES: Final = """
và nhưng mà vì nên để khi nếu thì hoặc hay rồi bởi do tuy dù mặc song còn nhằm nhờ cho đồng trong ngoài tại từ theo sau
trước với cùng như rằng bằng giữa qua vào đến
and but or because so that when if while which who whose where although though then after before with until unless
"""
CONNECTIVES: Final = frozenset(_CONNECTIVES.split())
GRAPHEME_EXTENDERS: Final = ("Mn", "Me", "Mc", "Cf", "Sk")
LOOK: Final = 24

AFTER_CLAUSE, BEFORE_CONNECTIVE, BETWEEN_WORDS, INSIDE_NAME, INSIDE_WORD = range(5)
COSTS: Final = (0.0, 0.25, 0.7, 1.2, 6.0)
"""What a cut there costs, against cutting a whole length away from where the pieces would be equal."""


def kind_of(before: str, after: str) -> int:
    """What lies between two neighbouring stretches of text: the end of a clause, or something worse to cut at."""
    if not before[-1:].isspace() and not after[:1].isspace():
        return INSIDE_WORD
    left, right = before.rstrip(), after.lstrip()
    if CLAUSE.search(left[-4:]):
        return AFTER_CLAUSE
    last, following = left[-LOOK:].rpartition(" ")[2], right[:LOOK].partition(" ")[0]
    if following.lower() in CONNECTIVES:
        return BEFORE_CONNECTIVE
    if last[-1:] == "." or any(map(str.isdigit, last + following)) or (last[:1].isupper() and following[:1].isupper()):
        return INSIDE_NAME
    return BETWEEN_WORDS


def cost(kind: int, size: float, aim: float) -> float:
    """How bad it is to cut at a place of ``kind`` when ``aim`` was wanted and ``size`` is got."""
    return COSTS[kind] + abs(size - aim) / aim


def cut(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """``[start, end)`` in contiguous spans of at most ``limit`` characters, of about equal length.

    Cuts after clause marks where there are any, else before connectives, else between words, and inside
    a word only when it fills it all, but then not inside a grapheme.
    """
    while end - start > limit:
        at = _best_cut(text, start, end, limit)
        yield start, at
        start = at
    if end > start:
        yield start, end


def _best_cut(text: str, start: int, end: int, limit: int) -> int:
    aim = (end - start) / ceil((end - start) / limit)
    best, least = 0, float("inf")
    for at in range(start + 1, start + limit + 1):
        if not text[at - 1].isspace() or text[at].isspace():
            continue
        kind = kind_of(text[max(start, at - LOOK) : at], text[at : at + LOOK])
        if (price := cost(kind, at - start, aim)) < least:
            best, least = at, price
    return best or _grapheme_edge(text, start, start + limit)


def _grapheme_edge(text: str, start: int, latest: int) -> int:
    """The last edge between graphemes up to ``latest``; ``latest`` itself when one grapheme fills it all."""
    at = latest
    while at > start and (unicodedata.category(text[at]) in GRAPHEME_EXTENDERS or text[at - 1] == "\u200d"):
        at -= 1
    return at if at > start else latest
