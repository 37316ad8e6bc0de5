"""Pages of documents: translate, make one call inward, translate back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asker import person
from documents import selectors, services
from documents.download import file_response
from documents.forms import AsidesForm, DocumentUploadForm, PasswordForm, RenameForm
from documents.models import Document
from documents.permissions import check_owner
from documents.progress import eta_seconds
from lib.keyset import page
from lib.pages import htmx_redirect, show_refusal
from lib.refusals import Refusal
from lib.states import WorkState
from speech.extract.registry import FORMATS

SECTIONS_A_PAGE = 100


def with_message(document: Document) -> Document:
    """The document with what a card says of it."""
    extraction = document.current_extraction
    document.message = selectors.message_of(extraction)  # type: ignore[attr-defined]  # for the template only
    document.eta_seconds = eta_seconds(extraction) if extraction else None  # type: ignore[attr-defined]
    document.estimated_seconds = (  # type: ignore[attr-defined]
        selectors.estimated_seconds(extraction.words) if extraction else None
    )
    return document


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document_list(request: HttpRequest) -> HttpResponse:
    form = DocumentUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, keep = form.cleaned_data["file"], not form.cleaned_data["delete_original"]
        try:
            document = services.upload_document(by=person(request), stream=file, filename=file.name, keep_original=keep)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Đã nhận tài liệu. Chúng tôi đang đọc."))
            return htmx_redirect(request, "documents:detail", public_id=document.public_id)
    found = page(selectors.documents_for(person(request)), cursor=request.GET.get("cursor", ""))
    context = {
        "form": form,
        "documents": [with_message(document) for document in found.rows],
        "next_cursor": found.next_cursor,
        "formats": FORMATS,
    }
    return render(request, "documents/list.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def document_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = with_message(selectors.get_document(person(request), public_id))
    return _detail(request, document, PasswordForm())


def _detail(
    request: HttpRequest,
    document: Document,
    password: PasswordForm,
    status: int = 200,
    rename: RenameForm | None = None,
) -> HttpResponse:
    by, cursor = person(request), request.GET.get("cursor", "")
    after = int(cursor) if cursor.isdecimal() and len(cursor) < 10 else -1
    sections = list(selectors.sections_of(document).filter(rank__gt=after)[: SECTIONS_A_PAGE + 1])
    newest, current = selectors.newest_extraction(document), document.current_extraction
    context = {
        "document": document,
        "extraction": current,
        "newest": newest if newest != current else None,
        "newest_message": selectors.message_of(newest),
        "newest_eta": eta_seconds(newest) if newest else None,
        "is_locked": newest is not None and newest.status == WorkState.NEEDS_PASSWORD and document.blob_id is not None,
        "is_mine": document.created_by_id == by.pk,
        "same_file": selectors.same_file(by, document),
        "password_form": password,
        "asides_form": AsidesForm.of(document),
        "rename_form": rename or RenameForm(initial={"filename": document.filename}),
        "sections": sections[:SECTIONS_A_PAGE],
        "next_cursor": sections[SECTIONS_A_PAGE - 1].rank if len(sections) > SECTIONS_A_PAGE else None,
    }
    return render(request, "documents/detail.html", context, status=status)


@sensitive_post_parameters("password")
@never_cache
@require_POST
def document_password(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = with_message(selectors.get_document(person(request), public_id))
    check_owner(person(request), document)
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _detail(request, document, form, 422)
    try:
        services.give_password(by=person(request), document=document, password=form.cleaned_data["password"])
    except Refusal as refusal:
        if refusal.code != "too_many_passwords":
            raise
        show_refusal(form, refusal)
        return _detail(request, document, form, refusal.status)
    return redirect("documents:detail", public_id=public_id)


@never_cache
@require_POST
def document_rename(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = with_message(selectors.get_document(person(request), public_id))
    check_owner(person(request), document)
    form = RenameForm(request.POST)
    if not form.is_valid():
        return _detail(request, document, PasswordForm(), 422, form)
    services.rename_document(by=person(request), document=document, filename=form.cleaned_data["filename"])
    messages.success(request, _("Đã đổi tên tài liệu."))
    return redirect("documents:detail", public_id=public_id)


@require_POST
def document_asides(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_document(person(request), public_id)
    check_owner(person(request), document)
    form = AsidesForm(request.POST)
    if not form.is_valid():
        raise Refusal("invalid", 400)
    services.set_reading_choices(by=person(request), document=document, **form.cleaned_data)
    messages.success(request, _("Đã lưu cách đọc."))
    return redirect(f"documents:{'edit' if request.POST.get('next') == 'edit' else 'detail'}", public_id=public_id)


@require_POST
def original_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_document(person(request), public_id)
    services.delete_original(by=person(request), document=document)
    messages.success(request, _("Đã xóa tệp gốc. Chữ của tài liệu vẫn còn."))
    return redirect("documents:detail", public_id=public_id)


@require_safe
def document_card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_document(person(request), public_id)
    return render(request, "documents/_card.html", {"document": with_message(document)})


@require_POST
def document_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    extraction = selectors.newest_extraction(selectors.get_document(person(request), public_id))
    if extraction is None:
        raise Refusal("not_retryable", 409)
    services.retry(by=person(request), extraction=extraction)
    return redirect("documents:detail", public_id=public_id)


@require_POST
def document_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_document(person(request), public_id)
    with_audio = bool(request.POST.get("with_audio"))
    services.delete_document(by=person(request), document=document, with_audio=with_audio)
    undo = reverse("documents:restore", args=[public_id])
    messages.success(request, _("Đã xóa tài liệu."), extra_tags=undo)
    return redirect("documents:list")


@require_safe
def document_file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    return file_response(request, selectors.get_document(person(request), public_id))
