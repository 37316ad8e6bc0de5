"""The only code that changes the state of a job, a segment or a rendition."""

import random
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from lib.claims import Step, busy_organisations, step_back
from lib.moves import claim, move
from lib.push import ring_on_commit
from synthesis.models import Job, JobEvent, Rendition, Segment
from synthesis.states import JOB, RENDITION, SEGMENT, JobState, RenditionState, SegmentState

PLAN = Step(JobState.QUEUED, JobState.PLANNING)
ASSEMBLE = Step(JobState.ASSEMBLING, JobState.ASSEMBLING)
RENDER = Step(SegmentState.PENDING, SegmentState.RENDERING)
ENCODE = Step(RenditionState.QUEUED, RenditionState.ENCODING)
UNFINISHED_JOB = [JobState.QUEUED, JobState.PLANNING, JobState.RENDERING, JobState.ASSEMBLING]
MOST_IN_THE_MAKING = 3  # jobs of one lane and organisation that are rendered at the same time
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
        created_by=by,
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
    """The next job to plan. An organisation that has enough in the making waits: of books, and apart of previews."""
    return claim(Job.objects.filter(deleted_at__isnull=True).exclude(_full()), PLAN, record=record)


def _full() -> Q:
    """Jobs of a lane in which their organisation has as much in the making as it may."""
    making = Job.objects.filter(status=JobState.RENDERING, deleted_at__isnull=True).order_by()
    counts = making.values_list("lane", "organisation").annotate(n=Count("pk")).filter(n__gte=MOST_IN_THE_MAKING)
    full = Q(pk__in=[])
    for lane, organisation, _ in counts:
        full |= Q(lane=lane, organisation=organisation)
    return full


def claim_assembly() -> Job | None:
    return claim(Job.objects.filter(deleted_at__isnull=True), ASSEMBLE, record=record)


def claim_segment() -> Segment | None:
    """The next segment of the job whose turn it is. Jobs are few where segments are many: the turn is theirs."""
    rendering = Job.objects.filter(status=JobState.RENDERING, deleted_at__isnull=True)
    making = list(rendering.values_list("lane", "organisation", "priority", "pk"))
    busy = busy_organisations(Segment.objects.all(), RENDER)
    lot = {organisation: random.random() for _, organisation, _, _ in making}  # noqa: S311 - a draw, no secret
    making.sort(key=lambda job: (job[0], busy.get(job[1], 0), lot[job[1]], -job[2], job[3]))
    for *_, job_key in making:
        rows = Segment.objects.filter(job=job_key).exclude(key__in=_keys_in_work())
        segment = claim(rows, RENDER, record=_no_record, order=["position"])
        if segment is None:
            continue
        if not _has_twin(segment):
            wanted = Job.objects.defer("text_input").select_related("voice", "created_by", "organisation")
            segment.job = wanted.get(pk=job_key)
            return segment
        # Two took equal keys at the same moment. Whoever sees the other goes back, so never both go on.
        step_back(segment, random.uniform(0.1, 1.0))  # noqa: S311 - jitter
    return None


def _in_work() -> "QuerySet[Segment]":
    return Segment.objects.filter(~Q(owner=""), status=SegmentState.RENDERING, lease_until__gte=timezone.now())


def _keys_in_work() -> list[str]:
    """The clips that are being made right now: at most one for each worker. Equal ones wait for them."""
    return list(_in_work().values_list("key", flat=True))


def _has_twin(segment: Segment) -> bool:
    return _in_work().filter(key=segment.key).exclude(pk=segment.pk).exists()


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
    return Job.objects.filter(status=JobState.RENDERING, deleted_at__isnull=True).exclude(Exists(unfinished))


def again(segment_rows: "QuerySet[Segment]") -> int:
    """Give failed segments another life (a retry of their job)."""
    return segment_rows.filter(status=SegmentState.FAILED).update(
        status=SegmentState.PENDING, owner="", lease_until=None, errors=0, lost_leases=0, error_code=""
    )


def move_rendition(rendition: Rendition, to: RenditionState, *, owned: bool = False, **fields: Any) -> bool:
    return move(rendition, to, table=RENDITION, record=_record_rendition, owned=owned, **fields)
