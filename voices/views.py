"""Pages of voices: translate, make one call inward, translate back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.asker import person
from lib import evidence
from lib.keyset import page
from lib.refusals import Refusal
from voices import presets, selectors, services, statements
from voices.enrolment.trials import heard_of
from voices.forms import ConsentForm
from voices.life.forms import LookForm
from voices.life.selectors import Looked, library, notices_of, presets_said, tags_of
from voices.life.showing import ShownNotice, score_in_words
from voices.models import Voice
from voices.permissions import check_owner
from voices.playback import sample_response


def with_message(voice: Voice) -> Voice:
    """The voice with what a card says of it."""
    voice.message = selectors.message_of(voice)  # type: ignore[attr-defined]  # for the template only
    return voice


def _statements() -> list[dict[str, str]]:
    return statements.current((get_language() or "vi")[:2])


@never_cache
@require_safe
def voice_list(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = LookForm(request.GET, tags=tags_of(user))
    looked = form.looked()
    found = page(library(user, looked), cursor=request.GET.get("cursor", ""))
    context = {
        "form": form,
        "is_looking": looked != Looked(),
        "voices": [with_message(voice) for voice in found.rows],
        "next_cursor": found.next_cursor,
        "presets": presets.listed(),
        "said": presets_said(),
    }
    return render(request, "voices/list.html", context)


@never_cache
@require_safe
def voice_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return _detail(request, selectors.get_voice(person(request), public_id), ConsentForm())


def _detail(request: HttpRequest, voice: Voice, form: ConsentForm) -> HttpResponse:
    is_owner = voice.created_by == person(request)
    context = {
        "voice": with_message(voice),
        "version": voice.current_version,
        "reasons": selectors.reasons_of(voice.current_version),
        "samples": voice.samples.all() if is_owner else (),
        "consent": voice.consent,
        "heard": heard_of(voice.current_version),
        **score_in_words(voice.current_version),
        "notices": [ShownNotice.of(notice) for notice in notices_of(voice)],
        "tags": [tag.name for tag in voice.tags.all()],
        "is_owner": is_owner,
        "form": form,
        "statements": _statements(),
        "statement_version": statements.CURRENT,
    }
    return render(request, "voices/detail.html", context, status=422 if form.errors else 200)


@require_safe
def voice_card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    voice = selectors.get_voice(person(request), public_id)
    return render(request, "voices/_card.html", {"voice": with_message(voice)})


@require_POST
def voice_consent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    voice = selectors.get_voice(person(request), public_id)
    check_owner(person(request), voice)
    form = ConsentForm(request.POST)
    said = form.said(evidence.of_request(request)) if form.is_valid() else None
    if said is None:
        return _detail(request, voice, form)
    services.give_consent(by=person(request), voice=voice, said=said)
    messages.success(request, _("Đã ghi nhận sự đồng ý. Chúng tôi đang học giọng."))
    return redirect("voices:detail", public_id=public_id)


@require_POST
def voice_revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    services.revoke(by=person(request), voice=selectors.get_voice(person(request), public_id))
    messages.success(request, _("Đã thu hồi giọng."))
    return redirect("voices:detail", public_id=public_id)


@require_POST
def voice_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    voice = selectors.get_voice(person(request), public_id)
    if voice.current_version is None:
        raise Refusal("not_retryable", 409)
    services.retry(by=person(request), version=voice.current_version)
    return redirect("voices:detail", public_id=public_id)


@require_POST
def voice_delete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    voice = selectors.get_voice(person(request), public_id)
    services.delete_voice(by=person(request), voice=voice, with_audio=bool(request.POST.get("with_audio")))
    messages.success(request, _("Đã xóa giọng cùng mọi mẫu ghi âm của nó."))
    return redirect("voices:list")


@require_safe
def voice_audio(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    user = person(request)
    return sample_response(request, selectors.get_voice(user, public_id), by=user)
