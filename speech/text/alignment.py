"""Which part of what is said was made from which part of the source, kept small: a book has a million parts."""

from array import array
from collections.abc import Iterator, Sequence
from typing import overload

from speech.types import Aligned


class Alignment(Sequence[Aligned]):
    """Parts that follow each other without gaps in speech and source, so that their ends say it all.

    Objects would take twenty times the room; an ``Aligned`` is made when it is asked for.
    """

    def __init__(self) -> None:
        self._spoken = array("q", [0])
        self._source = array("q", [0])
        self._by = array("H")
        self._names: list[str] = [""]

    def add(self, spoken_length: int, source_end: int, by: str = "") -> None:
        """The next part: how many characters are said, and where its source ends."""
        if by not in self._names:
            self._names.append(by)
        self._spoken.append(self._spoken[-1] + spoken_length)
        self._source.append(source_end)
        self._by.append(self._names.index(by))

    def __len__(self) -> int:
        return len(self._by)

    @overload
    def __getitem__(self, at: int) -> Aligned: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Aligned, ...]: ...
    def __getitem__(self, at: int | slice) -> Aligned | tuple[Aligned, ...]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(len(self))))
        by = self._names[self._by[at]]
        at %= len(self)
        return Aligned(self._spoken[at], self._spoken[at + 1], self._source[at], self._source[at + 1], by)

    def __iter__(self) -> Iterator[Aligned]:
        return map(self.__getitem__, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
