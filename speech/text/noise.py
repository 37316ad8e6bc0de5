"""Reads what nobody wrote for a reader (a token of thousands of characters, a screenful of numbers): plainly, fast.

All rules together take some fifty microseconds a token: nothing in prose, seconds in 100 kB of "1-1-1-...".
"""

import re
from functools import lru_cache
from typing import Final

from speech.text.english import numbers as english_numbers
from speech.text.numbers import Numbers
from speech.text.rules import Rewrite
from speech.types import Language, Region

LONGEST_TOKEN: Final = 300
LONGEST_NUMBERS: Final = 500
PART = re.compile(r"[0-9]{1,12}|[^\w\s.,;:!?…]+|_+")
LETTER = re.compile(r"[^\W\d_]")


def is_noise(text: str) -> bool:
    """Whether ``text`` is one endless token, or endless numbers and signs without a letter."""
    if len(text) <= LONGEST_TOKEN:
        return False
    body = text.strip()
    is_token = len(body) > LONGEST_TOKEN and len(body.split(None, 1)) == 1
    return is_token or (len(body) > LONGEST_NUMBERS and LETTER.search(body) is None)


def rewrites(text: str, language: Language, region: Region) -> list[Rewrite]:
    """Every number is read by itself, signs are silent, letters stay as they are."""
    return [
        Rewrite(match.start(), match.end(), _said(match.group(), language, region), by="code")
        for match in PART.finditer(text)
    ]


@lru_cache(maxsize=4096)
def _said(part: str, language: Language, region: Region) -> str:
    if not part[0].isdecimal():
        return " " if part.isascii() else part
    written = english_numbers.written if language == "en" else Numbers(region).written
    return f" {written(part)} "
