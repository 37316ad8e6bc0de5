"""How a voice does from day to day: told from above, after each job. A trend that falls leaves a notice."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import F, Sum

from voices import transitions
from voices.models import VoiceDay, VoiceNotice, VoicePrint, VoiceVersion
from voices.states import StepKind, StepState

RECENT_CLIPS: Final = 30
RECENT_DAYS: Final = 60
DRIFT: Final = "voice_drifts"


@dataclass(frozen=True)
class Heard:
    """What one job says of a version: its clips, the identities that were measured, how many of them were low, how
    many segments failed and how many were read once more."""

    clips: int
    identities: tuple[float, ...] = ()
    low: int = 0
    failed: int = 0
    regenerated: int = 0


def note_clips(row: VoicePrint, *, day: date, heard: Heard) -> None:
    """Add to the sums of a day, in the transaction of whoever counted."""
    with transaction.atomic():
        mine, _ = VoiceDay.objects.get_or_create(version=row.version, day=day, engine=row.engine)
        VoiceDay.objects.filter(pk=mine.pk).update(
            clips=F("clips") + heard.clips,
            identity_count=F("identity_count") + len(heard.identities),
            identity_sum=F("identity_sum") + sum(heard.identities),
            low_count=F("low_count") + heard.low,
            failed=F("failed") + heard.failed,
            regenerated=F("regenerated") + heard.regenerated,
        )
        _sum_up(row.version)
        _look_for_drift(row)


def _sum_up(version: VoiceVersion) -> None:
    """The step of the chain that never ends: everything so far."""
    names = ("clips", "identity_count", "identity_sum", "low_count", "failed", "regenerated")
    sums = VoiceDay.objects.filter(version=version).aggregate(**{name: Sum(name) for name in names})
    count, total = sums.pop("identity_count"), sums.pop("identity_sum")
    identity = round(total / count, 4) if count else None
    step = transitions.begin_step(version, StepKind.MONITOR)
    transitions.end_step(step, StepState.DONE, figures={**sums, "measured": count, "identity": identity})


def _look_for_drift(row: VoicePrint) -> None:
    """Whether the last clips, taken together, lie below what single ones should reach."""
    mean = recent_identity(row.version)
    if row.identity_threshold is None or mean is None or mean >= row.identity_threshold:
        return
    params = {"identity": round(mean, 2), "threshold": round(row.identity_threshold, 2)}
    VoiceNotice.objects.get_or_create(version=row.version, code=DRIFT, seen_at=None, defaults={"params": params})


def recent_identity(version: VoiceVersion) -> float | None:
    """The mean of at least the last ``RECENT_CLIPS`` clips, of whole days; None of fewer."""
    count, total = 0, 0.0
    for day in VoiceDay.objects.filter(version=version, identity_count__gt=0).order_by("-day")[:RECENT_DAYS]:
        count, total = count + day.identity_count, total + day.identity_sum
        if count >= RECENT_CLIPS:
            return total / count
    return None
