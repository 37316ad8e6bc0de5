"""A document is read again, such as when readers have become better; what was read before serves until then."""

from django.db import transaction

from accounts import limits
from accounts.models import User
from documents import originals, transitions
from documents.models import Document, Extraction
from documents.permissions import check_owner
from documents.selectors import newest_extraction
from documents.transitions import locked
from lib.hints import hint_on_commit
from lib.refusals import Refusal
from lib.states import WorkState

TASK = "process_document"


def read_again(*, by: User, document: Document) -> Extraction:
    """Queue another reading. What was edited is carried over when it is READY (``documents.editing.carrying``).

    Raises ``not_allowed`` (403), ``original_deleted`` (410), ``already_reading`` (409), ``too_many_uploads`` (429).
    """
    check_owner(by, document)
    originals.original_of(document)
    limits.count_upload(document.organisation)
    with transaction.atomic():
        current = locked(document)
        document.refresh_from_db(fields=["blob"])
        originals.original_of(document)  # it may have gone while we waited
        newest = newest_extraction(document)
        if newest is not None and newest.status not in {WorkState.READY, WorkState.FAILED, WorkState.REJECTED}:
            raise Refusal("already_reading", 409)
        return _queued(by, document, current, newest)


def _queued(by: User, document: Document, current: Extraction | None, newest: Extraction | None) -> Extraction:
    extraction = Extraction.objects.create(
        organisation=document.organisation, document=document, number=newest.number + 1 if newest else 1
    )
    if current is None or current.status != WorkState.READY:
        document.current_extraction = extraction
        document.save(update_fields=["current_extraction"])
    transitions.record(extraction, old="", new=extraction.status, by=by)
    hint_on_commit(TASK)
    return extraction
