"""Old encodings told by the text itself: what makes Vietnamese syllables of words that are none as they stand.

A word speaks for an encoding when decoding changes it. Words with letters that only Unicode has (ơ, ế) never do.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from speech.extract.legacy.tcvn_vni import ENCODINGS, Encoding, decode
from speech.text.syllables import is_syllable

SAMPLE_CHARS: Final = 200_000
LEAST_WORDS: Final = 3
LEAST_SHARE: Final = 0.8
"""Of the words that are no syllables as they stand, how many must become some."""
MOST_OTHERS: Final = 4.0
"""A text with this many more words that stand right needs no repair of the whole: its Latin letters are meant."""
MOST_UNICODE: Final = 0.1
"""Of the texts known to be old, as many may be in Unicode in a document that is old as a whole."""

_TOKEN: Final = re.compile(r"[^\s\x00-@\[-`{-\x7f\u2013-\u201f\u2026\u00ab\u00bb]+")
_LATIN: Final = re.compile(r"[\u00a1-\u00ff\uf0a0-\uf0ff]")
_TELLTALE: Final = re.compile(
    "[\u00a1-\u00ff\uf0a0-\uf0ff](?:(?<=[A-Za-z][\u00a1-\u00bf\uf0a0-\uf0ff])|(?<=[\u00a1-\u00bf])(?=[a-z])"
    "|(?<=[a-z][À-Þ])|(?<=[AEOUYÔÖaeouyôö][ÙØÛÕÏùøûõï])|(?<=[AEOaeo][ÂÁÀÅÃÄâáàåãä])|(?<=[Aa][ÊÉÈÚÜËêéèúüë]))"
)  # a set first: found five times faster
"""Signs inside words, capitals after small letters, marked letters after vowels: without one, nothing is to be told."""
_UNICODE: Final = re.compile(r"[ăĂđĐơƠưƯĩĨũŨ\u0300-\u036f\u1ea0-\u1ef9]")
_SIGNS: Final = "°®²³"
"""What may stand behind a word without being of it: tháng³."""
_WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Standing:
    """Words of a text that decoding would change: right as they stand, wrong, and what makes syllables of the wrong."""

    right: int
    wrong: int
    cured: dict[Encoding, int]

    @property
    def best(self) -> Encoding:
        return max(ENCODINGS, key=lambda encoding: self.cured[encoding])

    @property
    def share(self) -> float:
        return self.cured[self.best] / self.wrong if self.wrong else 0.0


def standing(text: str) -> Standing:
    """What the words of ``text`` (the first of them, in a long one) say about its encoding."""
    tokens = Counter(token for token in _TOKEN.findall(text[:SAMPLE_CHARS]) if _LATIN.search(token))
    right = sum(count for token, count in tokens.items() if _is_right(token))
    wrong = {token: count for token, count in tokens.items() if not _is_right(token)}
    cured = {each: sum(count for token, count in wrong.items() if _cures(token, each)) for each in ENCODINGS}
    return Standing(right, sum(wrong.values()), cured)


def looks_old(text: str) -> bool:
    """Whether anything in ``text`` hints at an old encoding: a cheap look."""
    return not text.isascii() and _TELLTALE.search(text) is not None


def encoding_of_text(text: str) -> Encoding | None:
    """The old encoding of ``text``, None for Unicode and for what is too short or too mixed to tell."""
    if not looks_old(text):
        return None
    found = standing(text)
    clear = found.cured[found.best] >= LEAST_WORDS and found.share >= LEAST_SHARE
    return found.best if clear and found.right <= MOST_OTHERS * found.wrong else None


def speaks_against(text: str, encoding: Encoding) -> bool:
    """Whether decoding would spoil more words than it cures: Unicode in a font that was made for ``encoding``."""
    tokens = Counter(_TOKEN.findall(text))
    spoiled = sum(count for token, count in tokens.items() if _is_right(token) and _spoils(token, encoding))
    cured = sum(count for token, count in tokens.items() if not _is_right(token) and _cures(token, encoding))
    return spoiled > cured


def repaired(texts: Sequence[str]) -> list[str]:
    """``texts`` (paragraphs of one document) in Unicode, each by itself; short ones follow what the others are in."""
    found = [encoding_of_text(text) for text in texts]
    known = Counter(encoding for encoding in found if encoding)
    if not known:
        return list(texts)
    usual = known.most_common(1)[0][0]
    unicode = sum(_UNICODE.search(text) is not None for text in texts)
    alone = MOST_UNICODE * known.total() >= unicode
    return [
        _repair(text, own) if own else follow(text, usual, alone=alone) for text, own in zip(texts, found, strict=True)
    ]


def follow(text: str, usual: Encoding, *, alone: bool = False) -> str:
    """A text too short to judge by itself, amid others in ``usual``: decoded when that cures most of what is wrong.

    ``alone``: where next to nothing is in Unicode, decoded unless it is clearly something else.
    """
    if not _LATIN.search(text):
        return text
    told = standing(text)
    clear = 2 * told.cured[usual] > told.wrong
    return _repair(text, usual) if clear or (alone and told.wrong < LEAST_WORDS) else text


def _repair(text: str, encoding: Encoding) -> str:
    """Decoded whole; beside words in Unicode, from a word that is none as it stands on to the next one in Unicode."""
    if not _UNICODE.search(text):
        return decode(text, encoding)
    old = False

    def unify(token: re.Match[str]) -> str:
        nonlocal old
        if _UNICODE.search(token[0]):
            old = False
        elif _LATIN.search(token[0]) and _cures(token[0], encoding):
            old = old or not _is_right(token[0])
        else:
            return token[0]
        return decode(token[0], encoding) if old else token[0]

    return _TOKEN.sub(unify, text)


@lru_cache(maxsize=16384)
def _is_right(token: str) -> bool:
    """Whether the word stands in Unicode already, or is a syllable by its Latin letters ("là")."""
    return bool(_UNICODE.search(token)) or _all_syllables(token)


@lru_cache(maxsize=16384)
def _cures(token: str, encoding: Encoding) -> bool:
    decoded = decode(token, encoding)
    return decoded != token and _all_syllables(decoded)


def _spoils(token: str, encoding: Encoding) -> bool:
    return bool(_UNICODE.search(token)) or not _all_syllables(decode(token, encoding))


def _all_syllables(token: str) -> bool:
    """Whether the token is nothing but syllables: a sign inside a word is none of its letters."""
    bare = token.rstrip(_SIGNS)
    words = _WORD.findall(bare)
    whole = bool(words) and "".join(words) == bare
    return whole and all(is_syllable(word) and (word.isupper() or word[1:].islower() or not word[1:]) for word in words)
