"""Reads one Vietnamese sentence: our rules first, a backend for what they leave, then what is left still."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from speech.text.backends import MAX_CHARS, Backend
from speech.text.numbers import NUMBER
from speech.text.rules import MASK, Context, Rewrite, apply, masking
from speech.text.syllables import is_marked, is_syllable
from speech.text.vietnamese import (
    abbreviations,
    rules_addresses,
    rules_capitals,
    rules_chemistry,
    rules_codes,
    rules_date_ranges,
    rules_dates,
    rules_foreign,
    rules_fractions,
    rules_marks,
    rules_maths,
    rules_money,
    rules_numbers,
    rules_phones,
    rules_quantities,
    rules_ranges,
    rules_roman,
    rules_times,
    rules_transport,
    rules_units,
    rules_web,
)
from speech.text.vietnamese.lexicon import CHAT
from speech.text.vietnamese.units import CURRENCIES, MULTIPLES, UNITS
from speech.types import TextOptions

OWN_RULES: Final = (
    *rules_web.RULES,
    *rules_codes.RULES,
    *rules_transport.RULES,
    *rules_addresses.RULES,
    *abbreviations.RULES,
    *rules_codes.DOTTED_RULES,
    *rules_capitals.INITIAL_RULES,
    *rules_chemistry.RULES,
    *rules_date_ranges.RULES,
    *rules_dates.RULES,
    *rules_roman.RULES,
    *rules_phones.RULES,
    *rules_codes.NUMBER_RULES,
    *rules_maths.RULES,
    *rules_times.RULES,
    *rules_units.EARLY_RULES,
    *rules_money.RULES,
    *rules_quantities.RULES,
    *rules_units.RULES,
    *rules_ranges.RULES,
    *rules_fractions.RULES,
    *rules_numbers.RULES,
    *rules_maths.LAST_RULES,
    *abbreviations.SENSE_RULES,
    *rules_foreign.RULES,
    *rules_codes.LETTER_RULES,
    *rules_capitals.KNOWN_RULES,
    *rules_marks.PUNCTUATION_RULES,
)
LAST_RULES: Final = (*rules_numbers.LAST_RULES, *rules_capitals.SPELLING_RULES, *rules_marks.LEFT_RULES)
WORD: Final = re.compile(r"[^\W\d_]+")
LEFT: Final = re.compile(rf"[^\s{MASK}]+")
EDGES: Final = " .,;:!?…\"“”'‘’«»-–—*_>#`~|"
PLAIN_NUMBER: Final = re.compile(rf"[-−]?{NUMBER}")
LETTERS_ONLY: Final = re.compile(r"[-./&]?[^\W\d_]+(?:[-./&'’][^\W\d_]+)*[-./&]?")
FINAL: Final = frozenset(("dictionary", "choice", "roman"))
"""What a reader asked for is said as asked; Roman numerals may look like words ("vi")."""
ABBREVIATED: Final = frozenset((*UNITS, *CURRENCIES, *MULTIPLES, *CHAT, *map(str.capitalize, CHAT)))
"""Words that a rule may replace although they are spelled like plain words ("ha", "tỉ")."""


def rewrites(text: str, options: TextOptions, backend: Backend | None, own: Sequence[Rewrite] = ()) -> list[Rewrite]:
    """What is read instead of which spans of ``text`` (one cleaned sentence), in order, none overlapping.

    ``own`` are the reader's rules and choices, which are final. No plain Vietnamese word inside any other span is
    lost: a rewrite that would lose one is given up, first the backend's for our rules, then the rules' for the text.
    """
    context = Context(text, options)
    found = _keeping_words(context, apply(OWN_RULES, context, own))
    if backend:
        found += _keeping_words(context, list(_by_backend(context, found, backend)))
    return _keeping_words(context, apply(LAST_RULES, context, found))


def _by_backend(context: Context, found: Sequence[Rewrite], backend: Backend) -> Iterator[Rewrite]:
    """The tokens that still hold digits or signs, each read alone."""
    for match in LEFT.finditer(masking(context.text, found)):
        token = match.group().strip(EDGES)
        if not _is_odd(token) or len(token) > MAX_CHARS:
            continue
        start = match.start() + match.group().index(token)
        spoken = backend(token)
        if spoken and _is_better(token, spoken):
            yield Rewrite(start, start + len(token), spoken, by="backend")


def _is_odd(token: str) -> bool:
    if not token.isascii() and not any(map(str.isdigit, token)):
        return False  # other scripts are the engine's to say: backends drop them silently
    if LETTERS_ONLY.fullmatch(token):
        return False  # our lists know what capitals mean, and spell the others
    return bool(token) and not PLAIN_NUMBER.fullmatch(token) and any(map(str.isalnum, token))


def _is_better(token: str, spoken: str) -> bool:
    """Whether a backend's answer is words only, with nothing left out."""
    if any(char.isdigit() for char in spoken) or not any(char.isalpha() for char in spoken):
        return False
    if any(is_marked(word) and word.lower() not in spoken.lower() for word in WORD.findall(token)):
        return False
    return spoken.lower() != "".join(filter(str.isalnum, token)).lower()  # else a sign was dropped


def _keeping_words(context: Context, found: list[Rewrite]) -> list[Rewrite]:
    return [rewrite for rewrite in found if rewrite.by in FINAL or _lost_words(context.text, rewrite) == 0]


def _lost_words(text: str, rewrite: Rewrite) -> int:
    """How many plain words of the span are missing from what is said."""
    if rewrite.end - rewrite.start < 2:
        return 0
    before, after = text[rewrite.start - 1 : rewrite.start], text[rewrite.end : rewrite.end + 1]
    words = [word.strip(EDGES + "()[]{}") for word in text[rewrite.start : rewrite.end].split()]
    plain = [word for word in words if is_plain(word)]
    if not plain or before.isalnum() or after.isalnum():
        return 0
    said = frozenset(WORD.findall(rewrite.spoken.lower()))
    return sum(word.lower() not in said for word in plain)


def is_plain(word: str) -> bool:
    """Whether ``word`` is an ordinary Vietnamese word, to be said exactly as it stands."""
    return len(word) > 1 and not word.isupper() and word not in ABBREVIATED and is_syllable(word)
