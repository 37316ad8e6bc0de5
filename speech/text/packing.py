"""Puts the pieces of a long sentence into chunks of about equal size, cut where a reader would breathe."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from speech.text.cuts import INSIDE_WORD, cost, kind_of
from speech.text.rules import Rewrite


class Pack(NamedTuple):
    """``pieces[first:last]`` go together; ``kind``: what lies behind them (see ``cuts``)."""

    first: int
    last: int
    kind: int


class Sizes:
    """How long any run of pieces is, in the source or in speech, whichever is longer."""

    def __init__(self, pieces: Sequence[Rewrite], offsets: Sequence[int]) -> None:
        self.source = [*(offsets[piece.start] for piece in pieces), offsets[pieces[-1].end] if pieces else 0]
        self.spoken = [0, *accumulate(map(_spoken_size, pieces))]

    def of(self, first: int, last: int) -> int:
        return max(self.source[last] - self.source[first], self.spoken[last] - self.spoken[first])


def _spoken_size(piece: Rewrite) -> int:
    said = len(piece.spoken.strip())
    return said + 1 if said else 0  # and the space before it


def packs(text: str, pieces: Sequence[Rewrite], sizes: Sizes, limit: int) -> Iterator[Pack]:
    """All of ``pieces`` in runs of at most ``limit``; a piece that is longer by itself is a run of its own."""
    first, count = 0, len(pieces)
    while first < count:
        left = sizes.of(first, count)
        if left <= limit:
            yield Pack(first, count, INSIDE_WORD)
            return
        pack = _next(text, pieces, sizes, first, limit, left / ceil(left / limit))
        yield pack
        first = pack.last


def _next(text: str, pieces: Sequence[Rewrite], sizes: Sizes, first: int, limit: int, aim: float) -> Pack:
    best, least = Pack(first, first + 1, INSIDE_WORD), float("inf")
    for last in range(first + 1, len(pieces)):
        size = sizes.of(first, last)
        if size > limit:
            break
        if text[pieces[last].start].isspace():  # white space stays with the words before it
            continue
        before, after = pieces[last - 1], pieces[last]
        kind = kind_of(text[max(0, before.start - 24) : before.end], text[after.start : after.end + 1])
        price = cost(kind, size, aim)
        if price < least:
            best, least = Pack(first, last, kind), price
    return best
