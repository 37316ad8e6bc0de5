"""Pages of a voice's life: its versions, their steps, its trend, and who may use it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.asker import person
from lib.identifiers import uuid_of
from lib.pages import tell_slip
from lib.refusals import Refusal
from voices import selectors as voices
from voices.life import selectors, services
from voices.life.drawing import chart_of
from voices.life.forms import DescribeForm
from voices.life.playback import preset_response
from voices.life.showing import ShownNotice, ShownVersion
from voices.models import Voice
from voices.permissions import check_owner
from voices.states import VersionOrigin


def _voice(request: HttpRequest, public_id: UUID) -> Voice:
    return voices.get_voice(person(request), public_id)


def _back(voice: Voice) -> HttpResponse:
    return redirect("voices:versions", public_id=voice.public_id)


@require_safe
def versions(request: HttpRequest, public_id: UUID) -> HttpResponse:
    voice = _voice(request, public_id)
    rows = selectors.versions_of(voice)
    tallies = selectors.tallies(voice)
    context = {
        "voice": voice,
        "versions": [ShownVersion.of(row, voice, tallies) for row in rows],
        "comparable": selectors.comparable(rows),
        "samples": voice.samples.filter(is_left_out=False),
        "notices": [ShownNotice.of(notice) for notice in selectors.notices_of(voice)],
        "is_owner": voice.created_by == person(request),
    }
    return render(request, "voices/versions.html", context)


@require_safe
def version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = selectors.get_version(person(request), public_id)
    voice = _voice(request, row.voice.public_id)
    shown = ShownVersion.of(next(one for one in selectors.versions_of(voice) if one.pk == row.pk), voice, {})
    context = {"voice": voice, "shown": shown, "is_owner": voice.created_by == person(request)}
    return render(request, "voices/version.html", context)


@require_safe
def trend(request: HttpRequest, public_id: UUID) -> HttpResponse:
    voice = _voice(request, public_id)
    days = selectors.days_of(voice)
    threshold = selectors.threshold_of(voice)
    context = {"voice": voice, "days": days[::-1], "chart": chart_of(days, threshold), "threshold": threshold}
    return render(request, "voices/trend.html", context)


@require_POST
def describe(request: HttpRequest, public_id: UUID) -> HttpResponse:
    voice = _voice(request, public_id)
    check_owner(person(request), voice)
    form = DescribeForm(request.POST)
    if not form.is_valid():
        raise Refusal("name_required", 400, field="name")
    services.describe(by=person(request), voice=voice, name=form.cleaned_data["name"], tags=form.tag_list())
    messages.success(request, _("Đã lưu."))
    return redirect("voices:detail", public_id=public_id)


@require_POST
def share(request: HttpRequest, public_id: UUID) -> HttpResponse:
    is_shared = request.POST.get("shared") == "1"
    services.share(by=person(request), voice=_voice(request, public_id), is_shared=is_shared)
    told = _("Đồng nghiệp dùng được giọng này.") if is_shared else _("Chỉ còn bạn dùng được giọng này.")
    messages.success(request, told)
    return redirect("voices:detail", public_id=public_id)


@require_POST
def learn_again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    voice = _voice(request, public_id)
    check_owner(person(request), voice)
    origin = VersionOrigin.ENGINE if request.POST.get("origin") == "engine" else VersionOrigin.SAMPLES
    try:
        chosen = None if origin == VersionOrigin.ENGINE else _samples(request)
        services.learn_again(by=person(request), voice=voice, samples=chosen, origin=origin)
    except Refusal as refusal:
        return tell_slip(request, refusal, _back(voice))
    messages.success(request, _("Đang học bản mới. Bản đang dùng vẫn phục vụ đến khi bản mới sẵn sàng."))
    return _back(voice)


def _samples(request: HttpRequest) -> list[UUID]:
    named = [uuid_of(raw) for raw in request.POST.getlist("samples")]
    if None in named:
        raise Refusal("samples_required", 400, field="samples")
    return [one for one in named if one]


@require_POST
def label(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = selectors.get_version(person(request), public_id)
    services.label_version(by=person(request), version=row, label=request.POST.get("label", ""))
    return _back(row.voice)


@require_POST
def roll_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    row = selectors.get_version(person(request), public_id)
    services.roll_back(by=person(request), version=row)
    messages.success(request, _("Giọng đã quay lại bản này. Việc đã lên kế hoạch vẫn dùng bản cũ."))
    return _back(row.voice)


@require_POST
def notice_seen(request: HttpRequest, public_id: UUID) -> HttpResponse:
    notice = selectors.get_notice(person(request), public_id)
    services.see_notice(by=person(request), notice=notice)
    return redirect("voices:detail", public_id=notice.version.voice.public_id)


@login_not_required  # everybody's: caches may keep it
@require_safe
def preset_audio(request: HttpRequest, preset: str) -> HttpResponseBase:
    return preset_response(request, preset)
