"""Text that remembers where each of its characters came from while it is being repaired."""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from speech.types import Flag


class Edit(NamedTuple):
    """Replace ``[start, end)`` of the current text; ``code`` names the repair (empty: too small to tell)."""

    start: int
    end: int
    replacement: str
    code: str = ""


Repair = Callable[[str], Iterable[Edit]]


@dataclass(frozen=True)
class Traced:
    """``text[i]`` was made from ``source[offsets[i]:offsets[i + 1]]``.

    ``offsets`` has ``len(text) + 1`` entries, never falls, starts at 0 and ends at the source's length, so
    that spans which cover ``text`` without gaps cover the source without gaps too.
    """

    text: str
    offsets: "array[int]"
    flags: tuple[Flag, ...] = ()

    @classmethod
    def whole(cls, source: str) -> "Traced":
        return cls(source, array("q", range(len(source) + 1)))

    def repaired(self, repair: Repair) -> "Traced":
        """Self after the edits that ``repair`` finds; they come in order and do not overlap."""
        edits = iter(repair(self.text))
        first = next(edits, None)
        return self if first is None else self._edited(chain((first,), edits))

    def _edited(self, edits: Iterable[Edit]) -> "Traced":
        pieces: list[str] = []
        flags: list[Flag] = []
        offsets: array[int] = array("q")
        done = 0
        origin: int | None = None  # where the source of the next character begins, if not at its own place
        for start, end, replacement, code in edits:
            pieces += (self.text[done:start], replacement)
            if start > done:
                _extend(offsets, self.offsets[done:start], origin)
                origin = None
            begins = self.offsets[start] if origin is None else origin
            if replacement:
                offsets.append(begins)
                offsets.extend([self.offsets[end]] * (len(replacement) - 1))
                origin = None
            elif self._opens(start, end):
                origin = begins
            if code:
                _tell(flags, Flag(code, self.offsets[start], self.offsets[end]))
            done = end
        pieces.append(self.text[done:])
        _extend(offsets, self.offsets[done:], origin if done < len(self.text) else None)
        offsets[0] = 0
        return Traced("".join(pieces), offsets, self.flags + tuple(flags))

    def _opens(self, start: int, end: int) -> bool:
        """Whether what is left out there belongs to the word behind it (``**bold``), not to the one before."""
        before, after = self.text[max(0, start - 1) : start], self.text[end : end + 1]
        return bool(after) and not after.isspace() and (not before or before.isspace())


def _tell(flags: list[Flag], found: Flag) -> None:
    """One flag for each run of touching edits of one kind: a page of emoji is one finding."""
    if flags and flags[-1].code == found.code and flags[-1].end == found.start:
        found = Flag(found.code, flags.pop().start, found.end)
    flags.append(found)


def _extend(offsets: "array[int]", more: "array[int]", origin: int | None) -> None:
    at = len(offsets)
    offsets.extend(more)
    if origin is not None:
        offsets[at] = origin


def replacing(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], code: str = "") -> Repair:
    """A repair that replaces every match of ``pattern``; matches that stay as they are cost nothing."""

    def find(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            replacement = replace(match)
            if replacement != match.group():
                yield Edit(match.start(), match.end(), replacement, code)

    return find
