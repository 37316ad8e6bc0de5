"""The audio of a job over HTTP, for page and API."""

from django.http import HttpRequest, HttpResponseBase

from lib.http import serve
from synthesis import selectors, services
from synthesis.models import Job


def audio_response(request: HttpRequest, job: Job, audio_format: str, *, inline: bool) -> HttpResponseBase:
    """The recording with ranges; a format that is not there yet is queued, and told so (409 with Retry-After)."""
    services.ask_for_format(job=job, audio_format=audio_format)
    rendition = selectors.playable(job, audio_format)
    assert rendition.blob is not None  # noqa: S101 - a check constraint of ACTIVE
    return serve(
        request, key=rendition.blob.key, size=rendition.size_bytes, etag=rendition.sha256,
        filename=rendition.filename, mime_type=rendition.mime_type, inline=inline,
    )  # fmt: skip
