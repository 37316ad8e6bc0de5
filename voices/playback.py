"""The audio of a voice over HTTP, for page and API."""

from django.http import HttpRequest, HttpResponseBase

from lib.http import serve
from lib.refusals import Refusal
from voices.models import Voice


def sample_response(request: HttpRequest, voice: Voice) -> HttpResponseBase:
    """The audio of a voice's newest sample that has a master."""
    sample = voice.samples.filter(master__isnull=False).select_related("master").order_by("-pk").first()
    if sample is None or sample.master is None:
        raise Refusal("voice_not_ready", 409)
    blob = sample.master
    return serve(
        request, key=blob.key, size=blob.size_bytes, etag=blob.sha256, filename=f"{voice.name}.flac",
        mime_type="audio/flac", inline=True,
    )  # fmt: skip
