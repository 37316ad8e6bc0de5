"""What a voice can be learned from now: one rule for everybody who queues a version."""

import json
from collections.abc import Iterable
from hashlib import sha256

from django.conf import settings

from lib.refusals import Refusal
from lib.states import WorkState
from voices.models import Sample, SampleCheck, Voice, VoiceStep, VoiceVersion
from voices.states import StepKind

UNFINISHED = (WorkState.QUEUED, WorkState.RUNNING)
SPENT = (WorkState.REJECTED, WorkState.FAILED)


def state_of(sample: Sample) -> str:
    """How far its check is; what has none is checked by the version that learns it, the newest of several."""
    check = _check_of(sample)
    if check is not None:
        return check.status
    if sample.master_id:
        return WorkState.READY
    newest = max(sample.versions.all(), key=lambda one: one.number, default=None)
    return newest.status if newest else WorkState.QUEUED


def _check_of(sample: Sample) -> SampleCheck | None:
    check: SampleCheck | None = getattr(sample, "check_row", None)
    return check


def check_idle(voice: Voice) -> None:
    """Raises ``already_learning`` (409) while a version of the voice is in the making."""
    if voice.versions.filter(status__in=UNFINISHED).exists():
        raise Refusal("already_learning", 409)


def usable(chosen: Iterable[Sample]) -> list[Sample]:
    """Those of the chosen recordings that can be learned from: checked and found good, or checked by their version.

    Raises ``samples_unchecked``, ``nothing_to_learn``, ``too_much_to_learn`` (409).
    """
    states = {sample: state_of(sample) for sample in chosen}
    if any(state in UNFINISHED and _check_of(sample) for sample, state in states.items()):
        raise Refusal("samples_unchecked", 409)
    found = [sample for sample, state in states.items() if state not in SPENT]
    if not found:
        raise Refusal("nothing_to_learn", 409)
    seconds = round(sum(sample.duration_seconds or 0.0 for sample in found))
    if seconds > settings.MAX_AUDIO_DURATION:
        raise Refusal("too_much_to_learn", 409, seconds=seconds, limit=settings.MAX_AUDIO_DURATION)
    return found


def content_of(samples: Iterable[Sample]) -> str:
    """Changes when other recordings are learned, or the same with other words."""
    said = sorted((sample.pk, sample.transcript) for sample in samples)
    return sha256(json.dumps(said).encode()).hexdigest()[:16]


def is_learned(version: VoiceVersion | None, samples: Iterable[Sample]) -> bool:
    """Whether a version that is READY was learned from just this."""
    if version is None or version.status != WorkState.READY:
        return False
    learned = VoiceStep.objects.filter(version=version, step=StepKind.LEARN).values_list("figures", flat=True).first()
    return (learned or {}).get("content") == content_of(samples)
