"""What pages share: redirects that htmx follows, and refusals shown in the form they belong to."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lib.refusals import Refusal


def htmx_redirect(request: HttpRequest, name: str, **kwargs: Any) -> HttpResponse:
    """A redirect for browsers; for htmx the header that makes it load the whole page."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(name, kwargs=kwargs)})
    return HttpResponseRedirect(reverse(name, kwargs=kwargs))


def show_refusal(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put the sentence of ``refusal`` at its field, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(refusal.sentence, code=refusal.code))
