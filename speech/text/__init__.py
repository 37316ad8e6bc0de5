"""Text as it is written -> text as it is said: cleaning, language, sentences, normalising, chunks."""

from speech.text.chunks import chunks
from speech.text.cleaning.clean import Cleaned, clean
from speech.text.cleaning.compose import compose
from speech.text.counting import count_words, estimate_seconds
from speech.text.language import detect_language
from speech.text.normalise import normalise
from speech.text.sentences import split_sentences

__all__ = [
    "Cleaned",
    "chunks",
    "clean",
    "compose",
    "count_words",
    "detect_language",
    "estimate_seconds",
    "normalise",
    "split_sentences",
]
