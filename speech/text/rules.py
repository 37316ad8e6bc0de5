"""How rules work: each finds spans of one sentence and says what is read there; who comes first wins a span.

A rule never sees what an earlier one has claimed: claimed characters are masked, position by position, so
that spans stay spans of the sentence and the alignment of spoken to written text falls out.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from speech.text.numbers import Numbers

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
    """What a rule says when it cannot be sure: ``spoken``, but ``others`` are possible."""

    spoken: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Context:
    """The sentence that the rules read (never masked) and the words for its numbers."""

    text: str
    say: Numbers = field(default_factory=Numbers)

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

    name: str
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
    spoken, others = said if isinstance(said, Reading) else (said, ())
    others = tuple(dict.fromkeys(other for other in others if other != spoken))
    return Rewrite(match.start(), match.end(), spoken, others, rule.name)


def masking(text: str, rewrites: Sequence[Rewrite]) -> str:
    """``text``, as long as before, with the spans of ``rewrites`` masked."""
    pieces: list[str] = []
    done = 0
    for start, end, *_ in sorted(rewrites):
        pieces += (text[done:start], MASK * (end - start))
        done = end
    return "".join((*pieces, text[done:]))
