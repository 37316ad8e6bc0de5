"""Round seals in black, as copies have them: found by their ring, so that what is read within them can be doubted."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from speech.extract.ocr.letters import box_of
from speech.extract.ocr.rows import is_text
from speech.extract.ocr.rules import INK
from speech.extract.ocr.sheets import DPI, Pixels
from speech.extract.ocr.tesseract import Box, Row, Word

STEP: Final = 4
"""Dots of the page that are one of the picture in which rings are looked for."""
RADII: Final = range(int(0.5 * DPI / STEP), int(0.95 * DPI / STEP))
FULL: Final = 0.8
"""Of a ring that has to be ink; text fills a third of any circle."""
LEAST_INCHES: Final = 0.9
MOST_SEALS: Final = 6
WIDEST: Final = 2.5
SURE: Final = 0.7
"""How surely rows in a seal are read, and how much of them is words, to be text."""


def seals(free: Pixels) -> list[Box]:
    """The boxes around the rings of the size of a seal."""
    height, width = (side // STEP * STEP for side in free.shape)
    ink = free[:height, :width].reshape(height // STEP, STEP, width // STEP, STEP).min(axis=(1, 3)) < INK
    if not _has_large(ink):
        return []
    found: list[tuple[int, int, int]] = []
    waves = np.fft.rfft2(ink.astype(np.float32))
    for radius in RADII:
        ring = _ring(radius)
        if min(ink.shape) <= len(ring):
            break
        full = np.fft.irfft2(waves * np.fft.rfft2(ring, ink.shape), ink.shape) / ring.sum()
        y, x = (int(at) for at in np.unravel_index(int(full.argmax()), full.shape))
        if full[y, x] >= FULL and y >= radius and x >= radius:
            found.append((radius, y - radius - 1, x - radius - 1))
    boxes: list[Box] = []
    for radius, y, x in sorted(found, reverse=True):
        if not any(left <= x * STEP <= right and top <= y * STEP <= bottom for left, top, right, bottom in boxes):
            boxes.append(((x - radius) * STEP, (y - radius) * STEP, (x + radius) * STEP, (y + radius) * STEP))
    return boxes[:MOST_SEALS]


def meet(box: Box, seal: Box) -> bool:
    """Whether a frame has the middle of a seal in it: strokes of signatures are no table."""
    x, y = (seal[0] + seal[2]) / 2, (seal[1] + seal[3]) / 2
    small = box[2] - box[0] < WIDEST * (seal[2] - seal[0])
    return small and box[0] <= x <= box[2] and box[1] <= y <= box[3]


def without_seals(rows: list[Row], around: list[Box]) -> list[Row]:
    """The rows without what is read within seals, unless it is text beyond doubt."""
    if not around:
        return rows
    bare = [_without_ends(row, around) for row in rows]
    return [row for row in bare if row.words and (is_text(row, SURE) or not _is_within(box_of(row), around))]


def _has_large(ink: NDArray[np.bool_]) -> bool:
    """A cheap look for something that is high and broad enough."""
    labels, _ = ndimage.label(ink, np.ones((3, 3)))
    least = LEAST_INCHES * DPI / STEP
    return any(
        min(down.stop - down.start, across.stop - across.start) >= least
        for down, across in ndimage.find_objects(labels)
    )


def _ring(radius: int) -> NDArray[np.float32]:
    places = np.arange(-radius - 1, radius + 2)
    distance = np.hypot(places[:, None], places[None, :])
    return np.asarray(np.abs(distance - radius) < 0.5, dtype=np.float32)


def _without_ends(row: Row, around: list[Box]) -> Row:
    """The row without strokes of seals that were read as words before or behind its own."""
    words = list(row.words)
    while words and _is_stroke(words[0], around):
        words.pop(0)
    while words and _is_stroke(words[-1], around):
        words.pop()
    return replace(row, words=tuple(words))


def _is_stroke(word: Word, around: list[Box]) -> bool:
    return not is_text(Row((word,), 0.0), SURE, 1) and _is_within(word.box, around)


def _is_within(box: Box, around: list[Box]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in around)
