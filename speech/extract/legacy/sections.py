"""Sections of any format in Unicode: the last look, where no font's name told that the text is in an old encoding."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speech.extract.chapters.headings import heading_level
from speech.extract.legacy.text import repaired
from speech.types import Section

SOFT_HYPHEN: Final = "\u00ad"
"""Where a word may be broken; in TCVN3 it is the letter ư, so it goes only after the decoding."""


def unified(sections: Sequence[Section]) -> list[Section]:
    """``sections`` with text that its words tell to be in an old encoding decoded, without soft hyphens."""
    count = len(sections)
    found = repaired([*(section.text for section in sections), *(section.title for section in sections)])
    plain = [text.replace(SOFT_HYPHEN, "") for text in found]
    return list(map(_changed, sections, plain[:count], plain[count:]))


def _changed(section: Section, text: str, title: str) -> Section:
    """The section with its new text, which may now be worded like a heading."""
    level = heading_level(text) if text != section.text and section.kind == "paragraph" else 0
    if level:
        return replace(section, kind="heading", text=text, level=level, title=" ".join(text.split()))
    return replace(section, text=text, title=title)
