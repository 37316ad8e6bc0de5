"""Vietnamese or English, for a text and for one sentence, by diacritics, syllable shape and small words.

Method: each word votes. A marked letter (ă, ơ, ạ ...) is a strong vote for Vietnamese; words that only one of
the languages uses vote by their lists; any other votes by whether it is spelled as a Vietnamese syllable.
"""

import re
from functools import lru_cache
from typing import Final

from speech.text.syllables import ACCENTED, is_marked, is_syllable
from speech.types import Language, LanguageChoice

WORD: Final = re.compile(r"[^\W\d_]+")
MAX_WORDS: Final = 4000
CLEAR_WORDS: Final = 3
CLEAR_SHARE: Final = 0.6

ENGLISH_WORDS: Final = """
the of and to in is was were are be been that for it with as his her he she they them their this these
those on at by from or an not but have has had which you your we our will would can could should there
what when where who how all if one no so up out about into than then its over after also did do does my
me him us only some such other more most very just like said new time people year day way man first made
may must many even any because between under through during before without again against here why each
own too now used good see know get make go chapter i a hello world please thanks thank yes
"""
ENGLISH: Final = frozenset(ENGLISH_WORDS.split())
# Frequent Vietnamese words as they look without marks, minus those that are English words too.
VIETNAMESE_WORDS: Final = """
va cua khong la nhung cac duoc trong nguoi cho mot voi nay khi thi ra da co tu den ve lai cung nhu hon
phai neu nhieu rat chi con nhu viec nam ngay thang sau truoc tai boi hay anh em chi ong ba toi ban chung
minh dang se roi nen biet lam noi di theo vao len xuong gi sao nao dau day ay kia vi qua moi tat ca bi
xin chao hom nha nuoc
"""
VIETNAMESE: Final = frozenset(VIETNAMESE_WORDS.split()) - frozenset(("chi", "con"))


def detect_language(text: str) -> Language:
    """``"vi"`` or ``"en"`` for a whole text; a text without words of either is taken as Vietnamese.

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


def language_of(text: str, choice: LanguageChoice) -> Language:
    """The language to read ``text`` in, given what the user chose."""
    return detect_language(text) if choice == "auto" else choice


def _votes(text: str) -> tuple[float, int]:
    """The sum of the votes (above zero for Vietnamese) and how many words voted."""
    if len(text) > MAX_WORDS * 12:
        step = len(text) // 20
        text = " ".join(text[at : at + MAX_WORDS * 6 // 20] for at in range(0, len(text), step))
    votes = [_vote(word) for word in WORD.findall(text)[:MAX_WORDS]]
    return sum(votes), sum(1 for vote in votes if vote)


@lru_cache(maxsize=16384)
def _vote(word: str) -> float:
    if len(word) > 1 and word.isupper() and word.isascii() and len(word) < 5:
        return 0.0  # an acronym is at home in both
    if is_marked(word):
        return 1.5 if is_syllable(word) else 0.5
    lowered = word.lower()
    if lowered in ENGLISH:
        return -1.0
    if ACCENTED.search(word):
        return 1.0 if is_syllable(word) else 0.0
    if lowered in VIETNAMESE:
        return 1.0
    if not word.isascii():
        return 0.0
    return 0.3 if is_syllable(lowered) else -0.5
