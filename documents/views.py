"""Pages of documents: translate, make one call inward, translate back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.asker import person
from documents import selectors, services
from documents.download import file_response
from documents.forms import DocumentUploadForm
from documents.models import Document
from lib.keyset import page
from lib.pages import htmx_redirect, show_refusal
from lib.refusals import Refusal
from speech.extract.registry import FORMATS

SECTIONS_A_PAGE = 100


def with_message(document: Document) -> Document:
    """The document with what a card says of it."""
    extraction = document.current_extraction
    document.message = selectors.message_of(document)  # type: ignore[attr-defined]  # for the template only
    document.estimated_seconds = (  # type: ignore[attr-defined]
        selectors.estimated_seconds(extraction.word_count) if extraction else None
    )
    return document


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document_list(request: HttpRequest) -> HttpResponse:
    form = DocumentUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            document = services.upload_document(by=person(request), stream=file, filename=file.name)
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
@require_GET
def document_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = with_message(selectors.get_document(person(request), public_id))
    after = request.GET.get("cursor", "-1")
    start = int(after) if after.isdecimal() else -1
    sections = list(selectors.sections_of(document).filter(position__gt=start)[: SECTIONS_A_PAGE + 1])
    more = len(sections) > SECTIONS_A_PAGE
    context = {
        "document": document,
        "extraction": document.current_extraction,
        "sections": sections[:SECTIONS_A_PAGE],
        "next_cursor": sections[SECTIONS_A_PAGE - 1].position if more else None,
    }
    return render(request, "documents/detail.html", context)


@require_GET
def document_card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_document(person(request), public_id)
    return render(request, "documents/_card.html", {"document": with_message(document)})


@require_POST
def document_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_document(person(request), public_id)
    if document.current_extraction is None:
        raise Refusal("not_retryable", 409)
    services.retry(by=person(request), extraction=document.current_extraction)
    return redirect("documents:detail", public_id=public_id)


@require_POST
def document_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_document(person(request), public_id)
    with_audio = bool(request.POST.get("with_audio"))
    services.delete_document(by=person(request), document=document, with_audio=with_audio)
    undo = reverse("documents:restore", args=[public_id])
    messages.success(request, _("Đã xóa tài liệu."), extra_tags=undo)
    return redirect("documents:list")


@require_GET
def document_file(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    return file_response(request, selectors.get_document(person(request), public_id))
