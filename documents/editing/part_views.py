"""Changes of one section or one chapter on the page that corrects a document: where they belong, in place."""

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.asker import person
from accounts.models import User
from documents.editing import chapters, selectors, services
from documents.editing.desk import here, listing, may
from documents.editing.forms import ChapterForm, SectionForm
from documents.editing.history import newest
from documents.editing.offering import offered
from documents.editing.services import Edited
from documents.editing.showing import Shown, shown
from documents.editing.views import anew, edit_url
from documents.models import Chapter, Section
from documents.permissions import check_owner
from lib.pages import show_refusal
from lib.refusals import Refusal

IN_FORM: Final = frozenset({"changed_meanwhile", "empty_text", "section_too_long", "unknown_kind"})
MERGED: Final = "merge"
MOST_DIGITS: Final = 9
ChapterChange = Callable[[User, Chapter], Chapter]
CHANGES: Final[Mapping[str, ChapterChange]] = {
    "keep": lambda by, chapter: chapters.skip_chapter(by=by, chapter=chapter, is_skipped=False),
    "skip": lambda by, chapter: chapters.skip_chapter(by=by, chapter=chapter, is_skipped=True),
    "up": lambda by, chapter: chapters.move_chapter(by=by, chapter=chapter, to=chapter.position - 1),
    "down": lambda by, chapter: chapters.move_chapter(by=by, chapter=chapter, to=chapter.position + 1),
    MERGED: lambda by, chapter: chapters.merge_chapter(by=by, chapter=chapter),
}
SAID: Final[Mapping[str, str]] = {
    "rename": gettext_noop("Đã lưu tên chương."),
    "keep": gettext_noop("Chương này sẽ được đọc."),
    "skip": gettext_noop("Đã bỏ qua chương này."),
    "up": gettext_noop("Đã chuyển chương lên trước."),
    "down": gettext_noop("Đã chuyển chương xuống sau."),
    MERGED: gettext_noop("Đã gộp với chương sau."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One section: as it stands, open to be edited, or changed by a button."""
    one = selectors.get_section(person(request), public_id)
    if request.method != "POST":
        form = SectionForm.of(one) if request.GET.get("open") else None
        return _part(request, shown(one, one.extraction.document, form))
    check_owner(person(request), one.extraction.document)
    what, _dot, revision = request.POST.get("do", "").partition(".")
    if what == "split":
        return _split_here(request, one)
    if what in {"keep", "skip"} and revision.isdecimal() and len(revision) <= MOST_DIGITS:
        return _skipped(request, one, int(revision), is_skipped=what == "skip")
    return _from_form(request, one, is_restored=what == "restore")


def _skipped(request: HttpRequest, one: Section, revision: int, *, is_skipped: bool) -> HttpResponse:
    document = one.extraction.document
    before = newest(person(request), document)
    edited = services.edit_section(by=person(request), section=one, revision=revision, is_skipped=is_skipped)
    said = _("Đã bỏ qua đoạn.") if is_skipped else _("Đoạn này sẽ được đọc.")
    offered(request, document, said, before, at=one.public_id)
    return _part(request, shown(edited.section, document))


def _from_form(request: HttpRequest, one: Section, *, is_restored: bool) -> HttpResponse:
    form = SectionForm(request.POST, auto_id=f"id_%s_{one.public_id}")
    if not form.is_valid():
        return _part(request, shown(one, one.extraction.document, form), status=422)
    before = newest(person(request), one.extraction.document)
    try:
        edited = _restored(request, one, form) if is_restored else _saved(request, one, form)
    except Refusal as refusal:
        if refusal.code not in IN_FORM:
            raise
        return _refused(request, one, form, refusal)
    _tell(request, one, edited, before)
    return _part(request, shown(edited.section, one.extraction.document))


def _saved(request: HttpRequest, one: Section, form: SectionForm) -> Edited:
    return services.edit_section(by=person(request), section=one, **form.cleaned_data)


def _restored(request: HttpRequest, one: Section, form: SectionForm) -> Edited:
    return services.restore_section(by=person(request), section=one, revision=form.cleaned_data["revision"])


def _tell(request: HttpRequest, one: Section, edited: Edited, before: UUID | None) -> None:
    """What can be taken back is offered; what is gone is told."""
    offered(request, one.extraction.document, _("Đã lưu đoạn."), before, at=one.public_id)
    if edited.lost_choices:
        lost = ngettext(
            "{n} chỗ bạn từng chọn cách đọc không còn trong chữ mới, nên đã bỏ.",
            "{n} chỗ bạn từng chọn cách đọc không còn trong chữ mới, nên đã bỏ.", edited.lost_choices,
        )  # fmt: skip
        messages.warning(request, lost.format(n=edited.lost_choices))


def _refused(request: HttpRequest, one: Section, form: SectionForm, refusal: Refusal) -> HttpResponse:
    """What was typed stays. Where somebody else was quicker, their text stands beside it and the next save counts."""
    document = one.extraction.document
    now = selectors.get_section(person(request), one.public_id)
    if refusal.code == "changed_meanwhile" and now.revision != form.cleaned_data["revision"]:
        typed = SectionForm.of(now, text=form.cleaned_data["text"], kind=form.cleaned_data["kind"])
        return _part(request, shown(now, document, typed, theirs=now.text), status=409)
    show_refusal(form, refusal)
    return _part(request, shown(now, document, form), status=refusal.status)


def _split_here(request: HttpRequest, one: Section) -> HttpResponse:
    """The button stands in the open form: what was typed is saved before."""
    if "text" not in request.POST:
        return _split(request, one)
    form = SectionForm(request.POST, auto_id=f"id_%s_{one.public_id}")
    if not form.is_valid():
        return _part(request, shown(one, one.extraction.document, form), status=422)
    try:
        _saved(request, one, form)
    except Refusal as refusal:
        if refusal.code not in IN_FORM:
            raise
        return _refused(request, one, form, refusal)
    return _split(request, one)


def _split(request: HttpRequest, one: Section) -> HttpResponse:
    document = one.extraction.document
    before = newest(person(request), document)
    chapter = chapters.split_chapter(by=person(request), section=one)
    said = _("Chương mới bắt đầu từ đây. Bạn có thể đặt tên cho nó.")
    offered(request, document, said, before, chapter="", at=one.public_id)
    return anew(request, edit_url(document.public_id, chapter=str(chapter.public_id)))


def _part(request: HttpRequest, one: Shown, status: int = 200) -> HttpResponse:
    """One section and what changes with it; the whole page where there is no script."""
    document, query = one.section.extraction.document, here(request.GET.dict())
    is_part = bool(request.headers.get("HX-Request"))
    if request.method == "POST" and not is_part and one.form is None:
        return redirect(f"{edit_url(document.public_id)}?{query}#s-{one.section.public_id}")
    context = {
        **listing(document, one.section.chapter),
        **may(person(request), document),
        "document": document,
        "one": one,
        "here": query,
    }
    name = "_edit_answer" if is_part else "edit_section"
    return render(request, f"documents/{name}.html", context, status=status)


@require_POST
def chapter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One chapter is renamed, skipped, moved or merged with the next."""
    one, by = selectors.get_chapter(person(request), public_id), person(request)
    document, what = one.extraction.document, request.POST.get("do", "")
    check_owner(by, document)
    before = newest(by, document)
    if what == "rename":
        chapters.rename_chapter(by=by, chapter=one, title=_title(request))
    elif what in CHANGES:
        CHANGES[what](by, one)
    else:
        raise Refusal("invalid", 400)
    offered(request, document, _(SAID[what]), before)
    if what == MERGED:
        return anew(request, edit_url(document.public_id, chapter=str(public_id)))
    return redirect(f"{edit_url(document.public_id)}?{here(request.GET.dict())}")


def _title(request: HttpRequest) -> str:
    form = ChapterForm(request.POST)
    if not form.is_valid():
        raise Refusal("invalid", 400, field="title")
    title: str = form.cleaned_data["title"]
    return title
