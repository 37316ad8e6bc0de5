"""Puts what is said together so that every part of it knows the span it came from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from speech.text.rules import Rewrite

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


def fitted(pieces: Iterable[Rewrite]) -> Iterator[tuple[Rewrite, str]]:
    """Each piece and what is said for it once they stand side by side; joined, that is the spoken text.

    White space becomes one space, none at the ends or before a closing mark; words never run together.
    """
    waiting: list[Rewrite] = []  # until it is known whether something follows them
    gap = -1  # at which of the waiting a space is wanted
    last = ""
    for piece in pieces:
        body = piece.spoken.strip()
        if last and gap < 0 and piece.spoken[:1].isspace():
            gap = len(waiting)
        if body[:1] == "," and last in CLOSING_MARKS:
            body = body[1:].lstrip()
            gap = len(waiting) if gap < 0 else gap
        if not body:
            waiting.append(piece)
            continue
        is_wanted = gap >= 0 and body[0] not in CLOSING_MARKS
        is_glued = gap < 0 and last.isalnum() and body[0].isalnum()
        yield from ((each, " " if is_wanted and at == gap else "") for at, each in enumerate(waiting))
        yield piece, " " + body if is_glued or (is_wanted and gap == len(waiting)) else body
        waiting.clear()
        last, gap = body[-1], 0 if piece.spoken[-1:].isspace() else -1
    yield from ((each, "") for each in waiting)


def spoken_text(pieces: Iterable[Rewrite]) -> str:
    """What is said for ``pieces``."""
    return "".join(said for _piece, said in fitted(pieces))
