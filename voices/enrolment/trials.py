"""The test sentences of a learned voice: how it sounds at once, and how near that is to the person."""

from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from accounts.models import User
from lib.http import serve
from lib.refusals import Refusal
from voices.models import Trial, Voice, VoiceStep, VoiceVersion
from voices.states import StepKind, Variant


@dataclass(frozen=True)
class Heard:
    """``trials``: those that were kept to be heard. ``identity``: the mean of all that were measured, None where none
    was; ``natural``: how near the person's own recordings are to each other."""

    trials: list[Trial]
    identity: float | None
    natural: float | None


def heard_of(version: VoiceVersion | None) -> Heard | None:
    """What a version said when it was tried; None before that."""
    rows = list(version.trials.filter(variant=Variant.NEUTRAL).order_by("sentence")) if version else []
    if not rows:
        return None
    measured = [row.identity for row in rows if row.identity is not None]
    features = VoiceStep.objects.filter(version=version, step=StepKind.FEATURES).values_list("figures", flat=True)
    natural = (features.first() or {}).get("natural")
    return Heard([row for row in rows if row.blob_id], fmean(measured) if measured else None, natural)


def get_trial(user: User, public_id: UUID) -> Trial:
    """One test sentence of a voice that ``user`` sees; ``not_found`` also where it was not kept."""
    seen = Trial.objects.filter(version__voice__in=Voice.objects.for_user(user), blob__isnull=False)
    trial = seen.filter(public_id=public_id).select_related("blob", "version__voice").first()
    if trial is None:
        raise Refusal("not_found", 404)
    return trial


def trial_response(request: HttpRequest, trial: Trial) -> HttpResponseBase:
    blob = trial.blob
    if blob is None:
        raise Refusal("not_found", 404)
    return serve(
        request, key=blob.key, size=blob.size_bytes, etag=blob.sha256, mime_type="audio/flac", inline=True,
        filename=f"{trial.version.voice.name} {trial.sentence + 1}.flac",
    )  # fmt: skip
