"""How rules work: each finds spans of one sentence and says what is read there; who comes first wins a span.

A rule never sees what an earlier one has claimed: claimed characters are masked, position by position, so
that spans stay spans of the sentence and the alignment of spoken to written text falls out.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, NamedTuple

from speech.text.letters import Speller
from speech.text.numbers import Numbers
from speech.types import TextOptions

Kind = Literal[
    "number", "date", "time", "money", "unit", "range", "score", "percent", "phone", "code", "abbreviation",
    "acronym", "web", "foreign", "roman", "math", "symbol", "dictionary", "choice", "backend",
]  # fmt: skip
"""What a rule reads, in a word that people see beside a token; the set is closed."""

MASK: Final = "\ue000"
"""Stands for a claimed character; cleaning removes it from every text beforehand."""
CUE_CHARS: Final = 64
"""How far a rule looks for words that decide what a number means."""


class Rewrite(NamedTuple):
    """``spoken`` is read instead of ``[start, end)``; it could also be any of ``others``. ``by`` names the rule."""

    start: int
    end: int
    spoken: str
    others: tuple[str, ...] = ()
    by: str = ""


class Reading(NamedTuple):
    """What a rule says when it cannot be sure: ``spoken``, but ``others`` are possible.

    ``by`` is given where one rule reads several kinds of things.
    """

    spoken: str
    others: tuple[str, ...] = ()
    by: Kind | None = None


@dataclass(frozen=True)
class Context:
    """The sentence that the rules read (never masked) and how the reader wants it."""

    text: str
    options: TextOptions = field(default_factory=TextOptions)

    @cached_property
    def say(self) -> Numbers:
        """The words for numbers."""
        return Numbers(self.options.region, self.options.years)

    @cached_property
    def speller(self) -> Speller:
        """Says letters and codes."""
        return Speller(self.say, self.options.letters)

    def before(self, position: int) -> str:
        """The last characters before ``position``, in lower case."""
        return self.text[max(0, position - CUE_CHARS) : position].lower()

    def after(self, position: int) -> str:
        """The next characters from ``position``, in lower case."""
        return self.text[position : position + CUE_CHARS].lower()


Read = Callable[[re.Match[str], Context], str | Reading | None]


@dataclass(frozen=True)
class Rule:
    """``read`` says what a match of ``pattern`` sounds like, or None when it is something else after all. What can
    mean several things is a ``Reading`` with the others.

    ``needs``: the rule is not tried on a sentence without one of these characters ("0": any digit).
    """

    name: Kind
    pattern: re.Pattern[str]
    read: Read
    needs: str = ""

    def applies(self, characters: frozenset[str]) -> bool:
        return not self.needs or not characters.isdisjoint(DIGITS if self.needs == "0" else self.needs)


DIGITS: Final = frozenset("0123456789")


def apply(rules: Sequence[Rule], context: Context, taken: Iterable[Rewrite] = ()) -> list[Rewrite]:
    """The rewrites of all rules in order of their place, none overlapping, those of ``taken`` among them."""
    found = list(taken)
    masked = masking(context.text, found)
    characters = frozenset(context.text)
    for rule in rules:
        if not rule.applies(characters):
            continue
        fresh = [
            _rewrite(rule, match, said)
            for match in rule.pattern.finditer(masked)
            if match.end() > match.start() and (said := rule.read(match, context)) is not None
        ]
        if fresh:
            masked = masking(masked, fresh)
            found += fresh
    return sorted(found)


def _rewrite(rule: Rule, match: re.Match[str], said: str | Reading) -> Rewrite:
    reading = said if isinstance(said, Reading) else Reading(said)
    others = tuple(dict.fromkeys(other for other in reading.others if other != reading.spoken))
    return Rewrite(match.start(), match.end(), reading.spoken, others, reading.by or rule.name)


def masking(text: str, rewrites: Sequence[Rewrite]) -> str:
    """``text``, as long as before, with the spans of ``rewrites`` masked."""
    pieces: list[str] = []
    done = 0
    for start, end, *_ in sorted(rewrites):
        pieces += (text[done:start], MASK * (end - start))
        done = end
    return "".join((*pieces, text[done:]))
