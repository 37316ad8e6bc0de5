"""Where a reader's own rules would be said: found as the reader finds them, without reading the rest."""

from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from speech.text.clean import clean
from speech.text.dictionary import Dictionary, dictionaries, own_rewrites
from speech.text.language import language_of
from speech.text.reader import language_in
from speech.text.sentences import split_sentences
from speech.types import LanguageChoice, Pronunciation, TextOptions


@dataclass(frozen=True)
class Finder:
    """Counts the places of texts that ``rules`` say; made once for many texts."""

    rules: tuple[Pronunciation, ...]

    def count(self, text: str, language: LanguageChoice = "auto") -> int:
        """How many there are in ``text``; those of a rule of one language only in sentences of that."""
        if not self._could_fit(text):
            return 0
        cleaned = clean(text).text
        if all(rule.language is None for rule in self.rules):
            return len(own_rewrites(cleaned, (), self._vietnamese))
        options, whole = TextOptions(language=language), language_of(cleaned, language)
        found = 0
        for start, end in split_sentences(cleaned, whole):
            sentence = cleaned[start:end]
            is_english = language_in(sentence, options, whole) == "en"
            found += len(own_rewrites(sentence, (), self._english if is_english else self._vietnamese))
        return found

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
