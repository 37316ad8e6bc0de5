"""Raised digits: a power after a number, a unit or a variable; after a word the mark of a note, which is no text."""

import re
from typing import Final

_POWERS: Final = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_DIGITS: Final = re.compile(r"[-−]?\d{1,3}")
_MARK: Final = re.compile(r"[(\[]?(?:\d{1,3}|\*{1,3}|[†‡§])[)\]]?(?:\s?,\s?(?:\d{1,3}|\*))*")
_BASE: Final = re.compile(r"(?:\d|\)|(?<![^\W_])(?:[^\W\d_]|[kcdmhµμn]m|ha|dB|Hz))$")
"""What has powers: a number, a bracket, one letter, a unit of length."""


def raised(text: str, before: str) -> str:
    """``text`` as it is said when it is set above the line after ``before``."""
    bare = text.strip()
    if not _DIGITS.fullmatch(bare):
        return "" if _MARK.fullmatch(bare) and before[-1:].strip() else text
    if _BASE.search(before):
        return text.translate(_POWERS)
    return "" if before[-1:].strip() else text
