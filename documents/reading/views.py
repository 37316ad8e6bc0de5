"""Pages of what will be read: of a pasted text, whose choices travel with its form, and of a document, which keeps
them. All of it works without scripts."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.asker import person
from accounts.models import User
from documents.models import Document
from documents.reading import picks, selectors, services
from documents.reading.forms import OptionsForm, ReadingForm
from documents.reading.marks import UNMARKED
from documents.reading.services import Page, Wanted
from documents.reading.showing import BEFORE, HERE, Click, as_json, clicked, shown
from documents.selectors import get_document
from lib.pages import show_refusal
from lib.refusals import Refusal

TEMPLATE = "documents/reading.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pasted(request: HttpRequest) -> HttpResponse:
    """A text of one's own; nothing of it is kept."""
    if request.method != "POST":
        return render(request, TEMPLATE, {"form": ReadingForm()})
    if request.POST.get("document") and not request.POST.get("text", "").strip():
        return _to_document(request.POST["document"], request.POST.get("language", ""))
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return render(request, TEMPLATE, {"form": form}, status=422)
    try:
        return _look_at_text(request, form)
    except Refusal as refusal:
        show_refusal(form, refusal)
        return render(request, TEMPLATE, {"form": form}, status=422)


def _to_document(document: str, language: str) -> HttpResponse:
    try:
        page = reverse("documents:document_reading", args=[UUID(document)])
    except ValueError:
        raise Refusal("not_found", 404) from None
    return redirect(f"{page}?{urlencode({'language': language})}")


def _look_at_text(request: HttpRequest, form: ReadingForm) -> HttpResponse:
    click = clicked(request.POST.dict())
    given = form.cleaned_data
    if click:
        given["choices"] = _after(request, click, given["text"], given["choices"])
    else:
        given["cursor"] = request.POST.get("onward", "")
    found = services.look(by=person(request), wanted=form.wanted())
    again = ReadingForm(initial={**given, "choices": as_json(picks.dumped(given["choices"]))})
    context = {"form": again, "lost": form.lost, "chosen": len(given["choices"])}
    return render(request, TEMPLATE, context | _facts(found, str(click.place) if click else ""))


def _after(request: HttpRequest, click: Click, text: str, chosen: list[picks.Pick]) -> list[picks.Pick]:
    """The choices of a pasted text after a click; a rule is kept at once."""
    start, end = click.place.start, click.place.end
    if click.what == HERE:
        return picks.put(chosen, picks.made(text, start, end, click.spoken))
    if click.what != BEFORE:
        _keep_rule(request, click, text, None)
    return picks.taken_out(chosen, start, end)


def _keep_rule(request: HttpRequest, click: Click, text: str, document: Document | None) -> None:
    pick = picks.made(text, click.place.start, click.place.end, click.spoken)
    rule = services.say_always(
        by=person(request), scope=click.what, document=document, written=pick.written, spoken=pick.spoken
    )
    said = _("Đã thành quy tắc: “{written}” đọc là “{spoken}”.")
    messages.success(request, said.format(written=rule.written, spoken=rule.spoken))


def _facts(found: Page, at: str) -> dict[str, object]:
    return {"found": found, "shown": shown(found, at), "lacks_marks": UNMARKED in found.codes}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_document(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A document, a few pages at a time; its owner's choices stay with it."""
    by = person(request)
    document = get_document(by, public_id)
    if request.method == "POST":
        return _change_document(request, document)
    form = OptionsForm(request.GET)
    form.is_valid()
    wanted = Wanted(document=str(public_id), options=form.options(), cursor=request.GET.get("cursor", ""))
    found = services.look(by=by, wanted=wanted)
    asked = OptionsForm(initial={"language": wanted.options.language, "region": wanted.options.region})
    context = {"form": asked, "document": document, "may_choose": document.created_by_id == by.pk}
    return render(request, "documents/reading_document.html", context | _facts(found, request.GET.get("at", "")))


def _change_document(request: HttpRequest, document: Document) -> HttpResponse:
    click = clicked(request.POST.dict())
    if click is None or not click.place.section:
        raise Refusal("bad_choice", 400, limit=picks.LONGEST)
    _choose(request, person(request), document, click)
    query = request.GET.copy()
    query["at"] = str(click.place)
    return redirect(f"{request.path}?{query.urlencode()}")


def _choose(request: HttpRequest, by: User, document: Document, click: Click) -> None:
    section = selectors.get_section(document, click.place.section)
    start, end = click.place.start, click.place.end
    if click.what == HERE:
        pick = picks.made(section.text, start, end, click.spoken)
        services.keep_choice(by=by, document=document, section=section, pick=pick)
        return
    if click.what != BEFORE:
        _keep_rule(request, click, section.text, document)
    if click.what == BEFORE or document.created_by_id == by.pk:
        services.drop_choices(by=by, document=document, section=section, start=start, end=end)
