"""Repairs of characters that need their neighbours: powers, marks of notes, look-alike letters of other scripts."""

import re
from collections.abc import Iterator
from typing import Final

from speech.text.cleaning.traced import Edit

RAISED: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
POWER = re.compile("[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,6}(?![⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")
NOTED = re.compile(r"(?:[^\W\d_]{4}|\d{4}|[.,;:!?…”\"»])$")
"""A small raised number behind a long word, a year or a mark is a footnote's: no unit has four letters."""
NOTE_ONLY: Final = frozenset("⁰¹⁴⁵⁶⁷⁸⁹")
ALONE: Final = frozenset("²³")

CYRILLIC: Final = dict(zip("аеорсухіјѕАВЕКМНОРСТХІЅЈ", "aeopcyxijsABEKMHOPCTXISJ", strict=True))
CYRILLIC_LETTERS: Final = frozenset(CYRILLIC)
MIXED_WORD = re.compile(r"[^\W\d_]{2,60}")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1ea0-\u1ef9]")
SMALL_UNIT = re.compile("μ(?=[gmlLsAFVWM](?![^\\W\\d_]))")  # the Greek letter for the micro sign


def powers(text: str) -> Iterator[Edit]:
    """``10⁻³`` becomes ``10^-3``; a square or a cube stays; the number of a footnote goes."""
    for match in POWER.finditer(text):
        run, before = match.group(), text[max(0, match.start() - 4) : match.start()]
        if NOTED.search(before) and run[0] not in "⁺⁻":
            if len(run) > 1 or run in NOTE_ONLY or not before[-1].isalnum():
                yield Edit(match.start(), match.end(), "", "note_mark")
        elif run not in ALONE and before[-1:].isalnum():
            yield Edit(match.start(), match.end(), "^" + "".join(map(RAISED.__getitem__, run)), "unusual_form")


def look_alikes(text: str) -> Iterator[Edit]:
    """Letters of another script inside a Latin word, and the Greek letter of micrograms."""
    if CYRILLIC_LETTERS.isdisjoint(text):
        yield from _micro(text)
    else:
        yield from sorted((*_micro(text), *_foreign(text)))


def _micro(text: str) -> Iterator[Edit]:
    for match in SMALL_UNIT.finditer(text):
        yield Edit(match.start(), match.end(), "µ", "look_alike")


def _foreign(text: str) -> Iterator[Edit]:
    for word in MIXED_WORD.finditer(text):
        if not LATIN.search(word.group()):
            continue
        for at, char in enumerate(word.group(), word.start()):
            if char in CYRILLIC:
                yield Edit(at, at + 1, CYRILLIC[char], "look_alike")
