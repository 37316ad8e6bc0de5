"""One change of what a document says: nobody else changes it meanwhile, and whoever must know is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import transaction
from django.db.models import F, Sum

from accounts.models import User
from documents.editing import transitions
from documents.editing.order import arrange
from documents.models import Document, Extraction
from documents.selectors import spoken_sections
from documents.transitions import locked
from lib.hints import hint_on_commit
from lib.refusals import Refusal
from lib.states import WorkState

FOLLOW: Final = "follow_events"


@contextmanager
def changing(
    document: Document, *, by: User, extraction: int | None = None, is_arranged: bool = True
) -> Iterator[None]:
    """The transaction of a change. Its row locked, the document is read, edited and arranged by one at a time.

    ``extraction`` is the key of the reading that is changed. Raises ``changed_meanwhile`` (409) when another has taken
    its place. Not ``is_arranged``: nothing has another place now.
    """
    with transaction.atomic():
        current = locked(document)
        if extraction is not None and (current is None or current.pk != extraction):
            raise Refusal("changed_meanwhile", 409)
        yield
        if current is not None and current.status == WorkState.READY:
            settle(current, is_arranged=is_arranged)
            transitions.record_text(document, by=by)
            hint_on_commit(FOLLOW)


def settle(extraction: Extraction, *, is_arranged: bool = True) -> None:
    """After a change: places and words as they are now."""
    if is_arranged:
        arrange(extraction)
    # Asked anew: a choice of the document may be what has changed.
    document = Document.objects.get(pk=extraction.document_id)
    words = spoken_sections(document).order_by().aggregate(words=Sum("word_count"))["words"] or 0
    rows = Extraction.objects.filter(pk=extraction.pk)
    rows.update(revision=F("revision") + 1, spoken_words=words, version=F("version") + 1)
