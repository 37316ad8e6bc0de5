"""Headings put together from their lines: number and title on two lines, numbers alone on a line, typed contents."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from speech.extract.chapters.headings import (
    LONGEST_HEADING,
    NAMED_LEVEL,
    heading_class,
    heading_level,
    is_bare,
    is_list_item,
)
from speech.types import Section

UNSPOKEN: Final = frozenset(
    {"header", "footer", "page_number", "line_number", "front_matter", "speaker_note", "toc", "footnote", "formula"}
)
"""Kinds that say nothing about where the text goes on."""
CONTENTS: Final = frozenset({"mục lục", "nội dung", "contents", "table of contents"})
MOST_TITLE_LINES: Final = 3
LONGEST_TITLE: Final = 120
MOST_TITLE_WORDS: Final = 20
LEAST_SHARE: Final = 0.6
"""Where so many of a book's bare numbers are followed by a line that looks like a title, all such lines are titles."""
LEAST_NUMBERS: Final = 3
LEAST_WORDS: Final = 100
LEAST_ENTRIES: Final = 3
LEAST_LINE_WORDS: Final = 300
_TITLED: Final = frozenset({"part", "chapter", "lesson", "number"})
_ALONE: Final = re.compile(r"[^\w]{0,3}(?:(\d{1,3})|([IVXLC]{1,7})|(\w+(?: \w+){0,2}))[^\w]{0,3}")
_ROMAN_LINE: Final = re.compile(r"([IVXLC]{1,7})[.)\-–/:]\s*[^\W\d_a-z].*")
_ARABIC_LINE: Final = re.compile(r"(\d{1,3})[.)\-–/:]\s*[^\W\d_a-z].*")
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WORDS: Final = {
    word: number
    for row in (
        "một hai ba bốn năm sáu bảy tám chín mười",
        "one two three four five six seven eight nine ten eleven twelve",
    )
    for number, word in enumerate(row.split(), start=1)
}
_ENDED: Final = re.compile(r"[.!?…:;*”\"'’»)\]]\s*$")
_LEADERS: Final = re.compile(r"(?:(?:\.\s?){4,}|…\s*…?|_{4,}|·{4,})\s*\d{1,4}\s*$")
_KEY: Final = re.compile(r"\w+")


def with_titles(sections: Iterable[Section]) -> list[Section]:
    """Headings that are a bare number ("Chương I", "1") take the line below them as their title where it is one."""
    found = _without_typed_contents(_with_numbered_lines(_with_numbers(list(sections))))
    plain = _has_plain_titles(found)
    joined: list[Section] = []
    lines = 0
    for at, section in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        if joined and _goes_on(joined[-1], section, after, lines, plain=plain):
            joined[-1] = _joined(joined[-1], section, first=lines == 0)
            lines += 1
        else:
            joined.append(section)
            lines = 0
    return joined


def _joined(heading: Section, line: Section, *, first: bool) -> Section:
    before = heading.title or heading.text
    title = f"{before.rstrip('.:-–— ')}. {line.text}" if first else f"{before} {line.text}"
    at = len(heading.text) + 1
    doubts = (*heading.doubts, *((at + start, at + end, sure) for start, end, sure in line.doubts))
    return replace(heading, text=f"{heading.text}\n{line.text}", title=" ".join(title.split()), doubts=doubts)


def _goes_on(heading: Section, line: Section, after: Section | None, lines: int, *, plain: bool) -> bool:
    """Whether ``line`` is the title, or more of the title, of a heading that is a number."""
    if heading.kind != "heading" or not is_number(heading.text.split("\n")[0]) or line.begins_chapter:
        return False
    if lines:
        return lines < MOST_TITLE_LINES and _in_capitals(heading.text.split("\n")[-1]) and _is_capital_title(line)
    return _is_capital_title(line) or (plain and _class(heading.text) in _TITLED and _is_plain_title(line, after))


def is_number(text: str) -> bool:
    """Whether a heading is a number and no more: "Chương I", "Phần thứ hai", "1"."""
    return is_bare(text) or _value(text) > 0


def _class(text: str) -> str:
    return heading_class(text) or ("number" if _value(text) else "")


def _is_capital_title(line: Section) -> bool:
    titled = line.kind in ("paragraph", "heading", "title") and _in_capitals(line.text)
    return titled and len(line.text) <= LONGEST_HEADING and heading_level(line.text) == 0 and not _value(line.text)


def _in_capitals(text: str) -> bool:
    return text.isupper()


def _is_plain_title(line: Section, after: Section | None) -> bool:
    """Whether a line that is not in capitals may be a title: short, not a sentence, with text below it."""
    text = line.text
    if line.kind not in ("paragraph", "heading") or heading_level(text) or _value(text) or is_list_item(text):
        return False
    short = len(text) <= LONGEST_TITLE and len(text.split()) <= MOST_TITLE_WORDS and "\n" not in text
    begins = text[0].isupper() or text[0].isdigit() or text[0] in "“\"'‘("
    return short and begins and text[-1] not in ".:;," and after is not None and len(after.text) > len(text)


def _has_plain_titles(sections: Sequence[Section]) -> bool:
    """Whether the bare numbers of this document are followed by titles: a line after one of them may be anything."""
    triples = zip(sections, sections[1:], [*sections[2:], None], strict=False)
    bare = [
        line.kind == "heading" or _is_plain_title(line, after)
        for heading, line, after in triples
        if heading.kind == "heading" and is_number(heading.text) and _class(heading.text) in _TITLED
        if not _is_capital_title(line) and not is_number(line.text)
    ]
    return len(bare) > 0 and sum(bare) >= LEAST_SHARE * len(bare)


def _with_numbers(sections: list[Section]) -> list[Section]:
    """Numbers alone on a line, as novels have them, become headings when they count and stand between paragraphs."""
    at = [place for place, section in enumerate(sections) if _may_be_number(section)]
    if len(at) < LEAST_NUMBERS or not _counts([_value(sections[place].text) for place in at]):
        return sections
    words = [len(section.text.split()) for section in sections]
    sums = [sum(words[one + 1 : other]) for one, other in pairwise([*at, len(sections)])]
    if sum(sums) < LEAST_WORDS * len(at) or not all(_follows_an_end(sections, place) for place in at):
        return sections
    numbers = set(at)
    return [_number(section) if place in numbers else section for place, section in enumerate(sections)]


def _with_numbered_lines(sections: list[Section]) -> list[Section]:
    """Where a document has no other headings, short lines that count ("1. Bến tàu", "II. Kết quả") over long texts."""
    if sum(section.kind == "heading" for section in sections) > 1:
        return sections
    words = [len(section.text.split()) for section in sections]
    for pattern in (_ROMAN_LINE, _ARABIC_LINE):
        found = [(at, each) for at, section in enumerate(sections) if (each := _numbered_line(section, pattern))]
        enough = len(found) >= LEAST_NUMBERS and sum(words[found[0][0] :]) >= LEAST_LINE_WORDS * len(found)
        if enough and [number for _, number in found] == list(range(1, len(found) + 1)):
            lines = {at for at, _ in found}
            return [_number(section) if at in lines else section for at, section in enumerate(sections)]
    return sections


def _numbered_line(section: Section, pattern: re.Pattern[str]) -> int:
    """The number before a line that could be a title, 0 for any other."""
    text = section.text
    if section.kind not in ("paragraph", "list_item") or len(text) > LONGEST_TITLE or text[-1] in ".:;,":
        return 0
    found = pattern.fullmatch(text)
    return _value(found[1]) if found else 0


def _may_be_number(section: Section) -> bool:
    return section.kind in ("paragraph", "heading", "list_item") and _value(section.text) > 0


def _number(section: Section) -> Section:
    level = section.level if section.kind == "heading" else NAMED_LEVEL
    return replace(section, kind="heading", level=level, title=section.text)


def _counts(values: list[int]) -> bool:
    """Whether the numbers go up one by one; each part of a book may begin again."""
    return values[0] == 1 and all(after in (before + 1, 1) for before, after in pairwise(values))


def _follows_an_end(sections: list[Section], at: int) -> bool:
    """Whether the text before stopped: the number of a page stands in the middle of a sentence."""
    before = next((each for each in reversed(sections[:at][-4:]) if each.kind not in UNSPOKEN), None)
    return before is None or before.kind != "paragraph" or bool(_ENDED.search(before.text)) or len(before.text) < 80


def _value(text: str) -> int:
    """The number that a line is, 0 for any other line."""
    if len(text) > 24:
        return 0
    found = _ALONE.fullmatch(text.strip())
    if found is None:
        return 0
    if found[1]:
        return int(found[1])
    if found[2]:
        return _roman(found[2])
    return _WORDS.get(found[3].lower(), 0)


def _roman(letters: str) -> int:
    values = [_ROMAN[letter] for letter in letters]
    return sum(-one if one < other else one for one, other in pairwise([*values, 0]))


def _without_typed_contents(sections: list[Section]) -> list[Section]:
    """A table of contents that somebody typed is known by its leaders, or by its lines coming again as headings."""
    listed = {at for at, section in enumerate(sections) if _is_entry(section)}
    listed.update(at for run in _runs(sections) for at in run)
    for at, section in enumerate(sections[:-1]):
        if _says_contents(section) and (at + 1 in listed or sections[at + 1].kind == "toc"):
            listed.add(at)
    if not listed:
        return sections
    return [replace(each, kind="toc", level=0, title="") if at in listed else each for at, each in enumerate(sections)]


def _is_entry(section: Section) -> bool:
    if section.kind not in ("paragraph", "heading", "list_item") or len(section.text) > LONGEST_HEADING:
        return False
    return "\n" not in section.text and _LEADERS.search(section.text) is not None


def _runs(sections: list[Section]) -> Iterator[range]:
    """Lines one after the other that all come again below, and are worded like headings or stand under "Contents"."""
    last = {_key(section): at for at, section in enumerate(sections)}
    begin = 0
    for at in range(len(sections) + 1):
        if at < len(sections) and _comes_again(sections[at], at, last):
            continue
        told = begin > 0 and _says_contents(sections[begin - 1])
        if told or sum(heading_class(each.text) != "" for each in sections[begin:at]) >= LEAST_ENTRIES:
            yield range(begin, at)
        begin = at + 1


def _comes_again(section: Section, at: int, last: dict[tuple[str, ...], int]) -> bool:
    short = section.kind in ("heading", "paragraph", "list_item") and len(section.text) <= LONGEST_TITLE
    return short and not section.begins_chapter and last[_key(section)] > at


def _says_contents(section: Section) -> bool:
    return section.text.strip(" .:").casefold() in CONTENTS


def _key(section: Section) -> tuple[str, ...]:
    return tuple(_KEY.findall(section.text.casefold())) if len(section.text) <= LONGEST_HEADING else ()
