"""What pages share: redirects that htmx follows, refusals shown in the form they belong to, what was deleted lately."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lib.refusals import Refusal

SLIPS = frozenset({400, 409})


def htmx_redirect(request: HttpRequest, name: str, **kwargs: Any) -> HttpResponse:
    """A redirect for browsers; for htmx the header that makes it load the whole page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name, kwargs=kwargs)})
    return HttpResponseRedirect(reverse(name, kwargs=kwargs))


def tell_slip(request: HttpRequest, refusal: Refusal, back: HttpResponse) -> HttpResponse:
    """A slip is told on the page where it was made; what this person may not do is refused as everywhere."""
    if refusal.status not in SLIPS:
        raise refusal
    messages.error(request, refusal.sentence)
    return back


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put the sentence of ``refusal`` at its field, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(refusal.sentence, code=refusal.code))


@dataclass(frozen=True)
class Deleted:
    """Something that can still be restored (where ``restore_url`` is not empty)."""

    public_id: UUID
    title: str
    deleted_at: datetime
    restore_url: str
    purge_url: str


def trash_page(
    request: HttpRequest, deleted: list[Deleted], next_cursor: str | None, *, nothing: str, back_url: str
) -> HttpResponse:
    context = {"deleted": deleted, "next_cursor": next_cursor, "nothing": nothing, "back_url": back_url}
    return render(request, "trash.html", context)
