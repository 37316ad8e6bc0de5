"""Cleaning at the door: odd text is repaired and flagged, never refused, and knows where it came from."""

import re
from array import array
from dataclasses import dataclass

from speech.text import characters, markup
from speech.text.traced import Traced, replacing
from speech.types import Flag

# Longer runs say nothing more than short ones. A dotted leader of a table of contents is a pause.
REPEATED = re.compile(r"([!?.,;:\-_=*~#+^|<>/\\•–—…])\1{1,}|(?:[!?]{2,})")
KEPT_TWICE = frozenset(("--", "==", "++", "::", "//", "<<", ">>", "**", "||"))
PAUSES = frozenset("!?,;:•")


@dataclass(frozen=True)
class Cleaned:
    """Repaired text: ``text[i]`` comes from ``source[offsets[i]:offsets[i + 1]]``; flag spans: source."""

    text: str
    offsets: "array[int]"
    flags: tuple[Flag, ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the source behind ``text[start:end]``; touching spans stay touching."""
        return self.offsets[start], self.offsets[end]


def clean(text: str) -> Cleaned:
    """``text`` without markup, invisible and broken characters, in NFC (tone marks reordered), flagged.

    Linear in the length of ``text``; raises nothing. Method: one pass per kind of repair, each of which
    yields edits, so that the way back to the source is kept by construction.
    """
    traced = Traced.whole(text)
    if "<" in text:
        traced = traced.repaired(markup.hidden).repaired(markup.tags)
    if "&" in traced.text:
        traced = traced.repaired(markup.references)
    traced = traced.repaired(characters.line_ends).repaired(characters.odd_characters)
    traced = traced.repaired(characters.tone_marks)
    traced = traced.repaired(replacing(REPEATED, _shorter, "repeated_punctuation"))
    return Cleaned(traced.text, traced.offsets, tuple(sorted(traced.flags, key=lambda flag: flag.start)))


def _shorter(match: re.Match[str]) -> str:
    run = match.group()
    if run in KEPT_TWICE:
        return run
    if not match[1]:
        return "?!" if "?" in run and "!" in run else run[0]
    if match[1] in ".…":
        return ".." if run == ".." else "…"
    return match[1] if match[1] in PAUSES else " "
