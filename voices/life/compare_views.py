"""Pages on which two versions are heard blind."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.asker import person
from lib.identifiers import uuid_of
from lib.pages import tell_slip
from lib.refusals import Refusal
from voices import selectors as voices
from voices.life import selectors, services
from voices.life.playback import side_response
from voices.permissions import check_owner
from voices.states import Chosen


@require_POST
def begin(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = person(request)
    voice = voices.get_voice(user, public_id)
    check_owner(user, voice)
    chosen = [known for raw in dict.fromkeys(request.POST.getlist("versions")) if (known := uuid_of(raw))]
    try:
        if len(chosen) != 2:
            raise Refusal("two_versions", 400)
        one, other = (selectors.get_version(user, each) for each in chosen)
        row = services.compare(by=user, voice=voice, one=one, other=other, sentence=_sentence(request))
    except Refusal as refusal:
        return tell_slip(request, refusal, redirect("voices:versions", public_id=public_id))
    return redirect("voices:comparison", public_id=row.public_id)


def _sentence(request: HttpRequest) -> int:
    raw = request.POST.get("sentence", "0")
    return int(raw) if raw.isdecimal() and len(raw) < 3 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: HttpRequest, public_id: UUID) -> HttpResponse:
    user = person(request)
    row = selectors.get_comparison(user, public_id)
    if request.method == "POST":
        services.choose(by=user, comparison=row, chosen=_chosen(request))
        return redirect("voices:comparison", public_id=public_id)
    trial = selectors.sentence_of(row.left, row.sentence)
    context = {"comparison": row, "voice": row.voice, "text": trial.text if trial else ""}
    return render(request, "voices/comparison.html", context)


def _chosen(request: HttpRequest) -> Chosen:
    try:
        return Chosen(request.POST.get("chosen", ""))
    except ValueError:
        raise Refusal("invalid", 400, field="chosen") from None


@require_safe
def side(request: HttpRequest, public_id: UUID, side: str) -> HttpResponseBase:
    return side_response(request, selectors.get_comparison(person(request), public_id), side)
