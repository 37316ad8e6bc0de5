"""What is said for a text by our rules alone, and what else its doubtful places could be."""

from typing import Literal

from speech.text import normalise
from speech.types import Region, TextOptions


def said(text: str, region: Region = "north", years: Literal["full", "short"] = "full") -> str:
    return normalise(text, TextOptions(language="vi", backend="none", region=region, years=years)).text


def doubts(text: str) -> dict[str, tuple[str, ...]]:
    """The ambiguous places of ``text`` with all their readings, the one that is said first."""
    spoken = normalise(text, TextOptions(language="vi", backend="none"))
    return {text[flag.start : flag.end]: flag.readings for flag in spoken.flags if flag.code == "ambiguous"}


def kinds(text: str) -> dict[str, str]:
    """Which kind of rule reads each rewritten token."""
    spoken = normalise(text, TextOptions(language="vi", backend="none"))
    return {text[part.source_start : part.source_end]: part.by for part in spoken.alignment if part.by}
