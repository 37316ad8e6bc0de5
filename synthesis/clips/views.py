"""Pages of single clips: which are less like the voice, hear them, have them read again, mark good ones."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asker import person
from lib.pages import tell_slip
from lib.refusals import Refusal
from synthesis import selectors as jobs
from synthesis.clips import selectors, services
from synthesis.clips.playback import take_response
from synthesis.models import Job
from voices.selectors import get_voice

SHOWN = 40


@never_cache
@require_safe
def clips(request: HttpRequest, public_id: UUID) -> HttpResponse:
    job = jobs.get_job(person(request), public_id)
    start = _position(request.GET.get("start", "0"))
    rows = list(selectors.clips_of(job).filter(position__gte=start)[: SHOWN + 1])
    context = {
        "job": job,
        "near": selectors.nearness(job),
        "segments": rows[:SHOWN],
        "next_start": rows[SHOWN].position if len(rows) > SHOWN else None,
        "doubtful": selectors.doubtful(job) if not start else [],
        "is_owner": job.created_by == person(request),
    }
    return render(request, "synthesis/clips.html", context)


def _position(raw: str) -> int:
    return int(raw) if raw.isdecimal() and len(raw) < 9 else 0


@require_POST
def read_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    job = jobs.get_job(person(request), public_id)
    positions = [_position(raw) for raw in request.POST.getlist("positions")]
    try:
        again = services.read_again(by=person(request), job=job, positions=positions)
    except Refusal as refusal:
        return tell_slip(request, refusal, redirect("synthesis:clips", public_id=public_id))
    messages.success(request, _("Đang đọc lại. Những đoạn khác giữ nguyên như cũ."))
    return redirect("synthesis:job", public_id=again.public_id)


@require_POST
def mark_good(request: HttpRequest, public_id: UUID) -> HttpResponse:
    take = selectors.get_take(person(request), public_id)
    services.mark_good(by=person(request), take=take, is_good=request.POST.get("good") == "1")
    return _clips_of(take.segment.job, at=take.segment.position)


def _clips_of(job: Job, *, at: int) -> HttpResponse:
    """Back to the clip that was pressed, on the page of the list where it stands."""
    address = reverse("synthesis:clips", kwargs={"public_id": job.public_id})
    return redirect(f"{address}?start={at - at % SHOWN}#clip-{at}")


@require_safe
def take_audio(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    return take_response(request, selectors.get_take(person(request), public_id))


@require_POST
def learn_from_takes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    back = redirect("voices:versions", public_id=public_id)
    try:
        services.learn_from_takes(by=person(request), voice=get_voice(person(request), public_id))
    except Refusal as refusal:
        return tell_slip(request, refusal, back)
    messages.success(request, _("Đang học bản mới. Bản đang dùng vẫn phục vụ đến khi bản mới sẵn sàng."))
    return back
