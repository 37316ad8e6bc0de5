"""What Tesseract misses at first, looked at again: text that its layout takes for part of a picture, such as names
under a black seal, and words that a stroke above or below the line runs into."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Final

import numpy as np

from speech.extract.ocr.grain import ink_boxes
from speech.extract.ocr.letters import box_of
from speech.extract.ocr.marks import blanked
from speech.extract.ocr.rows import is_text
from speech.extract.ocr.sheets import DPI, Pixels
from speech.extract.ocr.tesseract import BLOCK, SPARSE, Box, Row, Word, recognised

LETTER_INCHES: Final = (0.04, 0.3)
"""The height of what could be a letter; dust is lower, seals and drawings are higher."""
LEAST_LETTERS: Final = 6
LIKELY: Final = 0.55
"""How surely rows are read, and how much of them is words."""
EDGE: Final = 4
MISREAD: Final = 0.5
"""A word read less surely, and that is none, is looked at again where its neighbours are plain."""
PLAIN: Final = 0.85
LEAST_PLAIN: Final = 3
SURE_AGAIN: Final = 0.7
STILL_DOUBTED: Final = 0.8
TALLEST: Final = 1.5
"""Of the plain words' usual height: what is taller has a stroke in it."""
MARGIN: Final = 30
MOST_AGAIN: Final = 12
"""Words of a page; where there are more, the page is bad and not its words."""


def overlooked(free: Pixels, seen: list[Row], languages: str) -> list[Row]:
    """Rows of words that none of the ``seen`` ones covers, read surely."""
    boxes = [(left - EDGE, top - EDGE, right + EDGE, bottom + EDGE) for left, top, right, bottom in map(box_of, seen)]
    rest = blanked(free, boxes)
    if sum(map(_is_letter, ink_boxes(rest))) < LEAST_LETTERS:
        return []
    return [row for row in recognised([rest], languages, SPARSE)[0] if is_text(row, LIKELY)]


def _is_letter(box: Box) -> bool:
    low, high = (inches * DPI for inches in LETTER_INCHES)
    return low <= box[3] - box[1] <= high and box[2] - box[0] <= high


def read_again(grey: Pixels, rows: list[Row], languages: str) -> list[Row]:
    """The rows, a few bad words between plain ones read once more within the height of their line. What is found so
    stays a doubtful word."""
    places = [(at, place) for at, row in enumerate(rows) for place in _misread(row)]
    if not 0 < len(places) <= MOST_AGAIN:
        return rows
    crops = [_cut(grey, rows[at], place) for at, place in places]
    mended = list(rows)
    for (at, place), found in zip(places, recognised(crops, languages, BLOCK), strict=True):
        words = [word for row in found for word in row.words]
        if is_text(Row(tuple(words), 0.0), SURE_AGAIN, 2):
            text, surely = " ".join(word.text for word in words), min(word.confidence for word in words)
            old = mended[at].words
            new = replace(old[place], text=text, confidence=min(surely, STILL_DOUBTED))
            mended[at] = replace(mended[at], words=(*old[:place], new, *old[place + 1 :]))
    return mended


def _misread(row: Row) -> Iterator[int]:
    """The places in the row of such words."""
    if sum(word.confidence >= PLAIN for word in row.words) < LEAST_PLAIN:
        return
    for place, word in enumerate(row.words):
        beside = row.words[max(0, place - 1) : place] + row.words[place + 1 : place + 2]
        if word.confidence < MISREAD and len(beside) == 2 and min(each.confidence for each in beside) >= PLAIN:
            yield place


def _cut(grey: Pixels, row: Row, place: int) -> Pixels:
    """What stands between a word's neighbours, no higher and no lower than the row's plain words."""
    plain = [word for word in row.words if word.confidence >= PLAIN]
    usual = median(map(_height, plain))
    plain = [word for word in plain if _height(word) <= TALLEST * usual]
    top, bottom = min(word.box[1] for word in plain), max(word.box[3] for word in plain)
    left, right = row.words[place - 1].box[2] + EDGE, row.words[place + 1].box[0] - EDGE
    cut: Pixels = np.pad(grey[top:bottom, left : max(left + 1, right)], MARGIN, constant_values=255)
    return cut


def _height(word: Word) -> int:
    return word.box[3] - word.box[1]
