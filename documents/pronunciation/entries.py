"""One entry of a dictionary file: the fields of a rule as they stood there, or why there is none."""

from dataclasses import dataclass, field
from typing import Any, Final

from lib.refusals import Refusal

LANGUAGES: Final = {"vi": "vi", "en": "en"}
BOTH: Final = frozenset({"", "*", "both", "all", "cả hai", "auto"})
YES: Final = frozenset({"1", "true", "yes", "x", "có", "đúng"})
NO: Final = frozenset({"", "0", "false", "no", "không", "sai"})


@dataclass(frozen=True)
class Entry:
    """``number`` is the line or the lexeme; ``code``, filled with ``params``, says why it is left out."""

    number: int
    written: str
    fields: dict[str, Any] = field(default_factory=dict)
    code: str = ""
    params: dict[str, object] = field(default_factory=dict)


def language_of(name: str) -> str:
    """``vi``, ``en`` or both (empty), whatever the country. Raises ``rule_language`` (400)."""
    plain = name.strip().lower()
    if plain in BOTH:
        return ""
    language = LANGUAGES.get(plain.partition("-")[0].partition("_")[0])
    if language is None:
        raise Refusal("rule_language", 400)
    return language


def truth_of(word: str | None, *, otherwise: bool) -> bool:
    """Yes or no as people write it; ``otherwise`` where nothing is said. Raises ``rule_row`` (400)."""
    plain = (word or "").strip().lower()
    if not plain:
        return otherwise
    if plain not in YES | NO:
        raise Refusal("rule_row", 400)
    return plain in YES
