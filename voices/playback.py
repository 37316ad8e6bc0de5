"""The audio of a voice over HTTP, for page and API."""

from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from lib.http import serve
from lib.refusals import Refusal
from voices.models import Sample, Voice
from voices.permissions import check_owner
from voices.states import SampleSource


def sample_response(request: HttpRequest, voice: Voice, *, by: User) -> HttpResponseBase:
    """A recording of the person: one that the voice has learned from, else the newest that was checked. It is its
    owner's alone, also where the voice is shared. Raises ``not_allowed`` (403), ``voice_not_ready`` (409)."""
    check_owner(by, voice)
    sample = _sample(voice)
    if sample is None or sample.master is None:
        raise Refusal("voice_not_ready", 409)
    blob = sample.master
    return serve(
        request, key=blob.key, size=blob.size_bytes, etag=blob.sha256, filename=f"{voice.name}.flac",
        mime_type="audio/flac", inline=True,
    )  # fmt: skip


def _sample(voice: Voice) -> Sample | None:
    checked = voice.samples.filter(master__isnull=False).exclude(source=SampleSource.TAKE).select_related("master")
    learned = checked.filter(versions=voice.current_version_id) if voice.current_version_id else checked.none()
    return learned.order_by("-pk").first() or checked.order_by("-pk").first()
