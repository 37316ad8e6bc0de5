"""Pages to see and correct a document. All of it works without scripts: every change is a button of a form; htmx gets
the part that has changed."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asker import person
from documents.editing import selectors
from documents.editing.again import read_again
from documents.editing.desk import desk
from documents.editing.forms import FindForm
from documents.editing.history import newest
from documents.editing.offering import BACK, offered, undo_url
from documents.editing.replacing import Replaced, Wanted, replace_text
from documents.editing.undoing import Undone, undo_edit
from documents.editing.window import place_of
from documents.models import Document
from documents.permissions import check_owner
from documents.selectors import get_document
from lib.identifiers import uuid_of
from lib.pages import show_refusal
from lib.refusals import Refusal
from lib.states import WorkState

DONE = 204  # htmx goes where the header says
UNDO_TOLD = frozenset({"undo_in_order", "nothing_to_undo"})


def edit_url(public_id: UUID, **query: str) -> str:
    """The page of a document; with ``at`` at that section."""
    address = reverse("documents:edit", args=[public_id])
    fragment = f"#s-{query['at']}" if query.get("at") else ""
    return f"{address}?{urlencode(query)}{fragment}" if query else address


def anew(request: HttpRequest, address: str) -> HttpResponse:
    """The whole page from ``address``: where more has changed than a part of it."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=DONE, headers={"HX-Redirect": address})
    return redirect(address)


@never_cache
@require_safe
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = get_document(person(request), public_id)
    if document.status != WorkState.READY:
        return redirect("documents:detail", public_id=public_id)
    return render(request, "documents/edit.html", desk(person(request), document, request.GET.dict()))


@never_cache
@require_safe
def doubt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """To the next section with words that were recognised badly; after the last one to the first."""
    document = get_document(person(request), public_id)
    rank = place_of(selectors.all_sections(document), request.GET.get("after", ""))
    section = selectors.next_doubtful(document, -1 if rank is None else rank) or selectors.next_doubtful(document)
    if section is None:
        return redirect("documents:edit", public_id=public_id)
    chapter = str(section.chapter.public_id) if section.chapter else ""
    address = edit_url(public_id, chapter=chapter, at=str(section.public_id))
    return redirect(f"{address.partition('#')[0]}#d-{section.public_id}-0")


@require_POST
def undo(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The last change, or the one that is named if it is that; then the one before it is offered."""
    by, document = person(request), get_document(person(request), public_id)
    try:
        undone = undo_edit(by=by, document=document, change=uuid_of(request.GET.get("change", "")))
    except Refusal as refusal:
        if refusal.code not in UNDO_TOLD:
            raise
        messages.warning(request, refusal.sentence)
    else:
        _tell_undone(request, document, undone)
    back = request.GET.dict()
    return anew(request, edit_url(public_id, **{name: back[name] for name in BACK if back.get(name)}))


def _tell_undone(request: HttpRequest, document: Document, undone: Undone) -> None:
    if undone.sections:
        said = _("Đã hoàn tác: {what}.").format(what=undone.kind.label)
        before = newest(person(request), document)
        messages.success(request, said, extra_tags=undo_url(document, before, request.GET.dict()) if before else "")
    if undone.left:
        kept = ngettext(
            "{n} chỗ đã được sửa thêm sau đó nên giữ nguyên.", "{n} chỗ đã được sửa thêm sau đó nên giữ nguyên.",
            undone.left,
        )  # fmt: skip
        messages.warning(request, kept.format(n=undone.left))


@require_POST
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    read_again(by=person(request), document=get_document(person(request), public_id))
    messages.success(request, _("Đang đọc lại. Bản này vẫn dùng được cho đến khi bản mới xong."))
    return anew(request, edit_url(public_id))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Find and replace: a look first, then all places at once."""
    document = get_document(person(request), public_id)
    check_owner(person(request), document)
    form = _find_form(request, document)
    if not form.is_bound or not form.is_valid():
        return _find_page(request, document, form)
    before = newest(person(request), document)
    try:
        found = _replace(request, document, form, is_trial=request.method != "POST")
    except Refusal as refusal:
        show_refusal(form, refusal)
        return _find_page(request, document, form)
    if request.method != "POST":
        return _find_page(request, document, form, found)
    _tell_replaced(request, document, found, before)
    return anew(request, edit_url(public_id))


def _find_form(request: HttpRequest, document: Document) -> FindForm:
    chapters = [(str(one.public_id), one.title or "—") for one in selectors.chapters_of(document)]
    if request.method == "POST":
        return FindForm(request.POST, chapters=chapters)
    if "find" in request.GET:
        return FindForm(request.GET, chapters=chapters)
    return FindForm(chapters=chapters)


def _replace(request: HttpRequest, document: Document, form: FindForm, *, is_trial: bool) -> Replaced:
    given = form.cleaned_data
    wanted = Wanted(given["find"], given["replace"], given["is_case_sensitive"], given["is_whole_word"])
    chapter = selectors.chapter_in(document, given["chapter"]) if given["chapter"] else None
    return replace_text(by=person(request), document=document, wanted=wanted, chapter=chapter, is_trial=is_trial)


def _find_page(request: HttpRequest, document: Document, form: FindForm, found: Replaced | None = None) -> HttpResponse:
    context: dict[str, Any] = {"document": document, "form": form, "found": found}
    return render(request, "documents/edit_find.html", context, status=422 if form.errors else 200)


def _tell_replaced(request: HttpRequest, document: Document, found: Replaced, before: UUID | None) -> None:
    said = ngettext("Đã thay {n} chỗ.", "Đã thay {n} chỗ.", found.count).format(n=found.count)
    offered(request, document, said, before)
    if found.left:
        left = ngettext(
            "{n} đoạn giữ nguyên vì thay xong thì không còn chữ nào. Nếu không muốn nghe, hãy bỏ qua đoạn đó.",
            "{n} đoạn giữ nguyên vì thay xong thì không còn chữ nào. Nếu không muốn nghe, hãy bỏ qua đoạn đó.",
            found.left,
        )  # fmt: skip
        messages.warning(request, left.format(n=found.left))
