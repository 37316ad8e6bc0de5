"""How much there is to say: words, and a first guess of the seconds they take."""

from typing import Final

WORDS_PER_MINUTE: Final = 150


def count_words(text: str) -> int:
    """The words of ``text``: what stands between white space."""
    return len(text.split())


def estimate_seconds(words: int) -> float:
    """Seconds to say ``words`` words at 150 a minute, until a voice's own speed is measured."""
    return words * 60 / WORDS_PER_MINUTE
