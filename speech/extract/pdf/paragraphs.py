"""Lines of a PDF to sections: which lines are one paragraph, and where it goes on after a page or a figure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from typing import Final

from speech.extract.chapters.headings import heading_level, is_list_item
from speech.extract.line import Line
from speech.extract.pdf.joining import Words, shifted, two_joined
from speech.extract.pdf.kinds import has_leaders, is_caption, is_contents
from speech.extract.pdf.printing import HEADING_RATIO, SIZE_STEP, Print, measured, rounded
from speech.extract.pdf.sections import NOTE, box_of, section_of, with_title
from speech.types import Section

LOOSE_PITCH: Final = 1.35
"""Line distance, over the usual one, from which a gap parts paragraphs."""
LOOSE_CODE: Final = 3.0
INDENT: Final = 0.8
SHORT_LINE: Final = 0.12
OUTLIERS: Final = 0.15
MOST_HEADING_LINES: Final = 4
LOOK_BACK: Final = 12
MOST_PAGES_BETWEEN: Final = 2
BREAKS_OFF_CHARS: Final = 100
FLOW: Final = ("", "table")
BETWEEN: Final = frozenset({"footnote", "caption", "table", "formula", "code", "front_matter"})
"""What may stand in the middle of a paragraph that goes on behind it."""
_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$")

ENDS: Final = frozenset(".!?…:;\"'”’»)]")

Margins = tuple[float, float]


def paragraphs(lines: list[Line]) -> list[Section]:
    """The sections of a document from its lines in reading order. Furniture stands before its page's text."""
    printed = measured([line for line in lines if not line.kind])
    sections: list[Section] = []
    sizes: list[float] = []
    in_contents = False
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        for line in page:
            if line.kind not in FLOW:
                sections.append(Section(line.kind, line.text, page=line.page, box=box_of([line]), doubts=line.doubts))
                sizes.append(0.0)
        for paragraph in _split([line for line in page if line.kind in FLOW], printed):
            section = section_of(paragraph, printed, in_contents)
            in_contents = section.kind == "toc" or is_contents(section.text)
            size = max([line.size for line in paragraph])
            if not _continues_earlier(sections, sizes, section, size, printed.words):
                sections.append(section)
                sizes.append(size)
    return with_title(sections, sizes, printed)


def _split(lines: list[Line], printed: Print) -> Iterator[list[Line]]:
    """The paragraphs of one page as lists of lines."""
    current: list[Line] = []
    margins = _Margins(lines)
    for line in lines:
        if current and _begins(current, line, margins, printed):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


class _Margins:
    """The left and right edges of the columns of a page.

    Not the outermost ones: a title over both columns would make every line of them look short.
    """

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._known: dict[tuple[int, int], Margins] = {}
        self._single = _edges(lines) if all(b.y0 >= a.y0 for a, b in pairwise(lines)) else None

    def of(self, line: Line) -> Margins:
        """Of the column that ``line`` stands in."""
        if self._single:
            return self._single
        key = round(line.x0), round(line.x1)
        if key not in self._known:
            self._known[key] = _edges([each for each in self._lines if min(each.x1, line.x1) > max(each.x0, line.x0)])
        return self._known[key]


def _edges(lines: list[Line]) -> Margins:
    if not lines:
        return 0.0, 0.0
    outer = int(OUTLIERS * len(lines))
    return sorted([line.x0 for line in lines])[outer], sorted([line.x1 for line in lines])[-1 - outer]


def _begins(current: list[Line], line: Line, margins: _Margins, printed: Print) -> bool:
    """Whether ``line`` begins a new paragraph after ``current``."""
    last = current[-1]
    if line.kind or last.kind or line.under_rule != last.under_rule:
        return True
    if line.size != last.size and abs(rounded(line.size) - rounded(last.size)) > SIZE_STEP:
        return True
    if line.y0 < last.y0:  # the next column: judged by its words, like the next page
        return _is_ended(last) or not line.text[0].islower()
    distance = line.y0 - last.y0
    if line.mono and last.mono and not printed.mono:
        return distance > LOOSE_CODE * (last.y1 - last.y0)
    if line.raised or distance > LOOSE_PITCH * max(printed.pitch, last.y1 - last.y0):
        return True
    if line.under_rule:
        return NOTE.match(line.text) is not None and (_is_ended(last) or _is_short(last, margins.of(last)))
    return _begins_by_words(current, line, margins.of(line), printed)


def _begins_by_words(current: list[Line], line: Line, margins: Margins, printed: Print) -> bool:
    """The same where the distance tells nothing: by how the last line ends and what the next one begins with."""
    last = current[-1]
    short = _is_short(last, margins)
    if line.bold != last.bold and (short or heading_level(line.text) or _is_headed(current)):
        return True
    if has_leaders(last.text):
        return True
    ended = _is_ended(last)
    if (ended or short or abs(line.x0 - last.x0) > INDENT * line.size) and _is_marked(line):
        return True
    if _is_heading_line(line, printed) and _is_heading_line(last, printed):
        return False
    if short and _is_headed(current):
        return True
    return _is_indented(line, current, margins) or (short and not line.text[0].islower())


def _is_marked(line: Line) -> bool:
    return heading_level(line.text) > 0 or is_list_item(line.text) or is_caption(line.text)


def _is_ended(line: Line) -> bool:
    return line.text[-1] in ENDS and _END.search(line.text[-4:]) is not None


def _is_headed(lines: list[Line]) -> bool:
    return len(lines) <= MOST_HEADING_LINES and heading_level(" ".join([line.text for line in lines])) > 0


def _is_heading_line(line: Line, printed: Print) -> bool:
    return line.size >= HEADING_RATIO * printed.size


def _is_indented(line: Line, current: list[Line], margins: Margins) -> bool:
    """Whether the line is set in: a new paragraph, save second lines of list items and centred titles."""
    last, least = current[-1], INDENT * line.size
    if line.x0 - margins[0] <= least or line.x0 - last.x0 <= least:
        return False
    hanging = len(current) == 1 and is_list_item(last.text)
    centred = abs(line.x0 + line.x1 - last.x0 - last.x1) < 2 * line.size and not _is_short(last, margins)
    return not hanging and not centred


def _is_short(line: Line, margins: Margins) -> bool:
    return margins[1] - line.x1 > SHORT_LINE * (margins[1] - margins[0])


def _continues_earlier(
    sections: list[Section], sizes: list[float], section: Section, size: float, words: Words
) -> bool:
    """Join ``section`` to the paragraph it goes on from, over a page, a note or a figure; True when it did."""
    if section.kind != "paragraph":
        return False
    at = _earlier(sections, sizes, size)
    if at is None or sections[at].kind not in ("paragraph", "list_item"):
        return False
    before = sections[at]
    if (section.page or 0) - (before.page or 0) > MOST_PAGES_BETWEEN or _END.search(before.text[-4:]):
        return False
    if not (section.text[0].islower() or _breaks_off(before, section)):
        return False
    text = two_joined(before.text, section.text, words)
    moved = len(text) - len(section.text)
    sections[at] = replace(before, text=text, doubts=before.doubts + shifted(section.doubts, moved))
    return True


def _earlier(sections: list[Section], sizes: list[float], size: float) -> int | None:
    """The last section of text in letters of this size; notes, captions and furniture between do not count."""
    looked = 0
    for at in range(len(sections) - 1, -1, -1):
        if sizes[at] == 0.0 or sections[at].kind in BETWEEN:
            continue
        if abs(sizes[at] - size) <= SIZE_STEP:
            return at
        looked += 1
        if looked == LOOK_BACK:
            break
    return None


def _breaks_off(before: Section, after: Section) -> bool:
    """Whether a long paragraph stops at the end of its page without a mark: a name may come next."""
    long = len(before.text) >= BREAKS_OFF_CHARS and before.kind == "paragraph"
    return long and before.page != after.page and before.text[-1].isalnum()
