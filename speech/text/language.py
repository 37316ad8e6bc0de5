"""Vietnamese or English, for a text, a sentence and a word; and Vietnamese typed without its marks.

Method: each word votes. A marked letter (ă, ơ, ạ ...) is a strong vote for Vietnamese; words that only one of
the languages uses vote by their lists; any other votes by whether it is shaped like a Vietnamese syllable. Codes,
units behind their numbers and addresses of the net do not vote: both languages write them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from speech.text.language_words import BORROWED, EITHER, ENGLISH, VIETNAMESE
from speech.text.syllables import ACCENTED, MARKED, ONSETS, VOWELS, has_vowel, is_marked, is_syllable
from speech.types import Language, TextOptions

WORD: Final = re.compile(
    r"(?<![\w@/\\])(?<!\w[.-])[^\W\d_]+(?:['’](?:s|t|re|ve|ll|d|m)\b)?(?![\w@\\]|\.\w|://|-[^\W\d_])"
)
MAX_WORDS: Final = 4000
CLEAR_WORDS: Final = 3
CLEAR_SHARE: Final = 0.6
LIKELY_ENGLISH: Final = -0.2
"""The vote of a word of both languages that is far more frequent in English ("the")."""
NAMED: Final = -0.55
"""The vote of a word that cannot be Vietnamese and is not known as English: of a name, most often."""
ENGLISH_SHAPE: Final = -0.65
ENGLISH_ENDING: Final = re.compile(r"[a-z]{3,}(?:[^aeiou]ed|tions?|ly|ness|ies|fully?|ments?)")
UNMARKED_WORDS: Final = 3
UNMARKED_SHARE: Final = 0.15
"""The mean vote from which a text without marks is Vietnamese."""
MARKED_SHARE: Final = 0.1
"""Three words of four carry a mark in Vietnamese; below this share of them the marks were not typed."""
LOOK: Final = 2000
"""No sentence is longer; what is may be without any spaces."""
LONELY_WORDS: Final = 7
"""So many words without a mark in one sentence of a text that has marks are hardly chance (0.25 ** 7)."""


def _bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


BARE_SYLLABLE: Final = re.compile(
    f"(?:{ONSETS.replace('đ', '')})?"
    f"(?:{'|'.join(sorted({_bare(vowel) for vowel in VOWELS.split('|')[:-1]}, key=len, reverse=True))}|[aeiouy])"
    "(ch|ng|nh|[cmnpt])?"
)
TELLING = re.compile(r"ng|nh|kh|gi[aeou]|x|q?uy|.*(?:uo|ieu|uye|oai|uoi|yeu|uay|ua|ieng|ien|iem|inh|anh|enh|ich|ach)")
"""Beginnings and cores of syllables that English words hardly have."""


def detect_language(text: str) -> Language:
    """``"vi"`` or ``"en"`` for a whole text; a text without clear words of either is taken as Vietnamese.

    Looks at no more than ``MAX_WORDS`` words, evenly spread, so its cost does not grow with a book.
    """
    balance, _count = _votes(text)
    return "en" if balance < 0 else "vi"


def sentence_language(sentence: str, otherwise: Language) -> Language:
    """The language of one sentence inside a text in ``otherwise``: another one only when it is clear."""
    balance, count = _votes(sentence)
    if count < CLEAR_WORDS or abs(balance) < CLEAR_SHARE * count:
        return otherwise
    return "vi" if balance > 0 else "en"


def language_of(text: str, options: TextOptions) -> Language:
    """The language to read ``text`` in: what the user chose, else its own; in an English document Vietnamese only where
    that is clear, or every short title would be."""
    if options.language != "auto":
        return options.language
    return sentence_language(text, "en") if options.around == "en" else detect_language(text)


def word_language(word: str, neighbours: Iterable[str] = ()) -> Language:
    """The language of one word among its ``neighbours`` (the words around it, near ones are enough).

    A word that only one language can have is of that language; one that both can have follows its neighbours.
    """
    own = _vote(word)
    if abs(own) >= 0.5:
        return "vi" if own > 0 else "en"
    return "vi" if own + sum(map(_vote, neighbours)) >= 0 else "en"


def is_unmarked(text: str) -> bool:
    """Whether ``text`` is Vietnamese typed without its diacritics (khong dau): it cannot be read well."""
    words = _words(text)
    if len(words) < UNMARKED_WORDS or sum(map(_is_accented, words)) > MARKED_SHARE * len(words):
        return False
    votes = [_vote(word) for word in words]
    return sum(votes) >= UNMARKED_SHARE * len(votes)


def unmarked_spans(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences of ``text`` that were typed without diacritics, neighbours joined."""
    is_whole = is_unmarked(text)
    start = end = -1
    for span in sentences:
        sentence = text[slice(*span)]
        if len(MARKED.findall(sentence[:LOOK])) > min(len(sentence), LOOK) // 40:
            continue  # as nearly all are: asked first, for it costs least
        if not is_unmarked(sentence) or not (is_whole or len(WORD.findall(sentence)) >= LONELY_WORDS):
            continue
        if span[0] == end:
            end = span[1]
            continue
        if end > start:
            yield start, end
        start, end = span
    if end > start:
        yield start, end


def _is_accented(word: str) -> bool:
    return not word.isascii()


def _words(text: str) -> list[str]:
    """The words of ``text``, of a long one an even choice."""
    if len(text) > MAX_WORDS * 12:
        step = len(text) // 20
        text = " ".join(text[at : at + MAX_WORDS * 6 // 20] for at in range(0, len(text), step))
    words = WORD.findall(text)[:MAX_WORDS]
    return [word.lower() for word in words] if text.isupper() else words


def _votes(text: str) -> tuple[float, int]:
    """The sum of the votes (above zero for Vietnamese) and how many words voted."""
    votes = [0.0 if word.lower() in BORROWED else _vote(word) for word in _words(text)]
    is_marked_somewhere = any(vote >= 1.0 for vote in votes)
    if -1.0 not in votes and (is_marked_somewhere or LIKELY_ENGLISH not in votes):
        votes = [vote for vote in votes if vote != NAMED]  # "Wi-Fi", "Samsung" are written everywhere
    return sum(votes), sum(1 for vote in votes if vote)


@lru_cache(maxsize=16384)
def _vote(word: str) -> float:
    """How much ``word`` speaks for Vietnamese (above zero) or English (below)."""
    if len(word) > 1 and word.isupper() and word.isascii() and len(word) < 5:
        return 0.0  # an acronym is at home in both
    if is_marked(word):
        return 1.5 if is_syllable(word) else 0.5
    lowered = word.lower()
    if len(word) == 1 and word != "I":
        return 0.0
    if not word.isascii() and "’" not in word:
        return 1.0 if ACCENTED.search(word) and is_syllable(word) else 0.0
    if lowered in EITHER:
        return LIKELY_ENGLISH if lowered in ENGLISH else 0.2
    if lowered in ENGLISH:
        return -1.0
    if lowered in VIETNAMESE:
        return 1.0
    return _vote_of_shape(lowered)


def _vote_of_shape(word: str) -> float:
    if len(word) == 1 or not has_vowel(word):
        return 0.0
    shape = BARE_SYLLABLE.fullmatch(word) if len(word) <= 7 else None
    if shape is None and ENGLISH_ENDING.fullmatch(word):
        return ENGLISH_SHAPE
    if shape is None:
        return NAMED  # by itself never clear
    return 0.7 if TELLING.match(word) else 0.3
