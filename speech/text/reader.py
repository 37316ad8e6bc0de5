"""Reads any part of one cleaned text, in the way that its reader wants."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from speech.text import noise
from speech.text.backends import backend
from speech.text.cleaning.clean import Cleaned
from speech.text.dictionary import Dictionary, chosen, dictionaries, own_rewrites
from speech.text.english import numbers as english_numbers
from speech.text.english import reading as english
from speech.text.language import sentence_language
from speech.text.numbers import NUMBER, Numbers
from speech.text.pieces import covering, spoken_text
from speech.text.rules import Rewrite
from speech.text.vietnamese import reading as vietnamese
from speech.types import Language, TextOptions

MOST_KNOWN: Final = 16


def language_in(sentence: str, options: TextOptions, otherwise: Language) -> Language:
    """The language of a sentence inside a text in ``otherwise``: its own only when the user left it open."""
    return sentence_language(sentence, otherwise) if options.language == "auto" else otherwise


@dataclass(frozen=True)
class Reader:
    """``choices`` are those of ``options`` as spans of the cleaned text, in order; ``rules`` are its rules."""

    cleaned: Cleaned
    options: TextOptions
    choices: tuple[Rewrite, ...] = ()
    rules: Mapping[Language, tuple[Dictionary, ...]] = field(default_factory=dict)
    _known: dict[tuple[str, Language], Sequence[Rewrite]] = field(default_factory=dict, repr=False, compare=False)
    """What was found in the last few parts: whoever sends one thing 50,000 times has it read once."""

    @classmethod
    def of(cls, cleaned: Cleaned, options: TextOptions) -> "Reader":
        rules: dict[Language, tuple[Dictionary, ...]] = {}
        if options.rules:
            rules = {"vi": dictionaries(options.rules, "vi"), "en": dictionaries(options.rules, "en")}
        return cls(cleaned, options, tuple(chosen(options.choices, cleaned)), rules)

    def pieces(self, start: int, end: int, language: Language) -> Iterator[Rewrite]:
        """The pieces of ``[start, end)`` of the cleaned text, a sentence or a part of one, as they are said."""
        text = self.cleaned.text[start:end]
        own = self._own(text, start, end, language)
        return covering(text, self._found(text, language, own), start)

    def _found(self, text: str, language: Language, own: list[Rewrite]) -> Sequence[Rewrite]:
        if own:
            return self._rewrites(text, language, own)
        if (text, language) not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[text, language] = self._rewrites(text, language, own)
        return self._known[text, language]

    def _rewrites(self, text: str, language: Language, own: list[Rewrite]) -> Sequence[Rewrite]:
        if not own and noise.is_noise(text):
            return noise.rewrites(text, language, self.options.region)
        if language == "en":
            return english.rewrites(text, self.options, own)
        return vietnamese.rewrites(text, self.options, backend(self.options.backend), own)

    def said(self, start: int, end: int, language: Language) -> str:
        """What is said for ``[start, end)`` of the cleaned text."""
        return spoken_text(self.pieces(start, end, language))

    def _choices_in(self, start: int, end: int) -> tuple[Rewrite, ...]:
        """Those that reach into ``[start, end)``: they are in order and apart, and a book may have thousands."""
        first = bisect_right(self.choices, start, key=lambda choice: choice.end)
        return self.choices[first : bisect_left(self.choices, end, lo=first, key=lambda choice: choice.start)]

    def _own(self, text: str, start: int, end: int, language: Language) -> list[Rewrite]:
        """What the reader's own choices and rules say here; a choice is said whole where it begins."""
        if not self.choices and not self.rules:
            return []
        choices = [
            Rewrite(
                max(choice.start, start) - start,
                min(choice.end, end) - start,
                choice.spoken if choice.start >= start else "",
                by="choice",
            )
            for choice in self._choices_in(start, end)
        ]
        found = own_rewrites(text, choices, self.rules.get(language, ()))
        written = english_numbers.written if language == "en" else Numbers(self.options.region).written
        return [
            rewrite._replace(spoken=re.sub(NUMBER, lambda number: written(number.group()), rewrite.spoken))
            for rewrite in found
        ]
