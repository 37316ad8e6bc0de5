"""The audio of one recording over HTTP, for page and API."""

from django.http import HttpRequest, HttpResponseBase

from lib.http import serve
from lib.refusals import Refusal
from voices.models import Sample


def sample_response(request: HttpRequest, sample: Sample) -> HttpResponseBase:
    """The master of ``sample``. Raises ``voice_not_ready`` (409) before it was checked."""
    blob = sample.master
    if blob is None:
        raise Refusal("voice_not_ready", 409)
    return serve(
        request, key=blob.key, size=blob.size_bytes, etag=blob.sha256, filename=f"{sample.voice.name}.flac",
        mime_type="audio/flac", inline=True,
    )  # fmt: skip
