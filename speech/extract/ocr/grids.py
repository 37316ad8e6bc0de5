"""The cells that level and upright rules part, also where copies have gaps in the rules and cells are merged."""

from collections import defaultdict
from typing import Final

import numpy as np
from numpy.typing import NDArray

from speech.extract.ocr.sheets import DPI
from speech.extract.ocr.tesseract import Box

Mask = NDArray[np.bool_]
Cells = tuple[tuple[Box, ...], ...]

LEAST_RULE: Final = int(0.4 * DPI)
"""Dots of rule in all that make an edge of the grid."""
LEAST_CELL: Final = int(0.1 * DPI)
SLACK: Final = int(0.03 * DPI)
"""By how many dots a rule wanders on a page that is bent."""
WALL: Final = 0.5
"""Of an edge between two cells: a rule that covers as much parts them."""
LEAST_SIDES: Final = 3
MOST_EDGES: Final = 80


def cells_of(level: Mask, upright: Mask, origin: tuple[int, int], scale: int) -> Cells:
    """The cells of a frame, row by row, in dots of the page; ``scale`` dots are a square of the masks."""
    downs, acrosses = _edges(level.sum(axis=1), scale), _edges(upright.sum(axis=0), scale)
    if len(downs) < 2 or len(acrosses) < 2 or len(downs) > MOST_EDGES or len(acrosses) > MOST_EDGES:
        return ()
    slack = max(1, SLACK // scale)
    if not _is_framed(level, upright, downs, acrosses, slack):
        return ()
    groups: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(downs) - 1):
        for column in range(len(acrosses) - 1):
            top, bottom, left, right = downs[row], downs[row + 1], acrosses[column], acrosses[column + 1]
            key = (row, column)
            if row and not _is_wall(level[max(0, top - slack) : top + slack + 1, left:right].any(axis=0)):
                key = groups[row - 1, column]
            elif column and not _is_wall(upright[top:bottom, max(0, left - slack) : left + slack + 1].any(axis=1)):
                key = groups[row, column - 1]
            groups[row, column] = key
    return _by_rows(groups, downs, acrosses, origin, scale)


def _edges(counts: NDArray[np.int64], scale: int) -> list[int]:
    """Where rules run: the middles of bands that hold enough of them."""
    slack = max(1, SLACK // scale)
    within = np.convolve(counts, np.ones(2 * slack + 1, np.int64), mode="same")
    edges: list[int] = []
    while len(edges) <= MOST_EDGES and within.size and within.max() * scale >= LEAST_RULE:
        best = int(within.argmax())
        edges.append(best)
        within[max(0, best - LEAST_CELL // scale) : best + LEAST_CELL // scale + 1] = 0
    return sorted(edges)


def _is_framed(level: Mask, upright: Mask, downs: list[int], acrosses: list[int], slack: int) -> bool:
    """Whether rules run along the outside: on three sides at least, where a table goes on on the next page."""
    down, across = slice(downs[0], downs[-1]), slice(acrosses[0], acrosses[-1])
    sides = [
        *(level[max(0, edge - slack) : edge + slack + 1, across].any(axis=0) for edge in (downs[0], downs[-1])),
        *(upright[down, max(0, edge - slack) : edge + slack + 1].any(axis=1) for edge in (acrosses[0], acrosses[-1])),
    ]
    return sum(map(_is_wall, sides)) >= LEAST_SIDES


def _is_wall(covered: Mask | np.bool_) -> bool:
    return covered.size > 0 and float(covered.mean()) >= WALL


def _by_rows(
    groups: dict[tuple[int, int], tuple[int, int]],
    downs: list[int],
    acrosses: list[int],
    origin: tuple[int, int],
    scale: int,
) -> Cells:
    members: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for place, key in groups.items():
        members[key].append(place)
    rows: dict[int, list[Box]] = defaultdict(list)
    for (row, _), places in sorted(members.items()):
        top, bottom = min(each for each, _ in places), max(each for each, _ in places) + 1
        left, right = min(each for _, each in places), max(each for _, each in places) + 1
        x, y = origin
        box = (x + acrosses[left], y + downs[top], x + acrosses[right], y + downs[bottom])
        rows[row].append((box[0] * scale, box[1] * scale, box[2] * scale, box[3] * scale))
    return tuple(tuple(rows[row]) for row in sorted(rows))
