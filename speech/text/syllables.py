"""What a Vietnamese syllable looks like: enough to tell a word that can be read as it stands from a code."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

TONES: Final = str.maketrans("", "", "\u0300\u0301\u0303\u0309\u0323")
ONSETS: Final = "ngh|ng|nh|gh|gi|kh|ch|ph|th|tr|qu|[bcdđghklmnprstvx]"
VOWELS: Final = (
    "uyê|oai|oay|oeo|uay|uây|uyu|uya|iêu|yêu|ươi|ươu|uôi|oao|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo|ôi|ơi|"
    "ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|ya|[aăâeêioôơuưy]"
)
SYLLABLE: Final = re.compile(f"(?:{ONSETS})?(?:{VOWELS})(ch|ng|nh|[cmnpt])?")
STOPS: Final = frozenset(("ch", "c", "p", "t"))
UPPER: Final = "A-Z" + "".join(
    char for char in map(chr, (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA))) if char.isupper()
)
"""For character classes: the capitals of Vietnamese and its neighbours."""
MARKED: Final = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
ACCENTED: Final = re.compile("[àáãèéìíòóõùúýÀÁÃÈÉÌÍÒÓÕÙÚÝĩũĨŨ]")


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (any case, NFC) is spelled as a Vietnamese syllable can be.

    Syllables that end in a stop carry a tone mark: ``mat`` is none, ``mát`` is.
    """
    lowered = word.lower()
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", lowered).translate(TONES))
    match = SYLLABLE.fullmatch(bare) if len(bare) <= 7 else None
    return match is not None and (match[1] not in STOPS or bare != lowered)


def is_marked(word: str) -> bool:
    """Whether ``word`` has a letter that hardly any language but Vietnamese writes."""
    return MARKED.search(word) is not None


@lru_cache(maxsize=16384)
def has_vowel(word: str) -> bool:
    """Whether ``word`` can be said as a word at all: some vowel, Vietnamese or foreign."""
    return any(char in "aeiouy" for char in unicodedata.normalize("NFD", word.lower()))


VOWEL_FIRST: Final = frozenset(
    ("ạ", "á", "à", "ấy", "anh", "em", "ở", "ăn", "ông", "ơi", "uống", "ai", "im", "ít", "âm", "yêu", "ổn", "ốm")
)
TORN_TAIL: Final = re.compile(r"\s([^\W\d_]{1,6})(?!\w)")


def is_torn(head: str, after: str) -> bool:
    """Whether ``head``, before ``after``, begins a word that a broken file has torn in two: "tạm ng ừng", "g ửi"."""
    tail = TORN_TAIL.match(after)
    return tail is not None and tail[1] not in VOWEL_FIRST and is_syllable(head + tail[1])
