"""The order in which a document is read, written down once: everybody else orders and pages by ``rank``."""

from typing import Final

from django.db import connection

from documents.models import Document, Extraction
from documents.selectors import ASIDES
from documents.states import Aside

# One statement for PostgreSQL and SQLite, and only the rows whose place has changed are written.
ARRANGE: Final = """
    UPDATE documents_section SET rank = wanted.rank
    FROM (
        SELECT section.id, row_number() OVER (
            ORDER BY COALESCE(chapter.position, -1), section.kind IN ({late}),
                section.part, section.position, section.piece
        ) - 1 AS rank
        FROM documents_section AS section LEFT JOIN documents_chapter AS chapter ON chapter.id = section.chapter_id
        WHERE section.extraction_id = %s
    ) AS wanted
    WHERE documents_section.id = wanted.id AND documents_section.rank <> wanted.rank
"""


def late_kinds(document: Document) -> list[str]:
    """The kinds that are read at the end of their chapter."""
    return [kind for kind, choice in ASIDES.items() if getattr(document, choice) == Aside.END]


def arrange(extraction: Extraction) -> None:
    """Write the places of all sections: chapter after chapter, in each what is late last, else as the file has it."""
    document = Document.objects.only(*ASIDES.values()).get(pk=extraction.document_id)
    late = late_kinds(document) or [""]
    statement = ARRANGE.format(late=", ".join(["%s"] * len(late)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*late, extraction.pk])
