"""English number words, by num2words; how a number is written and read digit by digit is ours."""

from functools import lru_cache
from typing import Final, Protocol

DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MAX_DIGITS: Final = 18


class _Words(Protocol):
    def to_cardinal(self, value: int) -> str: ...
    def to_ordinal(self, value: int) -> str: ...
    def to_year(self, value: int) -> str: ...


@lru_cache(maxsize=1)
def _words() -> _Words:
    """Loaded with the first English number: most texts have none."""
    from num2words.lang_EN import Num2Word_EN

    words: _Words = Num2Word_EN()
    return words


@lru_cache(maxsize=4096)
def whole(number: int) -> str:
    """``number`` (0 up to 10**18) in words: 105 -> "one hundred and five"."""
    return _words().to_cardinal(number).replace(",", "")


@lru_cache(maxsize=4096)
def ordinal(number: int) -> str:
    """21 -> "twenty-first"."""
    return _words().to_ordinal(number).replace(",", "")


@lru_cache(maxsize=4096)
def year(number: int) -> str:
    """1999 -> "nineteen ninety-nine", 2005 -> "two thousand and five", 1900 -> "nineteen hundred"."""
    if not 1000 <= number <= 2099:
        return whole(number)
    return _words().to_year(number).replace("oh-", "oh ").replace(",", "")


def digits(text: str) -> str:
    """The digits of ``text`` one by one, everything else left out."""
    return " ".join(DIGITS[int(char)] for char in text if char in "0123456789")


def written(text: str) -> str:
    """A number as written: "1,250.5", "-7"; leading zeros and very long ones are read digit by digit."""
    sign = "minus " if text[:1] in "-−" else ""
    integer, _, fraction = text.lstrip("-−+").replace(",", "").partition(".")
    plain = len(integer) <= MAX_DIGITS and (len(integer) == 1 or integer[:1] != "0")
    words = whole(int(integer)) if plain and integer else digits(integer)
    return sign + words + (f" point {digits(fraction)}" if fraction else "")
