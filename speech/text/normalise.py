"""Text as it is written -> text as it is said, with the way back from every part of it."""

from collections.abc import Iterator
from typing import Final

from speech.text import english, vietnamese
from speech.text.backends import backend
from speech.text.clean import Cleaned, clean
from speech.text.language import language_of, sentence_language
from speech.text.pieces import aligned, covering, fitted
from speech.text.rules import Rewrite
from speech.text.sentences import cut, split_sentences
from speech.types import Aligned, Flag, Language, Spoken, TextOptions

PART_CHARS: Final = 1000
"""Longer stretches without a sentence's end are read in parts, so that every rule's cost stays linear."""


def normalise(text: str, options: TextOptions) -> Spoken:
    """What is said for ``text``, aligned to it; odd text is repaired and flagged, nothing raises.

    Numbers, dates, money, units, abbreviations and codes become words of their sentence's language; white
    space becomes single spaces. ``alignment`` covers all of ``text`` and of the spoken text without gaps,
    one entry per word, white space or rewritten token.
    """
    cleaned = clean(text)
    language = language_of(cleaned.text, options.language)
    pieces = list(_pieces(cleaned.text, options, language))
    said = fitted(pieces)
    alignment = aligned(pieces, said, cleaned.offsets)
    if not pieces and text:
        alignment = (Aligned(0, 0, 0, len(text)),)
    flags = [*cleaned.flags, *_doubts(pieces, cleaned)]
    return Spoken(text, "".join(said), language, alignment, tuple(sorted(flags, key=lambda flag: flag.start)))


def _doubts(pieces: list[Rewrite], cleaned: Cleaned) -> Iterator[Flag]:
    """Where the text can mean several things, what it can mean."""
    for piece in pieces:
        if piece.others:
            yield Flag("ambiguous", *cleaned.source_span(piece.start, piece.end), (piece.spoken, *piece.others))


def _pieces(text: str, options: TextOptions, language: Language) -> Iterator[Rewrite]:
    for start, end in split_sentences(text, language):
        spoken_in = language_in(text[start:end], options, language)
        for part_start, part_end in cut(text, start, end, PART_CHARS):
            yield from read(text[part_start:part_end], options, spoken_in, part_start)


def language_in(sentence: str, options: TextOptions, otherwise: Language) -> Language:
    """The language of a sentence inside a text in ``otherwise``: its own only when the user left it open."""
    return sentence_language(sentence, otherwise) if options.language == "auto" else otherwise


def read(sentence: str, options: TextOptions, language: Language, offset: int = 0) -> Iterator[Rewrite]:
    """The pieces of one cleaned sentence, which begins at ``offset`` of its text, as they are said."""
    if language == "en":
        return covering(sentence, english.rewrites(sentence), offset)
    found = vietnamese.rewrites(sentence, options.region, backend(options.backend))
    return covering(sentence, found, offset)


def said(sentence: str, options: TextOptions, language: Language) -> str:
    """What is said for one cleaned sentence."""
    return "".join(fitted(list(read(sentence, options, language))))
