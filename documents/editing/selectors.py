"""Reads for who corrects a document: its chapters, and the sections of one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from documents.editing.order import place_of
from documents.models import Chapter, Document, Extraction, Section
from documents.selectors import aloud, documents_for, kept, newest_extraction, sections_of
from lib.identifiers import uuid_of
from lib.keyset import Page
from lib.refusals import Refusal
from lib.states import WorkState


def chapters_of(document: Document) -> "QuerySet[Chapter]":
    """The chapters of the current reading in order, each with ``words`` that are read when it is kept, the
    ``section_count`` it has, and how many of them are in ``doubt``."""
    rows = Chapter.objects.filter(extraction=document.current_extraction_id).order_by("position")
    return rows.annotate(
        words=Coalesce(Sum("sections__word_count", filter=kept("sections__")), 0),
        section_count=Count("sections"),
        doubtful_count=Count("sections", filter=~Q(sections__doubts=[])),
    )


def chapters_for(user: User) -> "QuerySet[Chapter]":
    """The chapters of all documents that ``user`` sees."""
    rows = Chapter.objects.filter(extraction__document__in=documents_for(user))
    return rows.select_related("extraction__document")


def get_chapter(user: User, public_id: UUID | str) -> Chapter:
    """One chapter of a document of ``user``, or ``not_found``."""
    found: Chapter = _found(chapters_for(user), public_id)
    return found


def get_section(user: User, public_id: UUID | str) -> Section:
    """One section of a document of ``user``, or ``not_found``."""
    rows = Section.objects.filter(extraction__document__in=documents_for(user))
    found: Section = _found(rows.select_related("extraction__document", "chapter"), public_id)
    return found


def _found(rows: "QuerySet[Any]", public_id: UUID | str) -> Any:
    known = uuid_of(public_id)
    row = rows.filter(public_id=known).first() if known else None
    if row is None:
        raise Refusal("not_found", 404)
    return row


def chapter_in(document: Document, public_id: UUID | str) -> Chapter:
    """One chapter of a document as it is read now, or ``not_found``."""
    found: Chapter = _found(Chapter.objects.filter(extraction=document.current_extraction_id), public_id)
    return found


def section_in(chapter: Chapter, public_id: UUID | str) -> Section:
    """One section of a chapter, or ``not_found``."""
    found: Section = _found(chapter.sections.select_related("extraction__document", "chapter"), public_id)
    return found


def with_spoken(rows: "QuerySet[Section]") -> "QuerySet[Section]":
    """``rows`` with ``is_spoken``: whether each is read aloud."""
    spoken = ExpressionWrapper(aloud(), output_field=BooleanField())
    return rows.select_related("chapter").annotate(is_spoken=spoken)


def placed(rows: Sequence[Section]) -> Sequence[Section]:
    """Sections that follow each other in the order of reading, each with its ``place`` in it, from 0."""
    first = place_of(rows[0]) if rows else 0
    for number, section in enumerate(rows, start=first):
        section.place = number  # type: ignore[attr-defined]  # for who tells of it only
    return rows


def all_sections(document: Document, chapter: Chapter | None = None) -> "QuerySet[Section]":
    """Everything that was read, also what is left out when it is read aloud; of one chapter or all."""
    rows = sections_of(document).select_related("chapter")
    return rows if chapter is None else rows.filter(chapter=chapter)


def page_of_sections(rows: "QuerySet[Section]", *, cursor: str = "", limit: int = 100) -> Page[Section]:
    """The sections of ``rows`` after ``cursor`` (the public_id of one) in the order of reading."""
    return _page(rows, "rank", cursor, limit)


def page_of_chapters(rows: "QuerySet[Chapter]", *, cursor: str = "", limit: int = 100) -> Page[Chapter]:
    return _page(rows, "position", cursor, limit)


def _page(rows: "QuerySet[Any]", order: str, cursor: str, limit: int) -> Page[Any]:
    if cursor:
        rows = rows.filter(**{f"{order}__gt": _place_of(rows, order, cursor)})
    found = list(rows.order_by(order)[: limit + 1])
    more = str(found[limit - 1].public_id) if len(found) > limit else None
    return Page(found[:limit], more)


def _place_of(rows: "QuerySet[Any]", order: str, cursor: str) -> int:
    known = uuid_of(cursor)
    place = rows.filter(public_id=known).values_list(order, flat=True).first() if known else None
    if place is None:
        raise Refusal("bad_cursor", 400)
    return int(place)


def next_doubtful(document: Document, after: int = -1, chapter: Chapter | None = None) -> Section | None:
    """The first section behind the rank ``after`` in which something was recognised badly."""
    rows = all_sections(document, chapter).filter(rank__gt=after).exclude(doubts=[])
    return rows.order_by("rank").first()


def reading_anew(document: Document) -> Extraction | None:
    """The reading that is to take the place of the current one, or could not; None when there is none."""
    newest = newest_extraction(document)
    if newest is None or newest.pk == document.current_extraction_id or newest.status == WorkState.READY:
        return None
    return newest
