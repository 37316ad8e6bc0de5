"""Text that remembers where each of its characters came from while it is being repaired."""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
        edits = list(repair(self.text))
        return self._edited(edits) if edits else self

    def _edited(self, edits: list[Edit]) -> "Traced":
        pieces: list[str] = []
        offsets: array[int] = array("q")
        done = 0
        for start, end, replacement, _code in edits:
            pieces += (self.text[done:start], replacement)
            offsets.extend(self.offsets[done:start])
            if replacement:
                offsets.append(self.offsets[start])
                offsets.extend([self.offsets[end]] * (len(replacement) - 1))
            done = end
        pieces.append(self.text[done:])
        offsets.extend(self.offsets[done:])
        offsets[0] = 0
        return Traced("".join(pieces), offsets, self.flags + tuple(self._flags(edits)))

    def _flags(self, edits: list[Edit]) -> Iterator[Flag]:
        """One flag for each run of touching edits of one kind: a page of emoji is one finding."""
        open_flag: Flag | None = None
        for start, end, _replacement, code in edits:
            if not code:
                continue
            found = Flag(code, self.offsets[start], self.offsets[end])
            if open_flag and open_flag.code == code and open_flag.end == found.start:
                found = Flag(code, open_flag.start, found.end)
            elif open_flag:
                yield open_flag
            open_flag = found
        if open_flag:
            yield open_flag


def replacing(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], code: str = "") -> Repair:
    """A repair that replaces every match of ``pattern``; matches that stay as they are cost nothing."""

    def find(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            replacement = replace(match)
            if replacement != match.group():
                yield Edit(match.start(), match.end(), replacement, code)

    return find
