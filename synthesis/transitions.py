"""The only code that changes the state of a job, a segment or a rendition."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import User
from lib.claims import Step
from lib.moves import claim, move
from lib.push import ring_on_commit
from synthesis.models import Job, JobEvent, Rendition, Segment
from synthesis.states import JOB, RENDITION, SEGMENT, JobState, RenditionState, SegmentState

PLAN = Step(JobState.QUEUED, JobState.PLANNING)
ASSEMBLE = Step(JobState.ASSEMBLING, JobState.ASSEMBLING)
RENDER = Step(SegmentState.PENDING, SegmentState.RENDERING)
ENCODE = Step(RenditionState.QUEUED, RenditionState.ENCODING)
UNFINISHED_JOB = [JobState.QUEUED, JobState.PLANNING, JobState.RENDERING, JobState.ASSEMBLING]
UNFINISHED_SEGMENT = [SegmentState.PENDING, SegmentState.RENDERING]


def ring(job: Job) -> None:
    """The bell of whoever looks at a job's progress."""
    ring_on_commit(job.created_by.public_id, kind="generation", subject=job.public_id)


def record(job: Job, *, old: str, new: str, reason: str = "", by: User | None = None) -> None:
    """The event of a job, and its bell."""
    JobEvent.objects.create(
        organisation_id=job.organisation_id,
        subject=job.public_id,
        kind="job",
        old=old,
        new=new,
        reason=reason,
        by=by,
    )
    ring(job)


def _record_rendition(rendition: Rendition, *, old: str, new: str, by: User | None = None) -> None:
    JobEvent.objects.create(
        organisation_id=rendition.organisation_id,
        subject=rendition.public_id,
        kind="rendition",
        old=old,
        new=new,
    )
    ring(rendition.job)


def _no_record(segment: Segment, *, old: str, new: str, by: None) -> None:
    """A segment's moves leave no event rows: a book has thousands, and its takes tell the story."""


def claim_plan() -> Job | None:
    return claim(Job.objects.filter(deleted_at__isnull=True), PLAN, record=record)


def claim_assembly() -> Job | None:
    return claim(Job.objects.filter(deleted_at__isnull=True), ASSEMBLE, record=record)


def claim_segment() -> Segment | None:
    """The next segment of a job that is rendering, whose clip nobody else is making right now."""
    twin = Segment.objects.filter(
        organisation=OuterRef("organisation"), key=OuterRef("key"), status=SegmentState.RENDERING,
        lease_until__gte=timezone.now(),
    ).exclude(pk=OuterRef("pk"))  # fmt: skip
    rows = Segment.objects.filter(job__status=JobState.RENDERING).exclude(Exists(twin))
    return claim(rows, RENDER, record=_no_record)


def claim_rendition() -> Rendition | None:
    return claim(Rendition.objects.filter(job__deleted_at__isnull=True), ENCODE, record=_record_rendition)


def move_job(job: Job, to: JobState, *, by: User | None = None, owned: bool = False, **fields: Any) -> bool:
    return move(job, to, table=JOB, record=record, by=by, owned=owned, **fields)


def start_rendering(job: Job) -> bool:
    return move_job(job, JobState.RENDERING, owned=True, rendering_at=timezone.now())


def finish_segment(segment: Segment, to: SegmentState, **fields: Any) -> bool:
    """End a segment that is ours, and count its characters into the job's progress in the same transaction."""
    with transaction.atomic():
        if not move(segment, to, table=SEGMENT, record=_no_record, owned=True, **fields):
            return False
        counted = {"missing_segments": F("missing_segments") + 1} if to == SegmentState.FAILED else {}
        size = segment.span_end - segment.span_start
        Job.objects.filter(pk=segment.job_id).update(
            chars_done=F("chars_done") + size, version=F("version") + 1, **counted
        )
        ring(segment.job)
    return True


def advance(job: Job) -> bool:
    """Start assembly if this was the last segment. Called AFTER the segment's commit (the race that matters)."""
    unfinished = Segment.objects.filter(job=OuterRef("pk"), status__in=UNFINISHED_SEGMENT)
    with transaction.atomic():
        changed = (
            Job.objects.filter(pk=job.pk, status=JobState.RENDERING)
            .exclude(Exists(unfinished))
            .update(status=JobState.ASSEMBLING, owner="", lease_until=None, version=F("version") + 1)
        )
        if changed:
            record(job, old=JobState.RENDERING, new=JobState.ASSEMBLING)
    return bool(changed)


def stuck_rendering() -> "QuerySet[Job]":
    """Jobs whose last segment ended while nobody advanced them (a worker died between the two steps)."""
    unfinished = Segment.objects.filter(job=OuterRef("pk"), status__in=UNFINISHED_SEGMENT)
    return Job.objects.filter(status=JobState.RENDERING).exclude(Exists(unfinished))


def again(segment_rows: "QuerySet[Segment]") -> int:
    """Give failed segments another life (a retry of their job)."""
    return segment_rows.filter(status=SegmentState.FAILED).update(
        status=SegmentState.PENDING, owner="", lease_until=None, errors=0, lost_leases=0, error_code=""
    )


def move_rendition(rendition: Rendition, to: RenditionState, *, owned: bool = False, **fields: Any) -> bool:
    return move(rendition, to, table=RENDITION, record=_record_rendition, owned=owned, **fields)
