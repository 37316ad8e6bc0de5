"""Pages of documents that were deleted less than a day ago."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asker import person
from documents import selectors, services
from lib.keyset import page
from lib.pages import Deleted, trash_page


@never_cache
@require_safe
def document_trash(request: HttpRequest) -> HttpResponse:
    found = page(selectors.deleted_documents_for(person(request)), cursor=request.GET.get("cursor", ""))
    deleted = [
        Deleted(
            document.public_id,
            document.filename,
            document.deleted_at,
            restore_url=reverse("documents:restore", args=[document.public_id]),
            purge_url=reverse("documents:purge", args=[document.public_id]),
        )
        for document in found.rows
    ]
    nothing, back_url = _("Không có tài liệu nào vừa xóa."), reverse("documents:list")
    return trash_page(request, deleted, found.next_cursor, nothing=nothing, back_url=back_url)


@require_POST
def document_restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_deleted_document(person(request), public_id)
    services.restore_document(by=person(request), document=document)
    messages.success(request, _("Đã lấy lại tài liệu."))
    return redirect("documents:detail", public_id=public_id)


@require_POST
def document_purge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    document = selectors.get_deleted_document(person(request), public_id)
    services.purge_document(by=person(request), document=document)
    messages.success(request, _("Đã xóa hẳn."))
    return redirect("documents:trash")
