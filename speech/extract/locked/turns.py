"""A key is made from a password by hashing it over and over; how often stands in the file."""

from typing import Final

from speech.errors import SpeechError

MOST_TURNS: Final = 1_000_000
"""Programs write 50,000 to 600,000. A file may claim ten million to keep us busy."""


def counted(turns: str | None) -> int:
    """How often to hash. Raises ``unsupported_lock`` beyond what any program writes, ``unreadable_document``."""
    try:
        count = int(turns or "")
    except ValueError:
        raise SpeechError("unreadable_document") from None
    if not 0 < count <= MOST_TURNS:
        raise SpeechError("unsupported_lock")
    return count
