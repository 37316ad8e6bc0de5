from django.http import HttpRequest, HttpResponseBase

from lib.http import serve
from lib.refusals import Refusal
from synthesis.models import Take
from synthesis.selectors import is_withdrawn


def take_response(request: HttpRequest, take: Take) -> HttpResponseBase:
    """One clip of a job; nothing of a voice that was revoked (410 ``expired``)."""
    if is_withdrawn(take.segment.job):
        raise Refusal("expired", 410)
    blob = take.blob
    return serve(
        request, key=blob.key, size=blob.size_bytes, etag=blob.sha256, mime_type="audio/flac", inline=True,
        filename=f"{take.segment.job.title} {take.segment.position + 1}.flac",
    )  # fmt: skip
