"""Reads of jobs and recordings, and the one progress body for all kinds of work."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from documents.selectors import extraction_task
from lib.progress import TaskView, failure
from lib.refusals import Refusal, sentence
from lib.undo import restorable
from synthesis.models import Job, Rendition
from synthesis.states import JobKind, JobState, RenditionState
from voices.enrolment.selectors import sample_task
from voices.selectors import version_task

OWNER_STATUS = {
    JobState.QUEUED: "pending",
    JobState.PLANNING: "processing",
    JobState.RENDERING: "processing",
    JobState.ASSEMBLING: "processing",
    JobState.READY: "completed",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}
TASK_STATUS = {
    JobState.QUEUED: "PENDING",
    JobState.PLANNING: "PROCESSING",
    JobState.RENDERING: "PROCESSING",
    JobState.ASSEMBLING: "PROCESSING",
    JobState.READY: "SUCCESS",
    JobState.FAILED: "FAILURE",
    JobState.CANCELLED: "REVOKED",
}
TEXT_SHOWN = 500  # characters of a job's text in lists
MIME_TYPES = {"mp3": "audio/mpeg", "wav": "audio/wav", "flac": "audio/flac"}


def _rows_for(user: User) -> "QuerySet[Job]":
    return (
        Job.objects.for_user(user)
        .select_related("created_by", "voice", "document")
        .prefetch_related("renditions")
        .defer("text_input")  # up to a million characters, wanted by one answer only
    )


def all_jobs_for(user: User) -> "QuerySet[Job]":
    return _rows_for(user).filter(deleted_at__isnull=True)


def deleted_jobs_for(user: User) -> "QuerySet[Job]":
    """What ``user`` deleted and can still restore."""
    return restorable(_rows_for(user).filter(created_by=user))


def jobs_for(user: User) -> "QuerySet[Job]":
    """The history: what ``user`` made or sees, without previews."""
    return all_jobs_for(user).filter(kind=JobKind.BOOK).annotate(text_start=Left("text_input", TEXT_SHOWN))


def get_job(user: User, public_id: UUID | str) -> Job:
    """One job of ``user`` (previews too), or ``not_found``."""
    job = all_jobs_for(user).filter(public_id=public_id).first()
    if job is None:
        raise Refusal("not_found", 404)
    return job


def get_deleted_job(user: User, public_id: UUID | str) -> Job:
    """One job of ``user`` that may be deleted, or ``not_found``."""
    job = _rows_for(user).filter(public_id=public_id).first()
    if job is None:
        raise Refusal("not_found", 404)
    return job


def main_rendition(job: Job) -> Rendition | None:
    """The recording in the format that was asked for, whatever its state."""
    return next((r for r in job.renditions.all() if r.format == job.format), None)


def is_expired(job: Job) -> bool:
    """Ready once, but the recording has had its time or was taken away."""
    rendition = main_rendition(job)
    return job.status == JobState.READY and (rendition is None or rendition.status != RenditionState.ACTIVE)


def is_withdrawn(job: Job) -> bool:
    """The voice that speaks was revoked."""
    return job.voice is not None and job.voice.revoked_at is not None


def duration_of(job: Job) -> float | None:
    rendition = main_rendition(job)
    return round(rendition.duration_seconds, 3) if rendition and rendition.duration_seconds else None


def playable(job: Job, audio_format: str) -> Rendition:
    """The recording of ``job`` in a format. Raises ``not_ready`` (409) or ``expired`` (410)."""
    if job.status != JobState.READY:
        raise Refusal("not_ready", 409, seconds=5)
    master = next((r for r in job.renditions.all() if r.is_master), None)
    rendition = next((r for r in job.renditions.all() if r.format == audio_format), None)
    if master is None or master.status != RenditionState.ACTIVE:
        raise Refusal("expired", 410)
    if rendition is None or rendition.status in {RenditionState.QUEUED, RenditionState.ENCODING}:
        raise Refusal("not_ready", 409, seconds=2)
    if rendition.status != RenditionState.ACTIVE:
        raise Refusal("not_ready", 409, seconds=60)
    return rendition


def eta_seconds(job: Job) -> int | None:
    """Seconds left at the pace so far; None until something was rendered."""
    if job.status != JobState.RENDERING or not job.rendering_at or not job.chars_done:
        return None
    spent = (timezone.now() - job.rendering_at).total_seconds()
    return round(spent * (job.chars_total - job.chars_done) / job.chars_done)


def message_of(job: Job) -> str:
    """One line of state in plain words."""
    if job.error_code and job.status in {JobState.FAILED, JobState.CANCELLED}:
        return sentence(job.error_code, job.error_params)
    return {
        JobState.READY: gettext("Audio đã được tạo thành công!"),
        JobState.CANCELLED: gettext("Đã hủy."),
        JobState.RENDERING: gettext("Đang tạo audio..."),
        JobState.ASSEMBLING: gettext("Đang hoàn tất..."),
    }.get(JobState(job.status), gettext("Đang chuẩn bị..."))


def audio_path(job: Job) -> str | None:
    """Where the audio is, in the format that was asked for (mp3 is what the path gives without a word)."""
    if job.status != JobState.READY:
        return None
    wanted = "" if job.format == "mp3" else f"?format={job.format}"
    return f"/api/generation/{job.public_id}/audio{wanted}"


def job_task(user: User, task_id: UUID) -> TaskView | None:
    job = all_jobs_for(user).filter(public_id=task_id).first()
    return view_of(job) if job else None


def view_of(job: Job) -> TaskView:
    """The job as a task: what ``/api/jobs`` and the socket say."""
    status, message = TASK_STATUS[JobState(job.status)], message_of(job)
    facts: dict[str, Any] = {}
    if job.status == JobState.FAILED:
        message, facts = failure(job.error_code, job.error_params)
    elif job.status == JobState.READY:
        facts = {"audio_path": audio_path(job), "missing_segments": job.missing_segments}
    elif job.is_resting:
        status = "RETRY"
    return TaskView(
        job.public_id,
        "generation",
        status,
        job.progress_percent,
        message,
        job.version,
        eta_seconds(job),
        facts,
    )


def find_task(user: User, task_id: UUID, *, with_text: bool = False) -> TaskView:
    """The work with this identifier, of whatever kind, if it is one that ``user`` sees; else ``not_found``."""
    found = (
        job_task(user, task_id)
        or version_task(user, task_id)
        or sample_task(user, task_id)
        or extraction_task(user, task_id, with_text=with_text)
    )
    if found is None:
        raise Refusal("not_found", 404)
    return found
