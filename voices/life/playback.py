"""What can be heard of a library over HTTP, for pages and API."""

from django.http import HttpRequest, HttpResponseBase

from lib.http import serve
from lib.refusals import Refusal
from voices import presets
from voices.life.selectors import sentence_of
from voices.models import Comparison, PresetClip
from voices.permissions import check_consent

PRESET_SECONDS = 3600
REDIRECTS = 300


def preset_response(request: HttpRequest, preset: str) -> HttpResponseBase:
    """A preset's sentence: everybody's, so anybody may keep it. Raises ``not_found``, ``preset_not_ready``
    (409)."""
    if presets.find(preset) is None:
        raise Refusal("not_found", 404)
    clip = PresetClip.objects.filter(engine=presets.engine(), preset=preset).exclude(key="").first()
    if clip is None:
        raise Refusal("preset_not_ready", 409, seconds=5)
    response = serve(
        request, key=clip.key, size=clip.size_bytes, etag=clip.sha256, filename=f"{preset}.mp3",
        mime_type="audio/mpeg", inline=True,
    )  # fmt: skip
    if response.status_code < REDIRECTS:  # a signed address ends before that
        response["Cache-Control"] = f"public, max-age={PRESET_SECONDS}"
    return response


def side_response(request: HttpRequest, comparison: Comparison, side: str) -> HttpResponseBase:
    """One of the two, under a name that does not tell which version it is."""
    check_consent(comparison.voice)
    trial = sentence_of(comparison.left if side == "left" else comparison.right, comparison.sentence)
    if trial is None or trial.blob is None:
        raise Refusal("nothing_to_hear", 409)
    blob = trial.blob
    # The tag is the comparison's: the bytes' own would tell which version is heard.
    return serve(
        request, key=blob.key, size=blob.size_bytes, etag=f"{comparison.public_id}-{side}", filename=f"{side}.flac",
        mime_type="audio/flac", inline=True,
    )  # fmt: skip
