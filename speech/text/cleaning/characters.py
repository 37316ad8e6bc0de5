"""Repairs of single characters: controls, look-alikes, wide forms, emoji, tone marks out of order."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from speech.text.cleaning.traced import Edit

LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Everything that is neither ASCII text, nor a Vietnamese or Western letter, nor the punctuation of books.
ODD = re.compile(
    "[^\n\t -~\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b8\u00bb-\u00cf\u00d1-\u00ef"
    "\u00f1-\u0188\u018a-\u0233\u1ea0-\u1ef9–—‘’“”„•…′″₫€]"
)
# A base character and what combines with it. The marks are bounded elsewhere (``MAX_MARKS``).
MARKS: Final = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
CLUSTER = re.compile(f"[^{MARKS}]?[{MARKS}]+")
MAX_MARKS: Final = 6
SHAPE_MARKS: Final = "\u0302\u0306\u031b"  # circumflex, breve, horn: part of the letter, so before the tone
ZERO_WIDTH: Final = frozenset("\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2060\ufeff") | frozenset(
    map(chr, (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2061, 0x2070), *range(0xFE00, 0xFE10)))
)
SAME: Final = {
    "º": "°",
    "ª": "a",
    "Ð": "Đ",
    "ð": "đ",
    "Ɖ": "Đ",
    "ɖ": "đ",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "–",
    "―": "—",
    "⁄": "/",
    "∕": "/",
}
EMOJI: Final = re.compile("[\u231a-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f\u20e3]")
POWERS_AND_SHARES: Final = frozenset("²³½¼¾⅓⅔⅛")
SEPARATE: Final = frozenset(map(chr, (*range(0x2150, 0x215F), *range(0x2460, 0x24EA))))
"""A share or a number in a circle is a word of its own: 2⅕ is no 21/5."""
COMPATIBLE: Final = (
    (0x2160, 0x217F),  # Ⅻ
    (0x24B6, 0x24E9),  # Ⓐ
    (0x3371, 0x33DF),  # ㎡, ㎏
    (0xFB00, 0xFB06),  # ﬁ
    (0xFF01, 0xFF5E),  # Ａ
    (0xFFE0, 0xFFE6),  # ￥
    (0x1D400, 0x1D7FF),  # 𝐀
)
WORDED_SYMBOLS: Final = frozenset("°©®™№℃℉→↔≈≠≤≥±×÷√∞∑∏∆∂∫µ℮")


def line_ends(text: str) -> Iterator[Edit]:
    """Every way to end a line becomes a line feed."""
    for match in LINE_ENDS.finditer(text):
        yield Edit(match.start(), match.end(), "\n")


def odd_characters(text: str) -> Iterator[Edit]:
    """Characters that cannot be said as they stand: repaired, or left out."""
    for match in ODD.finditer(text):
        replacement, code = _repair(match.group())
        if replacement == match.group():
            continue
        before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
        if not replacement and code in ("emoji", "symbol") and before.isalnum():
            replacement = " "  # the words on its two sides stay two words
        elif code == "unusual_form" and match.group() in SEPARATE:
            replacement = " " * before.isdigit() + replacement + " " * after.isalnum()
        yield Edit(match.start(), match.end(), replacement, code)


@lru_cache(maxsize=4096)
def _repair(char: str) -> tuple[str, str]:
    """The replacement of one odd character and the flag's code."""
    category = unicodedata.category(char)
    if char in SAME:
        return SAME[char], "look_alike" if char in "ÐðƉɖ" else ""
    if char in ZERO_WIDTH:
        return "", "invisible_character"
    if category == "Zs":
        return " ", ""
    if category in ("Cc", "Cs", "Co", "Cn", "Cf") or char == "\ufffd":
        return "", "broken_character" if category in ("Cs", "Cn") or char == "\ufffd" else "control_character"
    if EMOJI.match(char) and char not in WORDED_SYMBOLS:
        return "", "emoji"
    return _plainer(char, category)


def _plainer(char: str, category: str) -> tuple[str, str]:
    if category == "Nd":
        return str(unicodedata.decimal(char)), "unusual_form"
    if category == "No" and char not in POWERS_AND_SHARES:
        return unicodedata.normalize("NFKC", char).replace("⁄", "/"), "unusual_form"  # H₂O, ①, ⅕
    if any(first <= ord(char) <= last for first, last in COMPATIBLE):
        return unicodedata.normalize("NFKC", char).replace("⁄", "/"), "unusual_form"
    if category in ("So", "Sk") and char not in WORDED_SYMBOLS:
        return "", "symbol"
    return unicodedata.normalize("NFC", char), ""


def tone_marks(text: str) -> Iterator[Edit]:
    """Letters and their marks composed (NFC), also where the tone came before the letter's own mark."""
    for match in CLUSTER.finditer(text):
        composed, dropped = _compose(match.group())
        if composed != match.group():
            yield Edit(match.start(), match.end(), composed, "excess_marks" if dropped else "decomposed")


@lru_cache(maxsize=4096)
def _composed(cluster: str) -> str:
    decomposed = unicodedata.normalize("NFD", cluster)
    base, marks = decomposed[:1], decomposed[1:]
    ordered = sorted(marks, key=lambda mark: mark not in SHAPE_MARKS)
    return unicodedata.normalize("NFC", base + "".join(ordered))


def _compose(cluster: str) -> tuple[str, bool]:
    """``cluster`` in NFC, cut first: Python orders marks in quadratic time, and nobody says seven of them."""
    kept = cluster[: MAX_MARKS + 1]
    return _composed(kept), len(kept) < len(cluster)
