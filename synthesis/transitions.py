"""The only code that changes the state of a job, a segment or a rendition."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts import blobs
from accounts.models import User
from lib.claims import Step, busy_organisations, claim_along, step_back
from lib.moves import claim, move
from lib.push import ring_on_commit
from lib.states import WorkState
from synthesis.models import IdentityCheck, Job, JobEvent, Rendition, Segment, Take
from synthesis.states import (
    IDENTITY_CHECK,
    JOB,
    RENDITION,
    SEGMENT,
    UNFINISHED_JOB,
    JobState,
    RenditionState,
    SegmentState,
)

PLAN = Step(JobState.QUEUED, JobState.PLANNING)
ASSEMBLE = Step(JobState.ASSEMBLING, JobState.ASSEMBLING)
RENDER = Step(SegmentState.PENDING, SegmentState.RENDERING)
ENCODE = Step(RenditionState.QUEUED, RenditionState.ENCODING)
MEASURE = Step(WorkState.QUEUED, WorkState.RUNNING)
MOST_IN_THE_MAKING = 3  # jobs of one lane and organisation that are rendered at the same time
LONG_CHARS = 100_000  # of a long book: about 33 pages
Row = TypeVar("Row", Job, Rendition)
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
    jobs = Job.objects.filter(deleted_at__isnull=True)
    return _one_with_room(jobs, "chars_total", lambda rows: claim(rows, PLAN, record=record, full=_full))


def _full(lane: int) -> set[int]:
    """The organisations that have as much of a lane in the making as they may."""
    making = Job.objects.filter(status=JobState.RENDERING, lane=lane, deleted_at__isnull=True).order_by()
    counts = making.values_list("organisation").annotate(n=Count("pk")).filter(n__gte=MOST_IN_THE_MAKING)
    return {organisation for organisation, _ in counts}


def claim_assembly() -> Job | None:
    jobs = Job.objects.filter(deleted_at__isnull=True)
    return _one_with_room(jobs, "chars_total", lambda rows: claim(rows, ASSEMBLE, record=record))


def _one_with_room(rows: "QuerySet[Row]", chars: str, take: "Callable[[QuerySet[Row]], Row | None]") -> Row | None:
    """What ``take`` claims of ``rows``, but long books get half of the workers at most: planning, joining or encoding
    one takes long, and others' sentences go through meanwhile. Whoever took one too many gives it back."""
    row = take(rows)
    if row is None or not _is_long(row) or _long_in_work() <= max(1, settings.WORKER_PROCESSES // 2):
        return row
    step_back(row, random.uniform(0.5, 3.0))  # noqa: S311 - jitter
    return take(rows.filter(**{f"{chars}__lte": LONG_CHARS}))


def _is_long(row: Job | Rendition) -> bool:
    return (row if isinstance(row, Job) else row.job).chars_total > LONG_CHARS


def _long_in_work() -> int:
    """How many workers plan, join or encode a long book."""
    held = ~Q(owner="") & Q(lease_until__gte=timezone.now())
    jobs = Job.objects.filter(held, status__in=[JobState.PLANNING, JobState.ASSEMBLING], chars_total__gt=LONG_CHARS)
    encoding = Rendition.objects.filter(held, status=RenditionState.ENCODING, job__chars_total__gt=LONG_CHARS)
    return jobs.count() + encoding.count()


def claim_segment() -> Segment | None:
    """The next segment of the job whose turn it is. Jobs are few where segments are many: the turn is theirs."""
    for job_key in _jobs_by_turn():
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


def take_along(first: Segment, count: int) -> list[Segment]:
    """Claim up to ``count`` more waiting segments of the job for the owner of ``first``, whose claim was fair."""
    rows = Segment.objects.filter(job=first.job_id).exclude(key__in=_keys_in_work())
    with transaction.atomic():
        along = claim_along(rows, RENDER, first.owner, count, order="position", distinct="key")
    others = _in_work().filter(key__in=[one.key for one in along]).exclude(owner=first.owner)
    twins = set(others.values_list("key", flat=True))  # as in ``claim_segment``: whoever sees the other goes back
    give_back([one for one in along if one.key in twins])
    for one in along:
        one.job = first.job
    return [one for one in along if one.key not in twins]


def give_back(segments: list[Segment]) -> None:
    """Those that are still ours wait again, as if nobody had claimed them."""
    _still_ours(segments).update(owner="", lease_until=timezone.now(), attempts=F("attempts") - 1)


def _still_ours(segments: list[Segment]) -> "QuerySet[Segment]":
    """All were claimed by one owner."""
    owners = {one.owner for one in segments}
    return Segment.objects.filter(pk__in=[one.pk for one in segments], owner__in=owners, status=SegmentState.RENDERING)


def others_wait(job: Job) -> bool:
    """Whether a worker is wanted elsewhere: by another organisation, or by somebody who waits at a page."""
    unfinished = Job.objects.filter(status__in=UNFINISHED_JOB, deleted_at__isnull=True)
    return unfinished.filter(~Q(organisation=job.organisation_id) | Q(lane__lt=job.lane)).exists()


def _jobs_by_turn() -> list[int]:
    """Jobs in the making: lane, then the organisation with the least in work, then the one that waits longest since
    it was served (a new one, since it was asked for). So once a new job is planned, no book that was served meanwhile
    goes before it; and a book waits for those jobs alone that are older than its last segment."""
    rendering = Job.objects.filter(status=JobState.RENDERING, deleted_at__isnull=True)
    since = Coalesce("served_at", "created_at")
    making = list(rendering.values_list("lane", "organisation", "priority", "pk", since))
    busy = busy_organisations(Segment.objects.all(), RENDER)
    served: dict[int, datetime] = {}
    for _, organisation, _, _, at in making:
        served[organisation] = max(served.get(organisation, at), at)
    making.sort(key=lambda job: (job[0], busy.get(job[1], 0), served[job[1]], -job[2], job[3]))
    return [key for _, _, _, key, _ in making]


def _in_work() -> "QuerySet[Segment]":
    return Segment.objects.filter(~Q(owner=""), status=SegmentState.RENDERING, lease_until__gte=timezone.now())


def _keys_in_work() -> list[str]:
    """The clips that are being made right now: at most one for each worker. Equal ones wait for them."""
    return list(_in_work().values_list("key", flat=True))


def _has_twin(segment: Segment) -> bool:
    return _in_work().filter(key=segment.key).exclude(pk=segment.pk).exists()


def claim_rendition() -> Rendition | None:
    rows = Rendition.objects.filter(job__deleted_at__isnull=True)
    return _one_with_room(rows, "job__chars_total", lambda some: claim(some, ENCODE, record=_record_rendition))


def claim_identity() -> IdentityCheck | None:
    rows = IdentityCheck.objects.filter(job__deleted_at__isnull=True)
    return claim(rows, MEASURE, record=_record_identity)


def _record_identity(check: IdentityCheck, *, old: str, new: str, by: User | None = None) -> None:
    """No event: what was found stands on the takes."""


def finish_identity(check: IdentityCheck, to: WorkState, **fields: Any) -> bool:
    return move(check, to, table=IDENTITY_CHECK, record=_record_identity, owned=True, **fields)


def anybody_waits() -> bool:
    """Whether a worker is wanted for something that somebody will hear."""
    return Job.objects.filter(status__in=UNFINISHED_JOB, deleted_at__isnull=True).exists()


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
            chars_done=F("chars_done") + size, version=F("version") + 1, served_at=timezone.now(), **counted
        )
        ring(segment.job)
    return True


def finish_all(segments: list[Segment]) -> set[int]:
    """End those of one owner's segments of a job that are still ours, DONE; their keys. Their characters are counted
    in the same transaction."""
    with transaction.atomic():
        job = segments[0].job
        # The job's row first: whoever cancels a job holds that row when it lets go of the segments.
        Job.objects.select_for_update(no_key=True).filter(pk=job.pk).exists()
        mine = set(_still_ours(segments).select_for_update().values_list("pk", flat=True))
        Segment.objects.filter(pk__in=mine).update(
            status=SegmentState.DONE, owner="", lease_until=None, version=F("version") + 1
        )
        size = sum(one.span_end - one.span_start for one in segments if one.pk in mine)
        Job.objects.filter(pk=job.pk).update(
            chars_done=F("chars_done") + size, version=F("version") + 1, served_at=timezone.now()
        )
        ring(job)
    return mine


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


def outdate(job: Job) -> None:
    """The job would be read otherwise now. Its audio stays as it is."""
    with transaction.atomic():
        jobs = Job.objects.filter(pk=job.pk, stale_at__isnull=True)
        if jobs.update(stale_at=timezone.now(), version=F("version") + 1):
            ring(job)


def freshen(job: Job) -> None:
    """The job would be read as it was after all."""
    with transaction.atomic():
        jobs = Job.objects.filter(pk=job.pk, stale_at__isnull=False)
        if jobs.update(stale_at=None, version=F("version") + 1):
            ring(job)


def stop(jobs: "QuerySet[Job]", *, by: User | None = None, code: str = "") -> None:
    """Cancel those of ``jobs`` that are not finished; whoever reads a segment of them writes nothing any more."""
    for job in jobs.filter(status__in=UNFINISHED_JOB).defer("text_input"):
        move_job(job, JobState.CANCELLED, by=by, error_code=code)
        Segment.objects.filter(job=job, status=SegmentState.RENDERING).update(owner="", lease_until=None)


def blobs_of(jobs: "QuerySet[Job]") -> list[int]:
    """Every blob that the rows of ``jobs`` name: clips and recordings."""
    clips = Take.objects.filter(segment__job__in=jobs).values_list("blob", flat=True)
    recordings = Rendition.objects.filter(job__in=jobs, blob__isnull=False).values_list("blob", flat=True)
    return [*clips, *recordings]


def purge(jobs: "QuerySet[Job]") -> int:
    """These jobs go for good; their bytes go with the next collection. How many rows there were."""
    with transaction.atomic():
        blobs.release(blobs_of(jobs))
        return jobs.delete()[0]
