"""Text in the one Unicode form that we keep (NFC), in linear time."""

import re
import unicodedata
from typing import Final

LONGEST_RUN: Final = 30
"""Marks on one letter that are kept; no language writes more than a handful (Unicode, UAX 15, section 13)."""

LAST_MARK: Final = 0x1FFFF
_MARKS: Final = "".join(chr(code) for code in range(LAST_MARK) if unicodedata.combining(chr(code)))
_EACH_MARK: Final = frozenset(_MARKS)
_FLOOD: Final = re.compile(f"[{_MARKS}][{_MARKS}]{{{LONGEST_RUN},}}")  # a set first: found ten times faster


def compose(text: str) -> str:
    """``text`` in NFC without floods of marks: Python orders them in quadratic time (100,000 took 16 seconds)."""
    if text.isascii():
        return text
    if _EACH_MARK.isdisjoint(text):  # composed text has none, and looking for a run of them takes ten times as long
        return unicodedata.normalize("NFC", text)
    return unicodedata.normalize("NFC", _FLOOD.sub(lambda flood: flood[0][:LONGEST_RUN], text))
