"""Vietnamese abbreviations: the ones with their full words, and the ones that need to see what follows."""

import re
from collections.abc import Iterable
from typing import Final

from speech.text.lexicon import ACRONYMS, PAIRS, PLACES, SMALL, TITLES
from speech.text.rules import CUE_CHARS, Context, Rule
from speech.text.syllables import is_syllable


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


FIXED: Final = re.compile(rf"(?<![\w.])(?:{one_of((*PAIRS, *SMALL))})(?![\w&])")
TITLE: Final = re.compile(rf"(?<!\w)({one_of(TITLES)})\.(?=\s?[^\W\d_])", re.IGNORECASE)
PLACE: Final = re.compile(rf"(?<![\w.])({one_of(PLACES)})\.(?=\s?(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]|\d))", re.IGNORECASE)
PLACE_NUMBER: Final = re.compile(r"(?<![\w.])([QP])(?=\s?\d{1,2}(?![\w.,/]))")
ROAD: Final = re.compile(r"(?<![\w.])(QL|TL)\.?(?=\s?\d)")


def _fixed(match: re.Match[str], _context: Context) -> str:
    return PAIRS.get(match.group()) or SMALL[match.group()]


def _title(match: re.Match[str], context: Context) -> str | None:
    written = match[1]
    return None if written.islower() and not context.before(match.start()).strip() else TITLES[written.lower()]


def _place(match: re.Match[str], context: Context) -> str | None:
    """ "P. Bến Nghé" is a ward; "John P. Smith" and "H. G. Wells" are people."""
    written, before = match[1], context.text[: match.start()][-CUE_CHARS:]
    is_name = len(written) == 1 and written.isupper() and re.search(r"[A-Z][a-z]+ $", before)
    following = re.match(r"\.\s?(\w+)", context.text[match.end(1) : match.end() + CUE_CHARS])
    readable = following and (following[1].isdigit() or is_syllable(following[1]))
    return PLACES[written.lower()] if readable and not (is_name and not is_syllable(before.split()[-1])) else None


def _place_number(match: re.Match[str], _context: Context) -> str:
    return PLACES[match[1].lower()]


def _road(match: re.Match[str], _context: Context) -> str:
    return ACRONYMS[match[1]]


RULES: Final = (
    Rule("fixed abbreviation", FIXED, _fixed),
    Rule("title", TITLE, _title, "."),
    Rule("place", PLACE, _place, "."),
    Rule("road", ROAD, _road, "L"),
    Rule("district", PLACE_NUMBER, _place_number, "QP"),
)
