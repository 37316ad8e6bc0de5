"""Pages of jobs: translate, make one call inward, translate back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asker import person
from accounts.forms import AccountForm
from accounts.language import remember_language
from documents.selectors import documents_for
from documents.views import with_message as document_with_message
from lib.keyset import page
from lib.pages import htmx_redirect, show_refusal
from lib.refusals import Refusal
from synthesis import selectors, services
from synthesis.clips.selectors import nearness
from synthesis.forms import GenerateForm, voice_choices
from synthesis.models import Job
from synthesis.playback import audio_response
from synthesis.states import JobKind, JobState, SegmentState
from voices.selectors import voices_for
from voices.views import with_message as voice_with_message

LATEST = 3
MISSING_SHOWN = 50
GENERATE = "synthesis/generate.html"


def with_message(job: Job) -> Job:
    """The job with what a card says of it."""
    job.message = selectors.message_of(job)  # type: ignore[attr-defined]  # for the template only
    job.eta_seconds = selectors.eta_seconds(job)  # type: ignore[attr-defined]
    job.is_expired = selectors.is_expired(job)  # type: ignore[attr-defined]
    job.is_withdrawn = selectors.is_withdrawn(job)  # type: ignore[attr-defined]
    job.rendition = selectors.main_rendition(job)  # type: ignore[attr-defined]
    return job


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    user = person(request)
    voices = [voice_with_message(voice) for voice in voices_for(user).prefetch_related("tags")[:LATEST]]
    documents = [document_with_message(document) for document in documents_for(user)[:LATEST]]
    jobs = [with_message(job) for job in selectors.jobs_for(user)[:LATEST]]
    step = "done" if jobs else "listen" if voices and documents else "document" if voices else "voice"
    context = {"voices": voices, "documents": documents, "jobs": jobs, "next_step": step}
    return render(request, "dashboard.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def generate(request: HttpRequest) -> HttpResponse:
    if "edit" in request.POST:  # from the page of what will be read
        brought = {name: value for name, value in request.POST.items() if value}  # the rest is as usual
        return render(request, GENERATE, {"form": GenerateForm(user=person(request), initial=brought)})
    chosen = {name: request.GET[name] for name in ("document", "voice") if name in request.GET}
    form = GenerateForm(request.POST or None, user=person(request), initial=chosen)
    lacks_marks = False
    if request.method == "POST" and form.is_valid():
        try:
            lacks_marks = "anyway" not in request.POST and services.lacks_marks(by=person(request), wish=form.wish())
            if not lacks_marks:
                job = services.create_job(by=person(request), wish=form.wish())
                return htmx_redirect(request, "synthesis:job", public_id=job.public_id)
        except Refusal as refusal:
            show_refusal(form, refusal)
    context = {"form": form, "lacks_marks": lacks_marks}
    return render(request, GENERATE, context, status=422 if form.errors or lacks_marks else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":  # a reload, or the language switch, after a preview without scripts
        return redirect("synthesis:generate")
    form = GenerateForm(request.POST, user=person(request))
    if form.is_valid():
        try:
            job = services.create_preview(by=person(request), wish=form.wish())
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            if not request.headers.get("HX-Request"):
                return redirect("synthesis:job", public_id=job.public_id)
            return render(request, "synthesis/_preview.html", {"job": with_message(job)})
    template = "synthesis/_preview.html" if request.headers.get("HX-Request") else GENERATE
    return render(request, template, {"form": form}, status=422)


@never_cache
@require_safe
def job_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    job = with_message(selectors.get_job(person(request), public_id))
    rendition = selectors.main_rendition(job)
    missing = job.segments.filter(status=SegmentState.FAILED).order_by("position")[:MISSING_SHOWN]
    context = {
        "job": job,
        "rendition": rendition,
        "renditions": job.renditions.all(),
        "chapters": rendition.chapters if rendition else [],
        "missing": missing,
        "near": nearness(job) if job.status == JobState.READY and job.kind == JobKind.BOOK else None,
    }
    return render(request, "synthesis/job.html", context)


@require_safe
def job_card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    job = with_message(selectors.get_job(person(request), public_id))
    rendition = selectors.main_rendition(job)
    context = {"job": job, "rendition": rendition, "chapters": rendition.chapters if rendition else []}
    return render(request, "synthesis/_job_card.html", context)


@never_cache
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    found = page(selectors.jobs_for(person(request)), cursor=request.GET.get("cursor", ""))
    context = {"jobs": [with_message(job) for job in found.rows], "next_cursor": found.next_cursor}
    return render(request, "synthesis/history.html", context)


@require_POST
def job_cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.cancel(by=person(request), job=selectors.get_job(person(request), public_id))
    return redirect("synthesis:job", public_id=public_id)


@require_POST
def job_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.retry(by=person(request), job=selectors.get_job(person(request), public_id))
    return redirect("synthesis:job", public_id=public_id)


@require_POST
def job_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.delete_job(by=person(request), job=selectors.get_job(person(request), public_id))
    undo = reverse("synthesis:restore", args=[public_id])
    messages.success(request, _("Đã xóa audio."), extra_tags=undo)
    return redirect("synthesis:history")


@require_safe
def job_audio(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    job = selectors.get_job(person(request), public_id)
    inline = "download" not in request.GET
    return audio_response(request, job, request.GET.get("format", job.format), inline=inline)


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """A person's own settings; here, because the default voice may be any that the generate page offers."""
    user = person(request)
    form = AccountForm(request.POST or None, instance=user, voices=voice_choices(user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Đã lưu."))
        answer = redirect("account")
        remember_language(answer, user.language)
        return answer
    return render(request, "account.html", {"form": form}, status=422 if form.errors else 200)
