"""One printed paragraph as a section: its kind, its level, its text and where it stands on its page."""

import re
from dataclasses import replace
from typing import Final

from speech.extract.chapters.headings import LONGEST_HEADING, heading_level, is_list_item
from speech.extract.line import Line
from speech.extract.pdf.joining import doubts_in, joined
from speech.extract.pdf.kinds import ends_in_page, has_leaders, is_caption, is_formula, is_imprint
from speech.extract.pdf.printing import Print, rounded
from speech.types import Section

NOTE_RATIO: Final = 0.9
NOTE_TOP: Final = 0.5
LONGEST_BOLD: Final = 120
LONGEST_SIZED: Final = 200
LONGEST_FORMULA: Final = 200
DEEPEST_LEVEL: Final = 6
TITLE_RATIO: Final = 1.25
TITLE_BOTTOM: Final = 0.6
BOX_DIGITS: Final = 4
NOTE: Final = re.compile(r"(?:\d{1,3}|[*†‡∗§]+)[.)]?\s*[^\W\d]")
_ENDED: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ADDRESS: Final = re.compile(r"\w://|[\w}]@\w")
_CODE_SIGN: Final = re.compile(r"[{}();=<>\[\]]|->|::")


def section_of(lines: list[Line], printed: Print, in_contents: bool) -> Section:
    """The section of a paragraph's lines."""
    section = _worded(lines, printed, in_contents)
    doubts = doubts_in(section.text, lines) if any(line.doubts for line in lines) else ()
    return replace(section, page=lines[0].page, box=box_of(lines), doubts=doubts)


def _worded(lines: list[Line], printed: Print, in_contents: bool) -> Section:
    if lines[0].kind == "table":
        return Section("table", lines[0].text)
    if _is_code(lines, printed):
        return Section("code", "\n".join([line.text for line in lines]))
    text = joined(lines, printed.words)
    if kind := _kind(lines, text, printed, in_contents):
        return Section(kind, text)
    if level := _level(lines, text, printed):
        return Section("heading", text, level=level, title=text)
    return Section("list_item" if is_list_item(text) else "paragraph", text)


def box_of(lines: list[Line]) -> tuple[float, float, float, float] | None:
    """Where the lines stand on the page of the first: left, top, right, bottom as a share of it."""
    first = lines[0]
    width, height = first.page_width, first.page_height
    if width <= 0 or height <= 0:
        return None
    x0, y0 = min([line.x0 for line in lines]), min([line.y0 for line in lines])
    x1, y1 = max([line.x1 for line in lines]), max([line.y1 for line in lines])
    return _share(x0 / width), _share(y0 / height), _share(x1 / width), _share(y1 / height)


def _share(place: float) -> float:
    return round(min(1.0, max(0.0, place)), BOX_DIGITS)


def _is_code(lines: list[Line], printed: Print) -> bool:
    """Whether it is typewritten in a document that is not; addresses are typewritten too."""
    if printed.mono or lines[0].under_rule or not all(line.mono for line in lines):
        return False
    text = " ".join([line.text for line in lines])
    return _ADDRESS.search(text) is None and (len(lines) > 1 or _CODE_SIGN.search(text) is not None)


def _kind(lines: list[Line], text: str, printed: Print, in_contents: bool) -> str:
    """What is told by the words and by the place, "" for text and headings."""
    first = lines[0]
    if has_leaders(text) or (in_contents and 2 * sum(ends_in_page(line.text) for line in lines) >= len(lines)):
        return "toc"
    small = max([line.size for line in lines]) <= NOTE_RATIO * printed.size
    if first.under_rule or (small and first.middle > NOTE_TOP and (first.raised or NOTE.match(text))):
        return "front_matter" if is_imprint(text, first.page) else "footnote"
    if is_caption(text):
        return "caption"
    if is_imprint(text, first.page):
        return "front_matter"
    if len(text) <= LONGEST_FORMULA and not printed.mono and is_formula(lines, text):
        return "formula"
    return ""


def _level(lines: list[Line], text: str, printed: Print) -> int:
    """1-6 for a heading by its words or by its size (the largest is 1), else 0."""
    if len(text) > LONGEST_HEADING:
        return 0
    if worded := heading_level(text):
        return worded
    size = rounded(max([line.size for line in lines]))
    if size in printed.heading_sizes and len(text) <= LONGEST_SIZED and any(map(str.isalpha, text)):
        return min(DEEPEST_LEVEL, 1 + printed.heading_sizes.index(size))
    bold = not printed.bold and all(line.bold for line in lines)
    if bold and len(text) <= LONGEST_BOLD and not _ENDED.search(text) and text[0].isalnum() and not text[0].islower():
        return min(DEEPEST_LEVEL, 1 + len(printed.heading_sizes))
    return 0


def with_title(sections: list[Section], sizes: list[float], printed: Print) -> list[Section]:
    """The sections, the one heading in letters larger than all others, on the upper part of page 1, as the title."""
    if not printed.heading_sizes or printed.heading_sizes[0] < TITLE_RATIO * printed.size:
        return sections
    largest = [at for at, size in enumerate(sizes) if rounded(size) == printed.heading_sizes[0]]
    if len(largest) != 1:
        return sections
    title = sections[largest[0]]
    low = title.box is not None and title.box[1] > TITLE_BOTTOM
    if title.kind != "heading" or title.page != 1 or low or heading_level(title.text):
        return sections
    sections[largest[0]] = replace(title, kind="title", level=0)
    return sections
