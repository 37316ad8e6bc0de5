"""Vietnamese that was typed without its marks: nobody can read it right, so people are told before it is rendered."""

from typing import Final

UNMARKED: Final = "no_diacritics"
"""The core's flag."""
LOOKED_AT: Final = 5000


def is_unmarked(text: str) -> bool:
    """Whether ``text`` is such, by its beginning."""
    from speech.text import normalise
    from speech.types import TextOptions

    return any(flag.code == UNMARKED for flag in normalise(text[:LOOKED_AT], TextOptions(backend="none")).flags)
