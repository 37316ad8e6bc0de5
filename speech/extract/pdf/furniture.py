"""What belongs to the paper and not to the text: running heads and feet, page numbers, review rulers."""

import re
from collections import Counter
from itertools import pairwise
from typing import Final

from speech.extract.line import Line

TOP: Final = 0.12
BOTTOM: Final = 0.88
REPEATED_SHARE: Final = 0.4
REPEATED_LEAST: Final = 2
RULER_LEAST: Final = 10
RULER_REGULAR: Final = 0.8
OUTER: Final = 0.14
_PAGE_NUMBER: Final = re.compile(
    r"[-–—\[(|]*\s*(?:(?:trang|page|tr\.|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|trên)\s*\d{1,4})?\s*[-–—\])|.]*",
    re.IGNORECASE,
)
_RULER: Final = re.compile(r"\d{1,4}(?: \d{1,4})*")


def mark_furniture(pages: list[list[Line]]) -> list[Line]:
    """All lines in order, the furniture marked by its kind.

    A line near the edge is a running head or foot when it stands, digits aside, on enough pages; left and
    right pages differ, so less than half will do.
    """
    repeated = _repeated(pages)
    marked = [_marked(line, repeated) for page in pages for line in mark_rulers(page)]
    if all(line.kind for line in marked):  # a few slides with one line each: that line is the text
        return [line for page in pages for line in page]
    return marked


def _repeated(pages: list[list[Line]]) -> set[str]:
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_pattern(line.text) for line in page if _at_edge(line)})
    least = max(REPEATED_LEAST, REPEATED_SHARE * len(pages))
    return {pattern for pattern, count in seen.items() if count >= least}


def _marked(line: Line, repeated: set[str]) -> Line:
    if line.kind or not _at_edge(line):
        return line
    if _PAGE_NUMBER.fullmatch(line.text):
        return line._replace(kind="page_number")
    if _pattern(line.text) in repeated:
        return line._replace(kind="header" if line.middle < TOP else "footer")
    return line


def _at_edge(line: Line) -> bool:
    return not TOP <= line.middle <= BOTTOM


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def mark_rulers(page: list[Line]) -> list[Line]:
    """Numbers that count the lines of a manuscript in its margin."""
    rulers = [
        line
        for line in page
        if line.text[0].isdigit() and not line.kind and _is_outer(line) and _RULER.fullmatch(line.text)
    ]
    if len(rulers) < RULER_LEAST:
        return page
    columns: dict[int, list[Line]] = {}
    for line in rulers:
        columns.setdefault(round(line.x0 / 10), []).append(line)
    found = {id(line) for column in columns.values() if _counts(column) for line in column}
    return [line._replace(kind="line_number") if id(line) in found else line for line in page]


def _is_outer(line: Line) -> bool:
    """Whether the line stands in the left or right margin; on a page of unknown width, anywhere."""
    return not line.page_width or not OUTER * line.page_width < line.x0 < (1 - OUTER) * line.page_width


def _counts(column: list[Line]) -> bool:
    """Whether the numbers below each other grow by one and the same step."""
    column = sorted(column, key=lambda line: line.y0)
    numbers = [int(word) for line in column for word in line.text.split()]
    if len(numbers) < RULER_LEAST:
        return False
    steps = Counter(after - before for before, after in pairwise(numbers))
    step, times = steps.most_common(1)[0]
    return step > 0 and times >= RULER_REGULAR * (len(numbers) - 1)
