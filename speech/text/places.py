"""Where a reader's own rules would be said: found as the reader finds them, without reading the rest."""

from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from speech.text.cleaning.clean import clean
from speech.text.dictionary import Dictionary, dictionaries, own_rewrites
from speech.text.language import language_of
from speech.text.reader import language_in
from speech.text.sentences import split_sentences
from speech.types import LanguageChoice, Pronunciation, TextOptions


@dataclass(frozen=True)
class Finder:
    """Finds the places of texts that ``rules`` say; made once for many texts."""

    rules: tuple[Pronunciation, ...]

    def count(self, text: str, language: LanguageChoice = "auto") -> int:
        """How many there are in ``text``; those of a rule of one language only in sentences of that."""
        return len(self.said(text, language))

    def said(self, text: str, language: LanguageChoice = "auto") -> list[tuple[int, int, str]]:
        """Where they are, counted in ``text`` as it is cleaned, and what is said there."""
        if not self._could_fit(text):
            return []
        cleaned = clean(text).text
        if all(rule.language is None for rule in self.rules):
            return self._in(cleaned, 0, len(cleaned), self._vietnamese)
        options = TextOptions(language=language)
        whole = language_of(cleaned, options)
        found = []
        for start, end in split_sentences(cleaned, whole):
            is_english = language_in(cleaned[start:end], options, whole) == "en"
            found += self._in(cleaned, start, end, self._english if is_english else self._vietnamese)
        return found

    @staticmethod
    def _in(cleaned: str, start: int, end: int, by_rank: tuple[Dictionary, ...]) -> list[tuple[int, int, str]]:
        found = own_rewrites(cleaned[start:end], (), by_rank)
        return [(start + rewrite.start, start + rewrite.end, rewrite.spoken) for rewrite in found]

    @cached_property
    def _vietnamese(self) -> tuple[Dictionary, ...]:
        return dictionaries(self.rules, "vi")

    @cached_property
    def _english(self) -> tuple[Dictionary, ...]:
        return dictionaries(self.rules, "en")

    def _could_fit(self, text: str) -> bool:
        """Most texts do not hold the words of a rule at all, and looking costs less than cleaning. Of many rules one
        always could."""
        if len(self.rules) > 1:
            return True
        folded = normalize("NFC", text).casefold()
        return all(word.casefold() in folded for rule in self.rules for word in rule.written.split())
