"""What people changed of a document, and what it takes to undo it: the last changes only, and for a month."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from documents.models import Document, DocumentChange
from documents.states import ChangeKind

KEPT: Final = timedelta(days=30)
MOST: Final = 50
"""Changes of one person in one reading: some hold their texts twice."""


def changes_of(user: User, document: Document) -> "QuerySet[DocumentChange]":
    """What ``user`` can still undo in the reading that is shown, the last change first."""
    return DocumentChange.objects.filter(extraction=document.current_extraction_id, created_by=user).order_by("-pk")


def newest(user: User, document: Document) -> UUID | None:
    """The name of the change that is undone next."""
    return changes_of(user, document).values_list("public_id", flat=True).first()


def remember(extraction: int, *, by: User, kind: ChangeKind, **undo: Any) -> DocumentChange:
    """A change that is made now, in the caller's transaction; those before the last ones are forgotten."""
    change = DocumentChange.objects.create(extraction_id=extraction, created_by=by, kind=kind, undo=undo)
    mine = DocumentChange.objects.filter(extraction=extraction, created_by=by).order_by("-pk")
    DocumentChange.objects.filter(pk__in=list(mine.values_list("pk", flat=True)[MOST : MOST + 10])).delete()
    return change


def keep(change: DocumentChange, **undo: Any) -> None:
    """What else it takes to undo ``change``, known when it has been made."""
    change.undo |= undo
    change.save(update_fields=["undo"])


def forget_changes() -> None:
    """Those that are too old for anybody to undo them."""
    DocumentChange.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
