"""Reads of a job's clips: what was said, and how near it is to the voice."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Avg, Count, Prefetch, Q, QuerySet

from accounts.models import User
from lib.refusals import Refusal
from synthesis.models import Job, Segment, Take
from synthesis.selectors import all_jobs_for
from synthesis.states import IdentityMark

DOUBTFUL_SHOWN = 50


@dataclass(frozen=True)
class Nearness:
    """How near a job's clips are to its voice, taken together. ``mean`` is None where none was measured."""

    clips: int
    measured: int
    low: int
    mean: float | None
    is_done: bool


def clips_of(job: Job) -> "QuerySet[Segment]":
    """The segments of a job in order, each with its accepted take as ``accepted`` (a list of one, or none)."""
    accepted = Take.objects.filter(is_accepted=True)
    segments = Segment.objects.filter(job=job).order_by("position").defer("section")
    return segments.prefetch_related(Prefetch("takes", queryset=accepted, to_attr="accepted"))


def doubtful(job: Job) -> list[Segment]:
    """The first segments whose clip is less like the voice than its trials were."""
    low = Q(takes__is_accepted=True, takes__identity_mark=IdentityMark.LOW)
    return list(clips_of(job).filter(low)[:DOUBTFUL_SHOWN])


def nearness(job: Job) -> Nearness | None:
    """None for a job that no learned voice says."""
    if not job.voice_ref:
        return None
    found = Take.objects.filter(segment__job=job, is_accepted=True).aggregate(
        clips=Count("pk"),
        measured=Count("identity"),
        low=Count("pk", filter=Q(identity_mark=IdentityMark.LOW)),
        mean=Avg("identity"),
    )
    check = getattr(job, "identity_check", None)
    return Nearness(**found, is_done=check is not None and check.status not in {"QUEUED", "RUNNING"})


def get_take(user: User, public_id: UUID) -> Take:
    """One clip of a job that ``user`` sees, or ``not_found``."""
    seen = Take.objects.filter(segment__job__in=all_jobs_for(user).order_by(), public_id=public_id)
    take = seen.select_related("blob", "segment__job__created_by", "segment__job__voice").first()
    if take is None:
        raise Refusal("not_found", 404)
    return take
