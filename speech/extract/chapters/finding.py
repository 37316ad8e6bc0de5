"""Where chapters begin and what they are called, from what the reader marked, else from the headings."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from speech.extract.chapters.document_title import document_title, is_letterhead, is_signature
from speech.extract.chapters.headings import heading_class
from speech.extract.chapters.tiers import LONGEST_WORDS, Heading, chapter_starts
from speech.extract.chapters.titles import UNSPOKEN, is_number
from speech.types import Language, Section

PART_WORDS: Final = 4500
"""Half an hour: how long the parts are that a long text without any headings is cut into."""
LONGEST_TITLE: Final = 300
MOST_CHAPTERS: Final = 1000
"""No book has more; what has is a list."""
EDGE_SECTIONS: Final = 15
"""Where an official letter has its head and its signature."""
LETTERHEAD_CHARS: Final = 12
"""What so many characters show to be in capitals is printed like the name of an office."""
LONGEST_OPENING: Final = 120
"""A paragraph that a mark points to is the title when it is no longer than this."""
PART_NAMES: Final[dict[Language, str]] = {"vi": "Phần", "en": "Part"}
_DIGITS: Final = re.compile(r"\d{1,4}")


def with_chapters(sections: Sequence[Section], language: Language = "vi") -> list[Section]:
    """The sections with ``begins_chapter`` on the first of each chapter, whose ``title`` is then the chapter's.

    What has words to say before the first chapter is one of its own; furniture there belongs to the first. A text
    without headings is one chapter, or when it is longer than an hour, parts of half an hour.
    """
    spoken = [_words(section) for section in sections]
    groups = chapter_starts(_headings(sections, spoken), sum(spoken))
    titles = {group[0].at: _title(sections, group) for group in groups}
    front = sections[: groups[0][0].at] if groups else sections
    first = next((at for at, words in enumerate(spoken) if words), 0)
    if any(spoken[: len(front)]):
        # A file that holds one chapter of a book has no other title.
        titles[first] = document_title(front) or _opening_title(sections[first])
    if (len(titles) == 1 and sum(spoken) > LONGEST_WORDS) or len(titles) > MOST_CHAPTERS:
        titles = _parts(spoken, first, language)
    return [
        replace(section, begins_chapter=at in titles, title=titles.get(at, section.title))
        for at, section in enumerate(sections)
    ]


def _words(section: Section) -> int:
    return 0 if section.kind in UNSPOKEN or not any(map(str.isalnum, section.text)) else len(section.text.split())


def _headings(sections: Sequence[Section], spoken: list[int]) -> list[Heading]:
    edges = {*range(EDGE_SECTIONS), *range(len(sections) - EDGE_SECTIONS, len(sections))}
    at = [
        place
        for place, section in enumerate(sections)
        if _may_begin(section) and spoken[place] and not (place in edges and _is_official(section))
    ]
    return [
        _heading(sections[place], place, sum(spoken[place + 1 : after]))
        for place, after in pairwise([*at, len(sections)])
    ]


def _may_begin(section: Section) -> bool:
    return section.begins_chapter or section.kind in ("heading", "title")


def _is_official(section: Section) -> bool:
    """A line of an official letter's head or foot, which is only printed large."""
    line = " ".join(section.text.split())
    if section.begins_chapter or heading_class(line) or not line[:LETTERHEAD_CHARS].isupper():
        return False
    return is_letterhead(line) or is_signature(line)


def _heading(section: Section, at: int, body: int) -> Heading:
    level = section.level or (0 if section.kind == "title" else 1)
    line = section.text.split("\n")[0]
    worded = heading_class(line) or heading_class(section.title) or ("number" if is_number(line) else "")
    number = _DIGITS.search(line)
    return Heading(at, level, worded, int(number[0]) if number else 0, body, section.begins_chapter)


def _title(sections: Sequence[Section], group: list[Heading]) -> str:
    """The title of a chapter; the one that opens a part is called after both."""
    lines = [_line(sections[heading.at]) for heading in group]
    whole = " – ".join(lines)
    return whole if len(whole) <= LONGEST_TITLE else _short(lines[-1])


def _opening_title(section: Section) -> str:
    return _line(section) if section.kind == "heading" else ""


def _line(section: Section) -> str:
    """The title on one line, without the mark that a text would go on after."""
    line = " ".join((section.title or section.text).split())
    if not section.title and section.kind != "heading" and len(line) > LONGEST_OPENING:
        return ""
    return line.rstrip(" .:-–—") or line


def _short(line: str) -> str:
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _parts(spoken: list[int], first: int, language: Language) -> dict[int, str]:
    """Where parts of about half an hour begin, all at the beginning of a paragraph."""
    total = sum(spoken)
    count = -(-total // PART_WORDS)
    starts, said = [first], 0
    for at, words in enumerate(spoken):
        if words and said >= len(starts) * total / count:
            starts.append(at)
        said += words
    return {at: f"{PART_NAMES[language]} {number}" for number, at in enumerate(starts, start=1)}
