"""New texts of sections, written in one place: with their source, words, doubts, choices and history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from accounts.models import User
from documents.editing import choices
from documents.editing.anchors import Region, changed
from documents.editing.rows import update_rows
from documents.editing.words import count_words
from documents.models import Section, SectionEdit

BATCH: Final = 500
KEPT: Final = timedelta(days=30)
MOST_BATCHES: Final = 50
"""Changes of a document that one can take back: each holds its texts twice."""
FIELDS: Final = ("text", "source_text", "word_count", "doubts", "revision")


@dataclass(frozen=True)
class NewText:
    """What a section says from now on; ``regions``: where it differs, if that is known better than by comparing."""

    section: Section
    text: str
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True)
class Batch:
    """A change that can be undone: who makes it, and the name of it."""

    by: User
    name: UUID


def write(changes: Iterable[NewText], *, batch: Batch | None = None) -> int:
    """Write ``changes``, in the caller's transaction; how many choices for places have no place any more. Without
    ``batch`` nobody can undo it."""
    lost = 0
    pending: Iterator[NewText] = iter(changes)
    while some := list(islice(pending, BATCH)):
        if batch is not None:
            SectionEdit.objects.bulk_create(_history(change, batch) for change in some)
        lost += _write(some)
    if batch is not None:
        _forget_older(batch)
    return lost


def _forget_older(batch: Batch) -> None:
    """The changes that one person made of this document before the last ones."""
    rows = SectionEdit.objects.filter(extraction__in=_extraction_of(batch), created_by=batch.by)
    latest = rows.values("batch").annotate(at=Max("pk")).order_by("-at")
    for old in list(latest[MOST_BATCHES : MOST_BATCHES + 10]):
        rows.filter(batch=old["batch"]).delete()


def _extraction_of(batch: Batch) -> "QuerySet[SectionEdit, int]":
    return SectionEdit.objects.filter(batch=batch.name).values_list("extraction", flat=True)[:1]


def _history(change: NewText, batch: Batch) -> SectionEdit:
    section = change.section
    return SectionEdit(
        extraction_id=section.extraction_id, section=section, batch=batch.name, before=section.text,
        after=change.text, created_by=batch.by,
    )  # fmt: skip


def _write(changes: Sequence[NewText]) -> int:
    chosen = choices.choices_of(change.section.pk for change in changes)
    fitting, gone = [], []
    for change in changes:
        section, mine = change.section, chosen.get(change.section.pk, [])
        regions = change.regions or changed(section.text, change.text)
        stay, left = choices.reanchor(mine, change.text, regions)
        fitting += stay
        gone += [choice.pk for choice in left]
        _put(section, change.text, regions)
    update_rows([change.section for change in changes], FIELDS)
    if fitting or gone:
        choices.save(fitting, gone)
    return len(gone)


def _put(section: Section, text: str, regions: Sequence[Region]) -> None:
    source = section.source
    section.doubts = choices.doubts_after(section.doubts, regions)
    section.text, section.word_count = text, count_words(text)
    section.source_text = None if text == source else source
    section.revision += 1


def forget_edits() -> None:
    """Histories that are too old for anybody to undo them."""
    SectionEdit.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
