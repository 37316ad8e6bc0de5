"""Reading order of blocks on a page: a recursive X-Y cut (Nagy and Seth 1984) that prefers columns.

Plain X-Y cuts read two columns as bands where gaps happen to align; so bands are put together again as long
as one gutter runs through all of them.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeVar

T = TypeVar("T")
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points, y downwards."""

GUTTER_POINTS: Final = 6.0
LEAST_COLUMN: Final = 0.15
"""Share of the region's width that a column has at least: a numeral that hangs in the margin is none."""
OVERLAP_POINTS: Final = 1.0
MOST_BLOCKS: Final = 600


def in_reading_order(blocks: Sequence[tuple[T, Box]]) -> list[T]:
    """The blocks' contents, column by column, from the top. Pages of dust are sorted by rows."""
    if len(blocks) > MOST_BLOCKS:
        return _by_rows(blocks)
    down = sorted(blocks, key=lambda block: block[1][1])
    if all(below[1][1] >= above[1][3] - OVERLAP_POINTS for above, below in pairwise(down)):
        return [item for item, _ in down]  # nothing stands beside anything: most pages
    return _cut(blocks)


def _cut(blocks: Sequence[tuple[T, Box]]) -> list[T]:
    if len(blocks) <= 1:
        return [item for item, _ in blocks]
    gutter = _gutter(blocks)
    if gutter is not None:
        left = [block for block in blocks if block[1][2] <= gutter + OVERLAP_POINTS]
        right = [block for block in blocks if block[1][2] > gutter + OVERLAP_POINTS]
        return _cut(left) + _cut(right)
    groups = _groups(_bands(blocks))
    if len(groups) == 1:
        return _by_rows(blocks)
    return [item for group in groups for item in _cut(group)]


def _bands(blocks: Sequence[tuple[T, Box]]) -> list[list[tuple[T, Box]]]:
    """The blocks parted wherever a horizontal line crosses none of them."""
    bands: list[list[tuple[T, Box]]] = []
    bottom = float("-inf")
    for block in sorted(blocks, key=lambda block: block[1][1]):
        if not bands or block[1][1] >= bottom - OVERLAP_POINTS:
            bands.append([])
        bands[-1].append(block)
        bottom = max(bottom, block[1][3])
    return bands


def _groups(bands: list[list[tuple[T, Box]]]) -> list[list[tuple[T, Box]]]:
    """Neighbouring bands joined while one gutter parts them all."""
    groups: list[list[tuple[T, Box]]] = []
    for band in bands:
        if groups and _gutter(groups[-1] + band) is not None:
            groups[-1] = groups[-1] + band
        else:
            groups.append(band)
    return groups


def _gutter(blocks: Sequence[tuple[T, Box]]) -> float | None:
    """The left end of the widest empty vertical strip with a real column on both sides, or None."""
    left, right = min(box[0] for _, box in blocks), max(box[2] for _, box in blocks)
    least = LEAST_COLUMN * (right - left)
    best, widest, reach = None, GUTTER_POINTS, left
    for x0, x1 in sorted((box[0], box[2]) for _, box in blocks):
        if x0 - reach >= widest and reach - left >= least and right - x0 >= least:
            best, widest = reach, x0 - reach
        reach = max(reach, x1)
    return best


def _by_rows(blocks: Sequence[tuple[T, Box]]) -> list[T]:
    return [item for item, _ in sorted(blocks, key=lambda block: (round(block[1][1]), block[1][0]))]
