"""Cleaning at the door: odd text is repaired and flagged, never refused, and knows where it came from."""

import re
from array import array
from dataclasses import dataclass

from speech.text.cleaning import characters, emoji, forms, markup
from speech.text.cleaning.markdown import without_markdown
from speech.text.cleaning.traced import Traced, replacing
from speech.text.language import language_of
from speech.types import Flag, Language, TextOptions

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


def clean(text: str, options: TextOptions | None = None) -> Cleaned:
    """``text`` without markup, invisible and broken characters, in NFC (tone marks reordered), flagged.

    ``options`` says whether emoji are dropped (the default) or said, and in which language. Linear in the
    length of ``text``; raises nothing. Method: one pass per kind of repair, each of which yields edits, so
    that the way back to the source is kept by construction.
    """
    traced = _without_html(Traced.whole(text)).repaired(characters.line_ends)
    traced = _with_emoji(traced, options or TextOptions())
    if not text.isascii():
        traced = traced.repaired(forms.powers).repaired(characters.odd_characters).repaired(forms.look_alikes)
        traced = traced.repaired(characters.tone_marks)
    else:
        traced = traced.repaired(characters.odd_characters)
    traced = without_markdown(traced)
    traced = traced.repaired(replacing(REPEATED, _shorter, "repeated_punctuation"))
    return Cleaned(traced.text, traced.offsets, tuple(sorted(traced.flags, key=lambda flag: flag.start)))


def _without_html(traced: Traced) -> Traced:
    if "<" in traced.text:
        traced = traced.repaired(markup.hidden).repaired(markup.tags)
    if "&" not in traced.text:
        return traced
    unescaped = traced.repaired(markup.references)
    if unescaped is not traced:  # feeds escape twice: &amp;nbsp; and &lt;b&gt;
        return unescaped.repaired(markup.references).repaired(markup.tags)
    return traced


def _with_emoji(traced: Traced, options: TextOptions) -> Traced:
    """Emoticons, and emoji that shall be said; emoji that shall not are odd characters."""
    language: Language | None = None
    if options.emoji == "say":
        language = language_of(traced.text, options)
        traced = traced.repaired(emoji.spoken_emoji(language))
    return traced.repaired(emoji.emoticons(language))


def _shorter(match: re.Match[str]) -> str:
    run = match.group()
    if run in KEPT_TWICE:
        return run
    if not match[1]:
        return "?!" if "?" in run and "!" in run else run[0]
    if match[1] in ".…":
        return ".." if run == ".." else "…"
    return match[1] if match[1] in PAUSES else " "
