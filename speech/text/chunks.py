"""Cuts a text into what an engine says in one go: a sentence, or a part of one at a clause mark."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from speech.text.clean import Cleaned, clean
from speech.text.language import language_of
from speech.text.normalise import language_in, said
from speech.text.sentences import cut, split_sentences
from speech.types import Chunk, Language, TextOptions

MIN_CHARS: Final = 40
"""A smaller cap than the longest single sign in words would cut words apart."""
GAP_CHARS: Final = 32
"""Cleaning may leave out whole scripts; what it left out in one place is silent from this length on."""
HEADING_CHARS: Final = 100
HEADING = re.compile(
    r"\s*(?:chương|phần|mục|bài|hồi|quyển|tập|chapter|part|section|book)\s+[\dIVXLC]{1,6}\b", re.IGNORECASE
)
CLOSED: Final = ".!?…:;,"


@dataclass(frozen=True)
class _Draft:
    """A chunk in the making; its span is of the source, ``pause`` in seconds."""

    start: int
    end: int
    spoken: str
    language: Language
    pause: float = 0.0

    @property
    def size(self) -> int:
        return self.end - self.start


def chunks(text: str, options: TextOptions) -> list[Chunk]:
    """``text`` as chunks whose spans, joined, are ``text``: nothing missing, nothing twice.

    Each is one sentence or a part of it, at most ``options.max_chars`` (not below ``MIN_CHARS``) characters
    of source and of speech, with the pause after it in seconds. White space belongs to the chunk before it.
    What cannot be said joins its neighbour, or is a chunk with empty ``spoken``. Linear in the text's length.
    """
    cleaned = clean(text)
    cutter = _Cutter(cleaned, options, max(MIN_CHARS, options.max_chars))
    language = language_of(cleaned.text, options.language)
    drafts = cutter.drafts(language) if cleaned.text else cutter.silent(0, len(text), language)
    merged = _merged(drafts, cutter.limit)
    if merged:
        merged[-1] = replace(merged[-1], pause=0.0)
    return [_chunk(text, draft) for draft in merged]


def _chunk(text: str, draft: _Draft) -> Chunk:
    written = text[draft.start : draft.end]
    return Chunk(draft.start, draft.end, written, draft.spoken, draft.language, draft.pause)


@dataclass(frozen=True)
class _Cutter:
    """One cleaned text being cut; ``limit`` in characters holds for source and speech."""

    cleaned: Cleaned
    options: TextOptions
    limit: int

    def drafts(self, language: Language) -> Iterator[_Draft]:
        text = self.cleaned.text
        for start, end in split_sentences(text, language):
            spoken_in = language_in(text[start:end], self.options, language)
            *inner, last = self.parts(start, end, spoken_in, self.limit)
            yield from (replace(draft, pause=self.options.clause_pause_seconds) for draft in inner)
            yield replace(last, pause=_pause(text, start, end, self.options))

    def parts(self, start: int, end: int, language: Language, size: int) -> Iterator[_Draft]:
        """``[start, end)`` of the cleaned text in pieces of at most ``size``, smaller where needed."""
        for part_start, part_end in cut(self.cleaned.text, start, end, size):
            spoken = said(self.cleaned.text[part_start:part_end], self.options, language)
            origin, stop = self.cleaned.source_span(part_start, part_end)
            if stop - origin <= self.limit and len(spoken) <= self.limit:
                yield _Draft(origin, stop, spoken, language)
            elif part_end - part_start == 1:
                yield _Draft(origin, origin + 1, spoken, language)
                yield from self.silent(origin + 1, stop, language)
            else:
                yield from self.smaller(part_start, part_end, language)

    def smaller(self, start: int, end: int, language: Language) -> Iterator[_Draft]:
        """A piece that does not fit: around what cleaning left out, or else in halves."""
        offsets = self.cleaned.offsets
        gap = next((at for at in range(start, end) if offsets[at + 1] - offsets[at] > GAP_CHARS), None)
        if gap is None:
            yield from self.parts(start, end, language, (end - start + 1) // 2)
            return
        for part_start, part_end in ((start, gap), (gap, gap + 1), (gap + 1, end)):
            yield from self.parts(part_start, part_end, language, self.limit)

    def silent(self, start: int, end: int, language: Language) -> Iterator[_Draft]:
        """``[start, end)`` of the source as pieces of which nothing is said."""
        for at in range(start, end, self.limit):
            yield _Draft(at, min(end, at + self.limit), "", language)


def _pause(text: str, start: int, end: int, options: TextOptions) -> float:
    """The pause after the sentence ``[start, end)``: longer where its line or its heading ends, too."""
    sentence = text[start:end]
    body = sentence.rstrip()
    if "\n" not in sentence[len(body) :]:
        return options.sentence_pause_seconds
    begins_line = start == 0 or text[start - 1] == "\n"
    is_short = len(body) <= HEADING_CHARS and body[-1:] not in CLOSED
    if begins_line and is_short and (HEADING.match(body) or body.isupper()):
        return options.heading_pause_seconds
    return options.paragraph_pause_seconds


def _merged(drafts: Iterable[_Draft], limit: int) -> list[_Draft]:
    """Drafts that say nothing joined to the one before, or else to the one after, where the limit allows."""
    merged: list[_Draft] = []
    for draft in drafts:
        fits = bool(merged) and merged[-1].size + draft.size <= limit
        if fits and not draft.spoken:
            merged[-1] = replace(merged[-1], end=draft.end, pause=max(merged[-1].pause, draft.pause))
        elif fits and not merged[-1].spoken:
            merged[-1] = replace(draft, start=merged[-1].start)
        else:
            merged.append(draft)
    return merged
