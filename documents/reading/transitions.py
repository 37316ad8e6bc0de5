"""The events of choices: in which section of a document a place is read otherwise from now on."""

from typing import Final

from accounts.models import User
from documents.models import Document, RuleEvent, Section

KIND: Final = "choice"
CHOSEN: Final = "CHOSEN"
DROPPED: Final = "DROPPED"


def record(section: Section, document: Document, *, by: User, new: str) -> None:
    """For whoever must know what was read otherwise; followers find it by the section."""
    RuleEvent.objects.create(
        organisation_id=document.organisation_id, created_by=by, subject=section.public_id,
        document_ref=document.public_id, kind=KIND, new=new,
    )  # fmt: skip
