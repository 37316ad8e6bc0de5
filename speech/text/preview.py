"""What will be read, to look at before it is read: sentence by sentence, each changed place with its reason."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from speech.text.cleaning.clean import clean
from speech.text.cuts import cut
from speech.text.language import language_of
from speech.text.normalise import normalise
from speech.text.reader import language_in
from speech.text.sentences import split_sentences
from speech.text.syllables import is_syllable
from speech.types import Aligned, Flag, Language, Spoken, TextOptions

REPAIR = "repair"
"""By whom a place is said that no rule rewrote: cleaning mended it or left it out."""


@dataclass(frozen=True)
class Token:
    """``[start, end)`` of the source. ``by`` is empty where it is said as it stands; ``readings`` are what it can mean
    when that is not sure, the one that is said first."""

    start: int
    end: int
    text: str
    spoken: str
    by: str = ""
    readings: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """What it could be read as instead."""
        return tuple(reading for reading in self.readings if reading != self.spoken.strip())


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is written and as it is said; its tokens cover it in order, without gaps."""

    start: int
    end: int
    text: str
    spoken: str
    language: Language
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Preview:
    """The sentences cover the source in order, without gaps."""

    language: Language
    sentences: tuple[Sentence, ...]
    flags: tuple[Flag, ...]


def preview(text: str, options: TextOptions) -> Preview:
    """What ``normalise`` says of ``text``, by sentence and token. Linear in the text's length; raises nothing."""
    spoken = normalise(text, options)
    readings = {(flag.start, flag.end): flag.readings for flag in spoken.flags if flag.code == "ambiguous"}
    bounds = _sentences(text, options)
    starts = [start for start, _end, _language in bounds]
    groups: list[list[Aligned]] = [[] for _ in bounds]
    for piece in spoken.alignment:
        groups[max(0, bisect_right(starts, piece.source_start) - 1)].append(piece)
    found = (
        _sentence(spoken, group, language, readings)
        for group, (_start, _end, language) in zip(groups, bounds, strict=True)
        if group
    )
    return Preview(spoken.language, tuple(found), spoken.flags)


def window_end(text: str, start: int, limit: int) -> int:
    """Where a stretch of ``text`` of at most ``limit`` characters from ``start`` ends: after a line where there is one,
    else after a sentence, else at a good place to cut."""
    if len(text) - start <= limit:
        return len(text)
    part = text[start : start + limit]
    for size in (part.rfind("\n") + 1, split_sentences(part, "vi")[-1][0]):
        if size > limit // 3:
            return start + size
    return next(cut(text, start, len(text), limit))[1]


def moved(found: Preview, by: int) -> Preview:
    """``found`` with its spans counted from ``by`` characters before its text."""
    if not by:
        return found
    sentences = (
        replace(
            one, start=one.start + by, end=one.end + by,
            tokens=tuple(replace(token, start=token.start + by, end=token.end + by) for token in one.tokens),
        )
        for one in found.sentences
    )  # fmt: skip
    flags = tuple(replace(flag, start=flag.start + by, end=flag.end + by) for flag in found.flags)
    return Preview(found.language, tuple(sentences), flags)


def _sentences(text: str, options: TextOptions) -> list[tuple[int, int, Language]]:
    """The spans of the sentences in the source, each with the language it is read in."""
    cleaned = clean(text)
    language = language_of(cleaned.text, options)
    spans = [
        (*cleaned.source_span(start, end), language_in(cleaned.text[start:end], options, language))
        for start, end in split_sentences(cleaned.text, language)
    ]
    return spans or ([(0, len(text), language)] if text else [])


def _sentence(
    spoken: Spoken, pieces: list[Aligned], language: Language, readings: dict[tuple[int, int], tuple[str, ...]]
) -> Sentence:
    start, end = pieces[0].source_start, pieces[-1].source_end
    said = spoken.text[pieces[0].spoken_start : pieces[-1].spoken_end].strip()
    tokens = tuple(_joined(_token(spoken, piece, readings) for piece in pieces))
    return Sentence(start, end, spoken.source[start:end], said, language, tokens)


def _token(spoken: Spoken, piece: Aligned, readings: dict[tuple[int, int], tuple[str, ...]]) -> Token:
    start, end = piece.source_start, piece.source_end
    text, said = spoken.source[start:end], spoken.text[piece.spoken_start : piece.spoken_end]
    by = piece.by
    if not by and text.split() != said.split():
        by = REPAIR
    elif by not in ("dictionary", "choice") and _sounds_as_it_stands(text.split(), said.split()):
        by = ""
    return Token(start, end, text, said, by, readings.get((start, end), ()))


def _sounds_as_it_stands(written: list[str], said: list[str]) -> bool:
    """Whether a rule left it so, or made small letters of a plain word's capitals, as in a heading: that changes
    nothing that is heard. NATO that becomes a word is told."""
    if written == said:
        return True
    return [word.lower() for word in written] == said and all(map(is_syllable, said))


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """Neighbours that are said as they stand as one."""
    plain: Token | None = None
    for token in tokens:
        is_plain = not token.by and not token.readings
        if plain and is_plain:
            plain = Token(plain.start, token.end, plain.text + token.text, plain.spoken + token.spoken)
            continue
        if plain:
            yield plain
        plain = token if is_plain else None
        if not is_plain:
            yield token
    if plain:
        yield plain
