"""What a rule may say: words on one line, not too long, something to look for and something to say."""

from typing import Any, Final

from lib.names import clean_name
from lib.refusals import Refusal

MOST_WRITTEN: Final = 200
MOST_SPOKEN: Final = 400


def clean_words(fields: dict[str, Any]) -> dict[str, Any]:
    """``fields`` of a rule as they are kept.

    Raises ``rule_empty``, ``rule_not_sayable`` and ``rule_too_long`` (400).
    """
    written, spoken = clean_written(fields["written"]), _fitting("spoken", fields["spoken"], MOST_SPOKEN)
    if not any(letter.isalnum() for letter in spoken):
        raise Refusal("rule_not_sayable", 400, field="spoken")
    folded = written if fields["is_case_sensitive"] else written.casefold()
    return fields | {"written": written, "spoken": spoken, "folded": folded}


def clean_written(raw: str) -> str:
    """What is looked for. Raises ``rule_empty`` and ``rule_too_long`` (400)."""
    written = _fitting("written", raw, MOST_WRITTEN)
    if not written:
        raise Refusal("rule_empty", 400, field="written")
    return written


def _fitting(field: str, raw: str, most: int) -> str:
    words = clean_name(raw, limit=most + 1)
    if len(words) > most:
        raise Refusal("rule_too_long", 400, field=field, limit=most)
    return words
