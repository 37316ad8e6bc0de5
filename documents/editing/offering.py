"""What was just changed is offered to be undone, in the toast that says so."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from accounts.asker import person
from documents.editing.history import newest
from documents.models import Document

BACK: Final = ("chapter", "at")
"""What the address of the page keeps when somebody comes back to it."""


def offered(request: HttpRequest, document: Document, text: Any, before: UUID | None, **back: Any) -> None:
    """Say ``text``, with an undo where ``before`` is not the newest change any more."""
    now = newest(person(request), document)
    undo = undo_url(document, now, {**request.GET.dict(), **back}) if now and now != before else ""
    messages.success(request, text, extra_tags=undo)


def undo_url(document: Document, change: UUID, query: Mapping[str, Any]) -> str:
    """Where a post undoes ``change``, and comes back to the same part of the page."""
    kept = {name: str(query[name]) for name in BACK if query.get(name)}
    return f"{reverse('documents:edit_undo', args=[document.public_id])}?{urlencode({**kept, 'change': str(change)})}"
