"""Pages of audio that was deleted less than a day ago."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asker import person
from lib.keyset import page
from lib.pages import Deleted, trash_page
from synthesis import selectors, services


@never_cache
@require_safe
def job_trash(request: HttpRequest) -> HttpResponse:
    found = page(selectors.deleted_jobs_for(person(request)), cursor=request.GET.get("cursor", ""))
    deleted = [
        Deleted(
            job.public_id,
            job.title,
            job.deleted_at,
            restore_url="" if selectors.is_expired(job) else reverse("synthesis:restore", args=[job.public_id]),
            purge_url=reverse("synthesis:purge", args=[job.public_id]),
        )
        for job in found.rows
    ]
    nothing, back_url = _("Không có audio nào vừa xóa."), reverse("synthesis:history")
    return trash_page(request, deleted, found.next_cursor, nothing=nothing, back_url=back_url)


@require_POST
def job_restore(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.restore_job(by=person(request), job=selectors.get_deleted_job(person(request), public_id))
    messages.success(request, _("Đã lấy lại audio."))
    return redirect("synthesis:job", public_id=public_id)


@require_POST
def job_purge(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.purge_job(by=person(request), job=selectors.get_deleted_job(person(request), public_id))
    messages.success(request, _("Đã xóa hẳn."))
    return redirect("synthesis:trash")
