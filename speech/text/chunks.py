"""Cuts a text into what an engine says in one go: a sentence, or a part of one where a reader would breathe."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from speech.text.cleaning.clean import Cleaned, clean
from speech.text.cuts import AFTER_CLAUSE, BEFORE_CONNECTIVE, LOOK, cut, kind_of
from speech.text.language import language_of
from speech.text.normalise import PART_CHARS
from speech.text.packing import Sizes, packs
from speech.text.pieces import spoken_text
from speech.text.reader import Reader, language_in
from speech.text.sentences import split_sentences
from speech.types import Chunk, Language, TextOptions

MIN_CHARS: Final = 40
"""A smaller cap than the longest single sign in words would cut words apart."""
GAP_CHARS: Final = 32
"""Cleaning may leave out whole scripts; what it left out in one place is silent from this length on."""
HEADING_CHARS: Final = 100
HEADING_START: Final = r"\s*(?:{})\s+(?:thứ\s+\w+|[\dIVXLC]{{1,6}}\b)[^\n]{{0,100}}"
CHAPTER = re.compile(HEADING_START.format("chương|phần|hồi|quyển|tập|chapter|part|book|volume"), re.IGNORECASE)
HEADING = re.compile(HEADING_START.format("mục|bài|điều|section|article|lesson"), re.IGNORECASE)
CLOSED: Final = ".!?…:;,"


@dataclass(frozen=True, slots=True)
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
    of source and of speech, with the pause after it in seconds. A long sentence is read whole first, so that
    no number with its unit, date or abbreviation is cut apart. White space belongs to the chunk before it.
    What cannot be said joins its neighbour, or is a chunk with empty ``spoken``. Linear in the text's length.
    """
    cleaned = clean(text, options)
    cutter = _Cutter(Reader.of(cleaned, options), cleaned, options, max(MIN_CHARS, options.max_chars))
    language = language_of(cleaned.text, options)
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

    reader: Reader
    cleaned: Cleaned
    options: TextOptions
    limit: int

    def drafts(self, language: Language) -> Iterator[_Draft]:
        text = self.cleaned.text
        for start, end in split_sentences(text, language):
            spoken_in = language_in(text[start:end], self.options, language)
            *inner, last = self.sentence(start, end, spoken_in)
            yield from inner
            yield replace(last, pause=_pause(text, start, end, self.options))

    def sentence(self, start: int, end: int, language: Language) -> Iterator[_Draft]:
        text = self.cleaned.text
        for part_start, part_end in cut(text, start, end, PART_CHARS):
            *inner, last = self.part(part_start, part_end, language)
            yield from inner
            kind = kind_of(text[max(start, part_end - LOOK) : part_end], text[part_end : part_end + LOOK])
            yield replace(last, pause=self.pause_at(kind))

    def part(self, start: int, end: int, language: Language) -> Iterator[_Draft]:
        """``[start, end)`` of the cleaned text, read in one go, in as few pieces as the limit allows."""
        gap = self.gap(start, end)
        if gap is not None:
            yield from self.around(start, gap, end, language)
            return
        pieces = list(self.reader.pieces(start, end, language))
        sizes = Sizes(pieces, self.cleaned.offsets)
        for first, last, kind in packs(self.cleaned.text, pieces, sizes, self.limit):
            origin, stop = pieces[first].start, pieces[last - 1].end
            if sizes.of(first, last) > self.limit:
                yield from self.smaller(origin, stop, language)
            else:
                spoken = spoken_text(pieces[first:last])
                yield _Draft(*self.cleaned.source_span(origin, stop), spoken, language, self.pause_at(kind))

    def gap(self, start: int, end: int) -> int | None:
        """Where cleaning left out so much that ``[start, end)`` does not fit; it is silent there."""
        offsets = self.cleaned.offsets
        if offsets[end] - offsets[start] <= self.limit or end - start == 1:
            return None
        return next((at for at in range(start, end) if offsets[at + 1] - offsets[at] > GAP_CHARS), None)

    def around(self, start: int, gap: int, end: int, language: Language) -> Iterator[_Draft]:
        for part_start, part_end in ((start, gap), (gap, gap + 1), (gap + 1, end)):
            if part_start < part_end:
                yield from self.part(part_start, part_end, language)

    def pause_at(self, kind: int) -> float:
        """The pause inside a sentence: where a clause ends, half of it before a connective, none elsewhere."""
        if kind == BEFORE_CONNECTIVE:
            return self.options.clause_pause_seconds / 2
        return self.options.clause_pause_seconds if kind == AFTER_CLAUSE else 0.0

    def smaller(self, start: int, end: int, language: Language) -> Iterator[_Draft]:
        """One token that does not fit, in halves."""
        if end - start == 1:
            yield from self.single(start, language)
            return
        for part_start, part_end in cut(self.cleaned.text, start, end, (end - start + 1) // 2):
            yield from self.part(part_start, part_end, language)

    def single(self, at: int, language: Language) -> Iterator[_Draft]:
        """One character with what cleaning left out behind it."""
        origin, stop = self.cleaned.source_span(at, at + 1)
        yield _Draft(origin, origin + 1, self.reader.said(at, at + 1, language), language)
        yield from self.silent(origin + 1, stop, language)

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
    if _heads(CHAPTER, text, end):
        return options.chapter_pause_seconds
    begins_line = start == 0 or text[start - 1] == "\n"
    is_heading = body.isupper() or HEADING.match(body) or CHAPTER.match(body)
    if begins_line and is_heading and len(body) <= HEADING_CHARS and body[-1:] not in CLOSED:
        return options.heading_pause_seconds
    return options.paragraph_pause_seconds


def _heads(pattern: re.Pattern[str], text: str, start: int) -> bool:
    """Whether the line that begins at ``start`` is such a heading."""
    found = pattern.match(text, start, start + HEADING_CHARS + 1)
    return found is not None and text[found.end() : found.end() + 1] in ("", "\n") and found[0][-1] not in CLOSED


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
