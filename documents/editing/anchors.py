"""Places of a text after it was edited: those before and after the change move, those in it are looked for."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

NEAR: Final = 50
"""Occurrences of the same words that are looked at, nearest first, for one that stands alone as the old one did."""


class Region(NamedTuple):
    """``[start, end)`` of the text before has become ``length`` characters."""

    start: int
    end: int
    length: int


Span = tuple[int, int]


def changed(before: str, after: str) -> list[Region]:
    """Where two texts differ, as one region: what they begin and end with alike stays."""
    if before == after:
        return []
    start = _shared(before, after)
    tail = _shared(before[start:][::-1], after[start:][::-1])
    return [Region(start, len(before) - tail, len(after) - tail - start)]


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike; by halves, comparing whole slices."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def moved(span: Span, regions: Sequence[Region]) -> Span | None:
    """Where ``span`` is after ``regions`` were changed; None when it lay in one."""
    start, end = span
    shift = 0
    for region in regions:
        if region.end <= start:
            shift += region.length - (region.end - region.start)
        elif region.start < end:
            return None
    return start + shift, end + shift


def nearest(text: str, written: str, near: int) -> int | None:
    """Where ``written`` stands in ``text`` nearest to ``near``, and not as a part of a longer word."""
    found = (at for at in _occurrences(text, written, near) if _is_whole(text, at, at + len(written)))
    return next(found, None)


def _occurrences(text: str, written: str, near: int) -> Iterator[int]:
    before, after = text.rfind(written, 0, near + len(written)), text.find(written, near + 1)
    for _ in range(NEAR):
        if before < 0 and after < 0:
            return
        if after < 0 or (before >= 0 and near - before <= after - near):
            yield before
            before = text.rfind(written, 0, before + len(written) - 1) if before else -1
        else:
            yield after
            after = text.find(written, after + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (_joins(text, start) or _joins(text, end))


def _joins(text: str, at: int) -> bool:
    """Whether a word goes on across ``at``."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
