"""The licence that Project Gutenberg puts round its books: it is not the book, and is not read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speech.types import Section

_START: Final = re.compile(r"\*{3}\s*START OF (?:THE|THIS) PROJECT GUTENBERG EBOOK", re.IGNORECASE)
_END: Final = re.compile(r"\*{3}\s*END OF (?:THE|THIS) PROJECT GUTENBERG EBOOK", re.IGNORECASE)


def without_licence(sections: Sequence[Section]) -> list[Section]:
    """The sections, with what stands before and after the two lines of stars as front matter."""
    starts = [at for at, section in enumerate(sections) if _START.search(section.text)]
    ends = [at for at, section in enumerate(sections) if _END.search(section.text)]
    first = starts[0] + 1 if starts else 0
    last = next((at for at in ends if at >= first), len(sections))
    return [*map(_aside, sections[:first]), *sections[first:last], *map(_aside, sections[last:])]


def _aside(section: Section) -> Section:
    return replace(section, kind="front_matter", level=0, title="")
