"""The only code that changes an extraction's state."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import blobs
from accounts.models import User
from documents.models import Document, DocumentEvent, Extraction, PagePicture, RecognisedPage
from documents.states import EXTRACTION
from lib.claims import Step
from lib.moves import claim, move
from lib.push import ring_on_commit
from lib.refusals import Refusal
from lib.states import WorkState

READ = Step(WorkState.QUEUED, WorkState.RUNNING)
DELETED = "DELETED"
RESTORED = "RESTORED"
ORIGINAL_DELETED = "ORIGINAL_DELETED"


def record(row: Extraction, *, old: str, new: str, reason: str = "", by: User | None = None) -> None:
    """The event of an extraction, and the bell for whoever looks at it."""
    DocumentEvent.objects.create(
        organisation_id=row.organisation_id, subject=row.public_id, kind="extraction", old=old, new=new,
        reason=reason, created_by=by,
    )  # fmt: skip
    ring(row)


def ring(row: Extraction) -> None:
    """The bell of whoever looks at an extraction's progress."""
    ring_on_commit(row.document.created_by.public_id, kind="document", subject=row.public_id)


def record_document(document: Document, *, new: str, by: User | None, reason: str = "") -> None:
    """An event of the document itself: followers stop what runs on it."""
    DocumentEvent.objects.create(
        organisation_id=document.organisation_id, subject=document.public_id, kind="document", old="", new=new,
        reason=reason, created_by=by,
    )  # fmt: skip


def claim_extraction() -> Extraction | None:
    return claim(Extraction.objects.filter(document__deleted_at__isnull=True), READ, record=record)


def stop(rows: "QuerySet[Extraction]", *, code: str) -> None:
    """End what waits or is being worked on; a late writer finds the row no longer its own."""
    for extraction in rows.filter(status__in=[WorkState.QUEUED, WorkState.RUNNING]):
        move(extraction, WorkState.FAILED, table=EXTRACTION, record=record, error_code=code, finished_at=timezone.now())


def purge(rows: "QuerySet[Document]") -> int:
    """These documents go for good with their text; their bytes go with the next collection. How many rows there
    were."""
    with transaction.atomic():
        forget_pictures(PagePicture.objects.filter(document__in=rows))
        blobs.release(rows.filter(blob__isnull=False).values_list("blob", flat=True))
        return rows.delete()[0]


def forget_pictures(rows: "QuerySet[PagePicture]") -> None:
    """These pictures of pages go; their bytes go with the next collection."""
    with transaction.atomic():
        list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))
        blobs.release(rows.values_list("blob", flat=True))
        rows.delete()


def hand_on(extraction: Extraction) -> bool:
    """A part of the work that is ours is done; the rest waits for its turn like any other. What got so far is sound:
    earlier errors and lost leases are forgotten."""
    return move(extraction, WorkState.QUEUED, table=EXTRACTION, record=record, owned=True, errors=0, lost_leases=0)


def finish(extraction: Extraction, to: WorkState, **fields: Any) -> bool:
    """End the work that is ours. Only what can go on keeps the pages that were recognised."""
    if to in {WorkState.READY, WorkState.REJECTED}:
        RecognisedPage.objects.filter(extraction=extraction, extraction__owner=extraction.owner).delete()
    return move(extraction, to, table=EXTRACTION, record=record, owned=True, finished_at=timezone.now(), **fields)


def requeue(extraction: Extraction, *, by: User | None, only_from: WorkState = WorkState.FAILED) -> bool:
    """A failed extraction, or one whose password has come, is tried again from the start."""
    return move(
        extraction, WorkState.QUEUED, table=EXTRACTION, record=record, by=by, only_from=only_from, errors=0,
        lost_leases=0, error_code="", error_params={}, finished_at=None, progress_percent=0, phase="", pages_done=None,
        pages_total=None, expected_at=None,
    )  # fmt: skip


def locked(document: Document) -> Extraction | None:
    """The current reading of a document that nobody else changes until the transaction ends. Raises ``not_found``
    (404) when it is gone."""
    rows = Document.objects.select_for_update(no_key=True, of=("self",)).select_related("current_extraction")
    row = rows.filter(pk=document.pk).first()
    if row is None:
        raise Refusal("not_found", 404)
    current: Extraction | None = row.current_extraction
    return current
