"""Pages of enrolment: consent, then recordings with what was heard in them, then the word to learn."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asker import person
from lib import evidence
from lib.pages import htmx_redirect, show_refusal
from lib.refusals import Refusal
from voices import statements
from voices.enrolment import scripts, selectors, services
from voices.enrolment.forms import DraftForm, SamplesForm, TranscriptForm
from voices.enrolment.playback import sample_response
from voices.enrolment.showing import Shown
from voices.enrolment.trials import get_trial, trial_response
from voices.forms import ConsentForm
from voices.learnable import UNFINISHED
from voices.models import Sample, Voice
from voices.permissions import check_owner
from voices.selectors import get_voice


def _consent_words() -> dict[str, Any]:
    language = (get_language() or "vi")[:2]
    return {"statements": statements.current(language), "statement_version": statements.CURRENT}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Whose voice, and the consent."""
    form = DraftForm(request.POST if request.method == "POST" else None)
    said = form.said(evidence.of_request(request)) if form.is_valid() else None
    if said is not None:
        given = form.cleaned_data
        try:
            voice = services.start_draft(
                by=person(request), name=given["name"], language=given["language"], consent=said
            )
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            return redirect("voices:samples", public_id=voice.public_id)
    status = 422 if form.errors else 200
    return render(request, "voices/new.html", {"form": form, **_consent_words()}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def samples(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The recordings of a voice; without script a form that takes files."""
    voice = get_voice(person(request), public_id)
    check_owner(person(request), voice)
    is_sent = request.method == "POST"  # also when nothing is in it
    form = SamplesForm(request.POST, request.FILES) if is_sent else SamplesForm()
    if is_sent and form.is_valid():
        try:
            _add(request, voice, form)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            messages.success(request, _("Đã nhận bản ghi. Chúng tôi đang kiểm tra."))
            return htmx_redirect(request, "voices:samples", public_id=public_id)
    return _page(request, voice, form)


def _add(request: HttpRequest, voice: Voice, form: SamplesForm) -> None:
    files = form.cleaned_data["file"]
    given = form.cleaned_data if len(files) == 1 else {}
    replaced = given.get("instead_of")
    old = selectors.get_sample_of(voice, replaced) if replaced else None
    for file in files:
        recording = services.Recording(stream=file, filename=file.name, transcript=given.get("transcript", ""))
        services.add_sample(by=person(request), voice=voice, recording=recording, instead_of=old)


def _page(request: HttpRequest, voice: Voice, form: SamplesForm) -> HttpResponse:
    rows = [Shown(sample) for sample in selectors.samples_of(voice)]
    read = {one.sample.script: one.sample.public_id for one in reversed(rows) if not one.fault}
    context = {
        "voice": voice,
        "samples": rows,
        "form": form,
        "learning": voice.versions.filter(status__in=UNFINISHED).first(),
        "waits_for": _why_not(voice),
        "seconds": sum(one.sample.report.get("speech_seconds", 0.0) for one in rows if one.is_learnable),
        "scripts": [{"script": one, "sample_id": read.get(one.id, "")} for one in scripts.of_language(voice.language)],
        "consent": voice.consent,
        "consent_form": ConsentForm(),
        **_consent_words(),
    }
    return render(request, "voices/samples.html", context, status=422 if form.errors else 200)


def _why_not(voice: Voice) -> str:
    """The sentence of a greyed button; empty where the voice can be learned now."""
    try:
        services.learnable(voice)
    except Refusal as refusal:
        return refusal.sentence
    return ""


@require_safe
def sample_card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _card(request, selectors.get_sample(person(request), public_id))


def _card(request: HttpRequest, sample: Sample) -> HttpResponse:
    return render(request, "voices/_sample.html", {"shown": Shown(sample), "voice": sample.voice})


def _back(sample: Sample) -> HttpResponse:
    return redirect("voices:samples", public_id=sample.voice.public_id)


@require_POST
def sample_leave_out(request: HttpRequest, public_id: UUID) -> HttpResponse:
    sample = selectors.get_sample(person(request), public_id)
    services.leave_out(by=person(request), sample=sample, is_left_out=request.POST.get("is_left_out") == "1")
    return _back(sample)


@require_POST
def sample_transcript(request: HttpRequest, public_id: UUID) -> HttpResponse:
    sample = selectors.get_sample(person(request), public_id)
    form = TranscriptForm(request.POST)
    if form.is_valid():
        services.set_transcript(by=person(request), sample=sample, transcript=form.cleaned_data["transcript"])
    else:
        messages.error(request, str(form.errors["transcript"][0]))
    return _back(sample)


@require_POST
def sample_check_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    sample = selectors.get_sample(person(request), public_id)
    services.check_again(by=person(request), sample=sample)
    return _back(sample)


@require_POST
def sample_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    sample = selectors.get_sample(person(request), public_id)
    services.delete_sample(by=person(request), sample=sample)
    messages.success(request, _("Đã xóa bản ghi."))
    return _back(sample)


@require_safe
def sample_audio(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    return sample_response(request, selectors.get_sample(person(request), public_id))


@require_safe
def trial_audio(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    return trial_response(request, get_trial(person(request), public_id))


@require_POST
def learn(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.learn(by=person(request), voice=get_voice(person(request), public_id))
    messages.success(request, _("Chúng tôi đang học giọng. Trang này tự cập nhật."))
    return redirect("voices:detail", public_id=public_id)
