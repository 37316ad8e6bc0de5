"""The order in which a document is read, written down once: everybody else orders and pages by ``rank``.

Ranks rise with gaps, wide ones between chapters: who moves a chapter of a long book writes the ranks of that chapter,
not those of the whole book.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import Final

from django.db import connection

from documents.editing.aligning import longest_rising
from documents.models import Document, Extraction, Section
from documents.selectors import ASIDES
from documents.states import Aside

ROOM: Final = 900_000_000
"""Ranks are below it: nine digits in an address."""
STEP: Final = 16
BATCH: Final = 2000

# Statements for PostgreSQL and SQLite. ``late``: a place for each kind that is read at the end of its chapter.
ORDER: Final = """
    COALESCE(chapter.position, -1), section.kind IN ({late}), section.part, section.position, section.piece
"""
ORDERED: Final = """
    SELECT section.id, section.rank
    FROM documents_section AS section LEFT JOIN documents_chapter AS chapter ON chapter.id = section.chapter_id
    WHERE section.extraction_id = %s ORDER BY {order}
"""
ANEW: Final = """
    UPDATE documents_section SET rank = wanted.rank
    FROM (
        SELECT section.id, (row_number() OVER (ORDER BY {order}) - 1) * %s
            + dense_rank() OVER (ORDER BY COALESCE(chapter.position, -1)) * %s AS rank
        FROM documents_section AS section LEFT JOIN documents_chapter AS chapter ON chapter.id = section.chapter_id
        WHERE section.extraction_id = %s
    ) AS wanted
    WHERE documents_section.id = wanted.id AND documents_section.rank <> wanted.rank
"""
PLACED: Final = """
    WITH wanted(id, rank) AS (VALUES {rows})
    UPDATE documents_section SET rank = wanted.rank FROM wanted WHERE documents_section.id = wanted.id
"""
Place = tuple[int, int]
"""The key of a section, and its rank."""


def late_kinds(document: Document) -> list[str]:
    """The kinds that are read at the end of their chapter."""
    return [kind for kind, choice in ASIDES.items() if getattr(document, choice) == Aside.END]


def steps(sections: int, chapters: int) -> tuple[int, int]:
    """From section to section, and how much more from chapter to chapter, where nothing was moved yet. The section
    ``n`` of chapter ``c``, both from 0, has the rank ``n * first + (c + 1) * second``."""
    step = max(1, min(STEP, ROOM // (2 * max(1, sections))))
    return step, max(1, (ROOM - step * sections) // (chapters + 2))


def arrange(extraction: Extraction) -> None:
    """Write the places of the sections that have none or another now: chapter after chapter, in each what is late
    last, else as the file has it."""
    document = Document.objects.only(*ASIDES.values()).get(pk=extraction.document_id)
    late = late_kinds(document) or [""]
    order = ORDER.format(late=", ".join(["%s"] * len(late)))
    with connection.cursor() as cursor:
        cursor.execute(ORDERED.format(order=order), [extraction.pk, *late])
        places: list[Place] = cursor.fetchall()
        moved = _moved(places)
        if moved is None:
            first, second = steps(len(places), extraction.chapters.count())
            cursor.execute(ANEW.format(order=order), [*late, first, second, extraction.pk])
            return
        pending = iter(moved)
        while some := list(islice(pending, BATCH)):
            rows = ", ".join(["(%s, %s)"] * len(some))
            cursor.execute(PLACED.format(rows=rows), [number for place in some for number in place])


def _moved(places: Sequence[Place]) -> list[Place] | None:
    """New ranks for those that do not rise with the others; None where there is no room for them."""
    kept = longest_rising([rank for _, rank in places])
    if 2 * len(kept) < len(places):
        return None
    found: list[Place] = []
    for before, after in pairwise([-1, *kept, len(places)]):
        count = after - before - 1
        low = places[before][1] if before >= 0 else -1
        high = places[after][1] if after < len(places) else ROOM
        if high - low <= count:
            return None
        found += zip((key for key, _ in places[before + 1 : after]), _between(low, high, count), strict=True)
    return found


def _between(low: int, high: int, count: int) -> Iterator[int]:
    """As many ranks in the middle of a gap, which keeps most of its room on both sides."""
    step = max(1, min(STEP, (high - low) // (count + 1)))
    start = low + max(1, (high - low - step * (count - 1)) // 2)
    return (start + step * number for number in range(count))


def place_of(section: Section) -> int:
    """How many sections are read before it."""
    return Section.objects.filter(extraction=section.extraction_id, rank__lt=section.rank).count()
