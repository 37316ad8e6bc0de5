"""Text as it is written -> text as it is said, with the way back from every part of it."""

from collections.abc import Iterator
from io import StringIO
from typing import Final

from speech.text.alignment import Alignment
from speech.text.cleaning.clean import Cleaned, clean
from speech.text.cuts import cut
from speech.text.language import language_of, unmarked_spans
from speech.text.pieces import fitted
from speech.text.reader import Reader, language_in
from speech.text.rules import Rewrite
from speech.text.sentences import split_sentences
from speech.types import Flag, Language, Spoken, TextOptions

PART_CHARS: Final = 1000
"""Longer stretches without a sentence's end are read in parts, so that every rule's cost stays linear."""


USUAL: Final = TextOptions()


def normalise(text: str, options: TextOptions = USUAL) -> Spoken:
    """What is said for ``text``, aligned to it; odd text is repaired and flagged, nothing raises.

    Numbers, dates, money, units, abbreviations and codes become words of their sentence's language; white
    space becomes single spaces. ``alignment`` covers all of ``text`` and of the spoken text without gaps,
    one entry per word, white space or rewritten token.
    """
    cleaned = clean(text, options)
    language = language_of(cleaned.text, options)
    sentences = split_sentences(cleaned.text, language)
    said = StringIO()
    flags = [*cleaned.flags, *_unmarked(sentences, cleaned, language)]
    alignment = Alignment()
    for piece, part in fitted(_pieces(Reader.of(cleaned, options), sentences, language)):
        said.write(part)
        alignment.add(len(part), cleaned.offsets[piece.end], piece.by)
        if piece.others:  # it can mean several things
            span = cleaned.source_span(piece.start, piece.end)
            flags.append(Flag("ambiguous", *span, (piece.spoken, *piece.others)))
    if text and not alignment:
        alignment.add(0, len(text))
    return Spoken(text, said.getvalue(), language, alignment, tuple(sorted(flags, key=lambda flag: flag.start)))


def _unmarked(sentences: list[tuple[int, int]], cleaned: Cleaned, language: Language) -> Iterator[Flag]:
    """Where Vietnamese was typed without its diacritics: nobody can read that well."""
    if language == "vi":
        for start, end in unmarked_spans(cleaned.text, sentences):
            yield Flag("no_diacritics", *cleaned.source_span(start, end))


def _pieces(reader: Reader, sentences: list[tuple[int, int]], language: Language) -> Iterator[Rewrite]:
    text = reader.cleaned.text
    for start, end in sentences:
        spoken_in = language_in(text[start:end], reader.options, language)
        for part_start, part_end in cut(text, start, end, PART_CHARS):
            yield from reader.pieces(part_start, part_end, spoken_in)
