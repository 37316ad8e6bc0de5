"""Whether a text came to us with letters already lost: an upstream conversion wrote "?" for them, or another letter."""

import re
from collections.abc import Iterable
from typing import Final

from speech.types import Section

WARNING: Final = "damaged_text"
LEAST_PLACES: Final = 3
LOST_SHARE: Final = 0.002
"""Of the words: a few "?" inside words may be addresses or a riddle."""
CAPITALS_SHARE: Final = 0.03
"""Of the words; "eBook" and "kHz" are far fewer."""
_WORD: Final = re.compile(r"\S+")
_LOST: Final = re.compile(r"[^\W\d_][?\ufffd][^\W\d_]|\ufffd")
_CAPITAL_INSIDE: Final = re.compile(r"[a-zà-ỹđ]{1,4}[A-Z][a-zà-ỹđ]{0,3}\W*")
_ADDRESS: Final = re.compile(r"[/=&@]")


def is_damaged(sections: Iterable[Section]) -> bool:
    """Whether the letters of a text were lost before it was uploaded; no reader can bring them back."""
    words = lost = capitals = 0
    for section in sections:
        for word in _WORD.findall(section.text) if section.kind != "code" else ():
            words += 1
            if not word.isalpha() and _LOST.search(word) and not _ADDRESS.search(word):
                lost += 1
            elif not word.islower() and _CAPITAL_INSIDE.match(word):
                capitals += 1
    few = max(lost, capitals) < LEAST_PLACES
    return not few and (lost > LOST_SHARE * words or capitals > CAPITALS_SHARE * words)
