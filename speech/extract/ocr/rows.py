"""Rows of recognised words: without dust, parted where columns are, in the order of reading."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from speech.extract.line import Line
from speech.extract.ocr.sheets import DPI
from speech.extract.ocr.tesseract import Row, Word
from speech.extract.reading_order import in_reading_order
from speech.text.syllables import has_vowel, is_syllable

POINTS: Final = 72 / DPI
DOUBTED: Final = 0.88
"""Words that are read less surely are shown to the reader. Measured: they are one of 75, a third of them is wrong, and
half of what is wrong is among them; a higher figure finds little more."""
SPECK: Final = 0.7
WIDE_GAP: Final = 0.8
"""Of the letters' size: a gap that may part columns, when it is also ..."""
ODD_GAP: Final = 2.2
"""... so many times as wide as the row's usual one."""
DUST: Final = 0.35
SMUDGED: Final = 0.62
"""A row read less surely than this is dust, and up to the second figure where it has hardly a word."""
WORDS_LEAST: Final = 0.5
WHITE_BAND: Final = 1.4
"""Of the usual height of rows."""
UPPER: Final = 0.5
ADDRESS: Final = re.compile(r"Kính (?:gửi|trình)\b", re.IGNORECASE)
"""What follows a letter's head in Vietnam, often close to its left block."""
SHORT: Final = 5
CERTAIN: Final = 0.9
"""A row of fewer letters that are no word must be read as surely as this."""
RULE_MARKS: Final = "_¬|`"
"""What is left of rules is read as these."""
NUMBERING: Final = re.compile(r"[IVXLC]+[.)]?|[a-zđA-ZĐ][.)]|[-–•*+]")
FIGURES: Final = re.compile(r"[\d.,:;/%()+\-–]+")
SHARE: Final = 0.2
"""Of a row's height that is taken off above and below to find the order: rows with many marks overlap."""


def pieces_of(rows: Sequence[Row]) -> list[Row]:
    """Rows without dust, parted at gaps that no space between words has."""
    return [clean for row in rows for piece in _parted(row) if (clean := _without_dust(piece))]


def told(words: Sequence[Word]) -> tuple[str, tuple[tuple[int, int, float], ...]]:
    """The words as text, and the spans of it that are doubtful."""
    text, doubts = "", []
    for word in words:
        each = unicodedata.normalize("NFC", word.text)
        text += f" {each}" if text else each
        if word.confidence < DOUBTED:
            doubts.append((len(text) - len(each), len(text), round(word.confidence, 2)))
    return text, tuple(doubts)


def ordered(lines: list[Line], width: float, height: float) -> list[Line]:
    """The lines as they are read: columns, and the two blocks of a letter's head, the left one first."""
    return [
        line
        for part in _parts(lines, width, height)
        for line in in_reading_order([(each, _core(each)) for each in part])
    ]


def _parts(lines: list[Line], width: float, height: float) -> list[list[Line]]:
    """The lines up to the end of a letter's head and those below, told by a white band in the upper half of the page,
    with a line below it that runs over the gutter between the head's two blocks.
    """
    if not lines:
        return []
    usual = median(line.y1 - line.y0 for line in lines)
    parts: list[list[Line]] = []
    bottom = 0.0
    for line in sorted(lines, key=lambda line: line.y0):
        apart = line.y0 - bottom > WHITE_BAND * usual and line.y0 < UPPER * height
        if not parts or (apart and line.x0 < width / 2 < line.x1) or ADDRESS.match(line.text):
            parts.append([])
        parts[-1].append(line)
        bottom = max(bottom, line.y1)
    return parts


def _core(line: Line) -> tuple[float, float, float, float]:
    less = SHARE * (line.y1 - line.y0) if line.kind != "table" else 0.0
    return line.x0, line.y0 + less, line.x1, line.y1 - less


def words_of_cell(rows: Sequence[Row]) -> list[Word]:
    """The words of a table's cell, in which one letter may be all."""
    words = [replace(word, text=_bare(word.text)) for row in rows for word in row.words]
    return [word for word in words if word.confidence >= DUST and any(map(str.isalnum, word.text))]


def _parted(row: Row) -> list[Row]:
    gaps = [max(0, after.box[0] - before.box[2]) for before, after in pairwise(row.words)]
    if not gaps:
        return [row]
    least = max(WIDE_GAP * row.size, ODD_GAP * median(gaps) if len(gaps) > 2 else 0.0)
    cuts = [0, *(at for at, gap in enumerate(gaps, start=1) if gap > least), len(row.words)]
    return [replace(row, words=row.words[start:end]) for start, end in pairwise(cuts)]


def _without_dust(row: Row) -> Row | None:
    """The row without specks at its ends, None where nobody would read words in it."""
    words = [replace(word, text=bare) for word in row.words if (bare := _bare(word.text))]
    while words and _is_speck(words[0]):
        words.pop(0)
    while words and _is_speck(words[-1]):
        words.pop()
    if not any(map(str.isalnum, "".join(word.text for word in words))):
        return None
    letters = sum(len(word.text) for word in words)
    surely = sum(word.confidence * len(word.text) for word in words) / letters
    real = sum(len(word.text) for word in words if _is_word(word)) / letters
    short = letters < SHORT and not _is_number(words)
    least = (CERTAIN if short else SMUDGED) if real < WORDS_LEAST else (SMUDGED if short else DUST)
    if surely < least:
        return None
    return replace(row, words=tuple(words))


def _is_number(words: Sequence[Word]) -> bool:
    return all(FIGURES.fullmatch(word.text) or NUMBERING.fullmatch(word.text) for word in words)


def is_text(row: Row, share: float, shortest: int = SHORT) -> bool:
    """Whether it is text: ``share`` of it are words, read as surely, and not too short to tell."""
    letters = sum(len(word.text) for word in row.words)
    surely = sum(word.confidence * len(word.text) for word in row.words)
    real = sum(len(word.text) for word in row.words if _is_word(word))
    return letters >= shortest and min(surely, real) >= share * letters


def _bare(text: str) -> str:
    return text.strip(RULE_MARKS)


def _is_speck(word: Word) -> bool:
    """No letter and no digit, and no dash before an item of a list that was read surely."""
    return not any(map(str.isalnum, word.text)) and word.confidence < SPECK


def _is_word(word: Word) -> bool:
    core = word.text.strip("\"'“”‘’.,;:!?()[]-–—/…")
    if FIGURES.fullmatch(core) or NUMBERING.fullmatch(word.text):
        return word.confidence >= DUST
    if any(map(str.isdigit, core)):
        return len(core) >= SHORT or word.confidence >= CERTAIN
    return len(core) > 1 and (is_syllable(core) or (core.isascii() and core.isalpha() and has_vowel(core)))
