"""Pages of audio that was deleted less than a day ago."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.asker import person
from lib.keyset import page
from synthesis import selectors, services
from synthesis.views import with_message


@never_cache
@require_GET
def job_trash(request: HttpRequest) -> HttpResponse:
    found = page(selectors.deleted_jobs_for(person(request)), cursor=request.GET.get("cursor", ""))
    context = {"jobs": [with_message(job) for job in found.rows], "next_cursor": found.next_cursor}
    return render(request, "synthesis/trash.html", context)


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
