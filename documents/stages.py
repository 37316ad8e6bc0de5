"""The work of an extraction: a file becomes sections."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import F

from accounts.limits import max_pages
from documents import transitions
from documents.models import Document, Extraction, PronunciationRule, Section
from documents.reading.marks import is_unmarked
from documents.selectors import SPOKEN_KINDS
from lib import storage
from lib.claims import guarded
from lib.states import WorkState
from lib.work import Work
from speech.errors import NotReady, users_fault

BATCH = 500
LOOKED_AT_SECTIONS = 50


def extract(extraction: Extraction) -> None:
    """Read the file in a limited child, save its sections, READY."""
    from speech.extract import extract as read  # heavy: in workers only

    document = extraction.document
    with storage.local_path(document.blob.key) as path:
        found = read(
            path,
            filename=document.filename,
            max_pages=max_pages(extraction.organisation),
            plan=extraction.organisation.get_plan_display(),
            progress=lambda done, total: _progress(extraction, done, total),
        )
    with guarded(extraction):
        extraction.sections.all().delete()
        rows = (_section(extraction, position, section) for position, section in enumerate(found.sections))
        while batch := list(islice(rows, BATCH)):
            Section.objects.bulk_create(batch)
        done = transitions.finish(
            extraction, WorkState.READY, progress_percent=100, format=found.format, page_count=found.pages,
            word_count=found.word_count, language=found.language, is_unmarked=_is_unmarked(found.sections),
        )  # fmt: skip
        if done:
            Document.objects.filter(pk=document.pk).update(current_extraction=extraction)


def _is_unmarked(sections: Iterable[Any]) -> bool:
    spoken = (section.text for section in sections if section.kind in SPOKEN_KINDS)
    return is_unmarked("\n".join(islice(spoken, LOOKED_AT_SECTIONS)))


def _section(extraction: Extraction, position: int, section: Any) -> Section:
    return Section(
        extraction=extraction,
        position=position,
        kind=section.kind,
        level=section.level,
        title=section.title,
        text=section.text,
        page=section.page,
        start_seconds=section.start_seconds,
        end_seconds=section.end_seconds,
    )


def _progress(extraction: Extraction, done: int, total: int) -> None:
    percent = 95 * done // max(1, total)
    changed = Extraction.objects.filter(pk=extraction.pk, owner=extraction.owner, progress_percent__lt=percent).update(
        progress_percent=percent, version=F("version") + 1
    )
    if changed:
        transitions.ring(extraction)


def purge_deleted(before: datetime) -> None:
    """Documents and rules that were taken away before ``before`` go for good."""
    transitions.purge(Document.objects.filter(deleted_at__lt=before))
    PronunciationRule.objects.filter(deleted_at__lt=before).delete()


def _reject(extraction: Extraction, code: str, params: dict[str, Any]) -> None:
    to = WorkState.NEEDS_PASSWORD if code == "password_required" else WorkState.REJECTED
    transitions.finish(extraction, to, error_code=code, error_params=params)


def _fail(extraction: Extraction, code: str) -> None:
    transitions.finish(extraction, WorkState.FAILED, error_code=code)


WORK = Work(transitions.claim_extraction, extract, _reject, _fail, users_fault, away=(NotReady,))
