"""The event of a text that was changed: what was made of it before may be old."""

from typing import Final

from accounts.models import User
from documents.models import Document, RuleEvent

KIND: Final = "text"
CHANGED: Final = "CHANGED"


def record_text(document: Document, *, by: User) -> None:
    """For whoever made something of the text. Events of one document come in the order of their keys: the document's
    row is locked (``documents.editing.change``)."""
    RuleEvent.objects.create(
        organisation_id=document.organisation_id, created_by=by, subject=document.public_id,
        document_ref=document.public_id, kind=KIND, new=CHANGED,
    )  # fmt: skip
