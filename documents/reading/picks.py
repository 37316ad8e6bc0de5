"""Choices for one place of a text as people make them: with what stood there, so that an edit elsewhere is noticed."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any, Final

from lib.names import clean_name
from lib.refusals import Refusal
from speech.text.cleaning.compose import compose
from speech.types import Choice

MOST: Final = 5000
LONGEST: Final = 400
MOST_JSON_CHARS: Final = 1_000_000


@dataclass(frozen=True, order=True)
class Pick:
    """``[start, end)`` of a text, where ``written`` stands, is said as ``spoken``."""

    start: int
    end: int
    written: str
    spoken: str

    def fits(self, text: str) -> bool:
        return 0 <= self.start < self.end and text[self.start : self.end] == self.written

    def touches(self, start: int, end: int) -> bool:
        return self.start < end and start < self.end


def clean_text(raw: str) -> str:
    """Text that a database takes: NFC, no NUL, no half characters. The rest is the core's to repair."""
    whole = raw.encode("utf-8", "replace").decode("utf-8")
    return compose(whole.replace("\x00", ""))


def one_line_end(text: str) -> str:
    """Browsers send line ends in two ways; places are counted in one."""
    return text.replace("\r\n", "\n")


def made(text: str, start: int, end: int, spoken: str) -> Pick:
    """A choice for a place of ``text``. Raises ``bad_choice`` (400): nothing there, too long, or nothing to say."""
    said = clean_name(spoken, limit=LONGEST + 1)
    written = text[start:end]
    is_place = 0 <= start < end <= len(text) and len(written) <= LONGEST and bool(written.strip())
    if not is_place or len(said) > LONGEST or not any(letter.isalnum() for letter in said):
        raise Refusal("bad_choice", 400, field="choices", limit=LONGEST)
    return Pick(start, end, written, said)


def put(picks: Iterable[Pick], new: Pick) -> list[Pick]:
    """``picks`` with ``new`` in the place of those that it touches."""
    return sorted([*taken_out(picks, new.start, new.end), new])


def taken_out(picks: Iterable[Pick], start: int, end: int) -> list[Pick]:
    return [pick for pick in picks if not pick.touches(start, end)]


def fitting(picks: Iterable[Pick], text: str) -> list[Pick]:
    """Those whose place still says what it said."""
    return [pick for pick in picks if pick.fits(text)]


def checked(picks: Sequence[Pick], text: str) -> tuple[Pick, ...]:
    """``picks`` as they are kept. Raises ``bad_choice`` (400) when something else stands at a place, there is nothing
    to say, or there are too many."""
    if len(picks) > MOST or not all(pick.fits(text) for pick in picks):
        raise Refusal("bad_choice", 400, field="choices", limit=LONGEST)
    return tuple(made(text, pick.start, pick.end, pick.spoken) for pick in picks)


def within(picks: Iterable[Pick], start: int, end: int) -> tuple[Pick, ...]:
    """Those of ``[start, end)``, counted from there."""
    return tuple(
        replace(pick, start=pick.start - start, end=pick.end - start)
        for pick in picks
        if start <= pick.start and pick.end <= end
    )


def as_choices(picks: Iterable[Pick], text: str) -> tuple[Choice, ...]:
    """What the core is told: those that fit."""
    return tuple(Choice(pick.start, pick.end, pick.spoken) for pick in fitting(picks, text))


def dumped(picks: Sequence[Pick]) -> list[list[Any]]:
    """As a job and a form keep them."""
    return [list(astuple(pick)) for pick in picks]


def loaded(rows: Any) -> list[Pick]:
    """What ``dumped`` gave, or somebody made up. Raises ``bad_choice`` (400)."""
    if not isinstance(rows, list) or len(rows) > MOST:
        raise Refusal("bad_choice", 400, field="choices", limit=LONGEST)
    return [_loaded(row) for row in rows]


def _loaded(row: Any) -> Pick:
    kinds = (int, int, str, str)
    is_pick = isinstance(row, list) and len(row) == len(kinds) and all(map(isinstance, row, kinds))
    if not is_pick or len(row[2]) > LONGEST:
        raise Refusal("bad_choice", 400, field="choices", limit=LONGEST)
    return replace(made(row[2], 0, len(row[2]), row[3]), start=row[0], end=row[1])


def parsed(raw: str) -> list[Pick]:
    """``loaded`` from JSON; of nothing, none."""
    if len(raw) > MOST_JSON_CHARS:
        raise Refusal("bad_choice", 400, field="choices", limit=LONGEST)
    try:
        return loaded(json.loads(raw or "[]"))
    except (ValueError, RecursionError):
        raise Refusal("bad_choice", 400, field="choices", limit=LONGEST) from None
