"""Tables of office documents: one section each, unless the table only arranges text on the page."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from speech.types import Section

Cell = list[Section]
ASIDE: Final = frozenset({"footnote"})
MOST_BLOCKS: Final = 3
PAGE_BLOCKS: Final = 8
"""Cells with more paragraphs than these on average are columns of a page."""
MOST_ROWS: Final = 2


def table_sections(rows: Sequence[Sequence[Cell]]) -> Iterator[Section]:
    """A table's rows as lines with cells parted by tabs, and the notes in it; what arranges a page as it stands."""
    filled = [[cell for cell in row if cell] for row in rows]
    if _arranges([row for row in filled if row]):
        yield from chain.from_iterable(cell for row in filled for cell in row)
        return
    lines = ("\t".join(filter(None, map(_text, row))) for row in filled)
    text = "\n".join(filter(None, lines))
    if text:
        yield Section("table", text)
    yield from (section for row in filled for cell in row for section in cell if section.kind in ASIDE)


def _arranges(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether this is no table: one cell, long cells throughout, or a row or two with headings and text below them.

    A syllabus has a lesson in each row: headings alone make no arrangement.
    """
    cells = [cell for row in rows for cell in row]
    if len(cells) <= 1 or sum(map(len, cells)) > PAGE_BLOCKS * len(cells):
        return True
    headed = any(section.kind == "heading" for cell in cells for section in cell)
    return headed and len(rows) <= MOST_ROWS and max(map(len, cells)) > MOST_BLOCKS


def _text(cell: Cell) -> str:
    return " ".join(" ".join(section.text.split()) for section in cell if section.kind not in ASIDE)
