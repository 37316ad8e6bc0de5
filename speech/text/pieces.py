"""Puts what is said together so that every part of it knows the span it came from."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from speech.text.rules import Rewrite
from speech.types import Aligned

TOKEN: Final = re.compile(r"\s+|[^\s]+")
CLOSING_MARKS: Final = frozenset(".,;:!?…")


def covering(text: str, rewrites: Sequence[Rewrite], offset: int = 0) -> Iterator[Rewrite]:
    """All of ``text`` as pieces: the rewrites, and between them each word and white space as it stands."""
    done = 0
    for rewrite in [*rewrites, Rewrite(len(text), len(text), "")]:
        for match in TOKEN.finditer(text, done, rewrite.start):
            yield Rewrite(offset + match.start(), offset + match.end(), match.group())
        if rewrite.end > rewrite.start:
            yield rewrite._replace(start=offset + rewrite.start, end=offset + rewrite.end)
        done = rewrite.end


def fitted(pieces: Sequence[Rewrite]) -> list[str]:
    """What is said for each piece once they stand side by side; joined, it is the spoken text.

    White space becomes one space, none at the ends or before a closing mark; words never run together.
    """
    said: list[str] = []
    last = ""
    gap = -1  # where a space is wanted, once it is known that something follows
    for index, piece in enumerate(pieces):
        body = piece.spoken.strip()
        if piece.spoken[:1].isspace() and last and gap < 0:
            gap = index
        said.append("")
        if not body:
            continue
        if body[0] in CLOSING_MARKS and last in CLOSING_MARKS and body[0] == ",":
            body = body[1:].lstrip()
            gap = index if gap < 0 else gap
        if body:
            said[index] = _spaced(said, body, last, gap, index)
            last, gap = body[-1], -1
        if piece.spoken[-1:].isspace() and last:
            gap = index + 1 if index + 1 < len(pieces) else -1
    return said


def _spaced(said: list[str], body: str, last: str, gap: int, index: int) -> str:
    """``body`` with the space that belongs before it: in the waiting white space, else in front."""
    wanted = gap >= 0 and body[0] not in CLOSING_MARKS
    glued = gap < 0 and last.isalnum() and body[0].isalnum()
    if wanted and gap < index:
        said[gap] += " "
        return body
    return " " + body if wanted or glued else body


def aligned(pieces: Sequence[Rewrite], said: Sequence[str], offsets: Sequence[int]) -> tuple[Aligned, ...]:
    """The alignment of ``"".join(said)`` to the source, where ``offsets`` leads from a piece's span."""
    found: list[Aligned] = []
    length = 0
    for piece, part in zip(pieces, said, strict=True):
        found.append(Aligned(length, length + len(part), offsets[piece.start], offsets[piece.end], piece.by))
        length += len(part)
    return tuple(found)
