"""Which item of an old sequence is which of a new one: like the diff of a text, but never quadratic."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Final

DEEPEST: Final = 24
"""Each level looks at what is left once; a book needs three or four."""

Pairs = dict[int, int]
Gap = tuple[int, int, int, int]


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> Pairs:
    """Pairs of equal items (place in ``old``: place in ``new``) that follow each other in both."""
    pairs: Pairs = {}
    gaps: list[Gap] = [(0, len(old), 0, len(new))]
    for _ in range(DEEPEST):
        gaps = [inner for gap in gaps for inner in _matched(old, new, gap, pairs)]
        if not gaps:
            break
    return pairs


def _matched(old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap, pairs: Pairs) -> Iterator[Gap]:
    """Pair what a gap begins and ends with alike, and what is there once in both; the gaps that are left."""
    start, end, first, last = gap
    while start < end and first < last and old[start] == new[first]:
        pairs[start] = first
        start, first = start + 1, first + 1
    while start < end and first < last and old[end - 1] == new[last - 1]:
        end, last = end - 1, last - 1
        pairs[end] = last
    anchors = _anchors(old, new, (start, end, first, last))
    if not anchors:
        return
    pairs.update(anchors)
    for at, other in [*anchors, (end, last)]:
        if start < at and first < other:
            yield start, at, first, other
        start, first = at + 1, other + 1


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable], gap: Gap) -> list[tuple[int, int]]:
    """What is there once on both sides, as far as it is in the same order on both."""
    start, end, first, last = gap
    ours, theirs = _once(old, start, end), _once(new, first, last)
    pairs = [(at, theirs[item]) for item, at in ours.items() if item in theirs]
    return [pairs[at] for at in longest_rising([other for _, other in pairs])]


def _once(items: Sequence[Hashable], start: int, end: int) -> dict[Hashable, int]:
    """Where what stands once in ``[start, end)`` stands, in order."""
    places: dict[Hashable, int] = {}
    for at in range(start, end):
        places[items[at]] = -1 if items[at] in places else at
    return {item: at for item, at in places.items() if at >= 0}


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """The places of the longest run of ``numbers`` that rises all the way."""
    if all(one < other for one, other in pairwise(numbers)):
        return list(range(len(numbers)))
    ends: list[int] = []  # the smallest number that a run of each length ends with
    at_end: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(at_end[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        at_end[length : length + 1] = [at]
    run: list[int] = []
    at = at_end[-1] if at_end else -1
    while at >= 0:
        run.append(at)
        at = before[at]
    return run[::-1]


def elsewhere(old: Sequence[Hashable], new: Sequence[Hashable], pairs: Pairs) -> Pairs:
    """Of what has no pair yet, equal items wherever they are: the first with the first."""
    taken = set(pairs.values())
    free: dict[Hashable, list[int]] = defaultdict(list)
    for at in reversed(range(len(new))):
        if at not in taken:
            free[new[at]].append(at)
    return {at: free[item].pop() for at, item in enumerate(old) if at not in pairs and free.get(item)}


def opposite(pairs: Pairs, taken: Pairs, sizes: tuple[int, int]) -> Pairs:
    """Of what is neither in ``pairs``, which are in order, nor ``taken``: items that stand opposite each other, where
    as many are left between two pairs on both sides. Whether they are alike is for others to say."""
    used = set(taken.values())
    found: Pairs = {}
    start = first = 0
    for at, other in [*sorted(pairs.items()), sizes]:
        ours = [left for left in range(start, at) if left not in taken]
        theirs = [left for left in range(first, other) if left not in used]
        if len(ours) == len(theirs):
            found.update(zip(ours, theirs, strict=True))
        start, first = at + 1, other + 1
    return found
