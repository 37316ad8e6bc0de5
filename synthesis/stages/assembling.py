"""Assemble and publish: clips become one recording (the lossless master) and the format that was asked for."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from accounts import blobs
from accounts.models import Blob
from lib import storage
from lib.claims import Lane, guarded
from lib.refusals import Refusal
from lib.work import Work
from speech.errors import NotReady, users_fault
from synthesis import transitions
from synthesis.models import IdentityCheck, Job, Rendition, Segment, Take
from synthesis.selectors import MIME_TYPES
from synthesis.stages.ends import fail_job, reject_job
from synthesis.states import JobKind, JobState, RenditionState, SegmentState
from voices.permissions import check_consent

if TYPE_CHECKING:  # heavy: in workers only
    from speech.audio import Part
    from speech.types import Clip

PREVIEW_EXPIRY = timedelta(hours=1)
MASTER = "flac"


@dataclass(frozen=True)
class Recording:
    """A finished file with what a Rendition tells of it."""

    format: str
    blob: Blob
    seconds: float
    rate: int


def assemble(job: Job) -> None:
    """Join the clips, set loudness once, encode, READY. Consent is asked for once more before it is public."""
    with storage.scratch() as path:
        files = {form: path.with_suffix(f".{form}") for form in dict.fromkeys([MASTER, job.format])}
        seconds, rate, chapters = _join(job, list(files.values()))
        kept = _keep(job, list(files.values()))
    recordings = [Recording(form, blob, seconds, rate) for form, blob in zip(files, kept, strict=True)]
    publish(job, recordings, chapters)


def _keep(job: Job, files: list[Path]) -> list[Blob]:
    put = partial(blobs.put, organisation=job.organisation, prefix=settings.GENERATED_AUDIO_DIR)
    with ThreadPoolExecutor(len(files), "files") as pool:
        puts = list(pool.map(put, files))
    return blobs.keep_all(puts, organisation=job.organisation, created_by=job.created_by)


def _join(job: Job, paths: list[Path]) -> tuple[float, int, list[dict[str, Any]]]:
    from speech.audio import assemble as join

    segments = list(Segment.objects.filter(job=job).order_by("position"))
    rate = _rate(job)
    result = join(_parts(job, segments), paths, rate)
    return result.duration_seconds, rate, _chapters(segments, result.offsets)


def _chapters(segments: list[Segment], offsets: Sequence[float]) -> list[dict[str, Any]]:
    """Where each chapter begins, also one without a title; none at all where no chapter has one."""
    if not any(segment.chapter for segment in segments):
        return []
    return [
        {"title": segment.chapter, "start_seconds": round(offset, 3)}
        for segment, offset in zip(segments, offsets, strict=True)
        if segment.starts_chapter
    ]


def _rate(job: Job) -> int:
    """The engine's rate, told by the clips. Raises ``all_failed`` when there is none."""
    takes = Take.objects.filter(segment__job=job, is_accepted=True)
    rate = takes.order_by("segment").values_list("sample_rate", flat=True).first()
    if rate is None:
        missing = Segment.objects.filter(job=job, status=SegmentState.FAILED).exists()
        raise Refusal("all_failed" if missing else "nothing_to_say", 409)
    return int(rate)


def _parts(job: Job, segments: list[Segment]) -> Iterator["Part"]:
    """Clip after clip with its pause, each read when its turn comes: a ten-hour book is never in memory."""
    import numpy as np

    takes = Take.objects.filter(segment__job=job, is_accepted=True)
    keys = dict(takes.values_list("segment", "blob__key"))
    for segment in segments:
        key = keys.get(segment.pk)
        yield partial(_clip, key) if key else np.zeros(0, np.float32), segment.pause_after_ms / 1000


def _clip(key: str) -> "Clip":
    from speech.audio import read_clip

    with storage.local_path(key) as path:
        return read_clip(path)


def publish(job: Job, recordings: list[Recording], chapters: list[dict[str, Any]]) -> None:
    """The recordings become playable and the job READY, in one transaction that only its owner can commit."""
    if job.voice is not None:
        check_consent(job.voice)
    elif job.voice_ref:
        raise Refusal("voice_revoked", 403)
    now = timezone.now()
    expires = now + (PREVIEW_EXPIRY if job.kind == JobKind.PREVIEW else settings.AUDIO_EXPIRY)
    with guarded(job):
        Rendition.objects.filter(job=job).delete()
        for one in recordings:
            Rendition.objects.create(
                organisation_id=job.organisation_id, job=job, status=RenditionState.ACTIVE, format=one.format,
                is_master=one.format == MASTER, blob=one.blob, filename=f"{job.title}.{one.format}",
                mime_type=MIME_TYPES[one.format], size_bytes=one.blob.size_bytes, sha256=one.blob.sha256,
                duration_seconds=one.seconds, sample_rate=one.rate, chapters=chapters, expires_at=expires,
            )  # fmt: skip
        transitions.move_job(job, JobState.READY, owned=True, completed_at=now)
        if job.voice is not None and job.kind == JobKind.BOOK:
            measuring = {"organisation_id": job.organisation_id, "lane": Lane.BULK}
            IdentityCheck.objects.get_or_create(job=job, defaults=measuring)


WORK = Work(transitions.claim_assembly, assemble, reject_job, fail_job, users_fault, away=(NotReady,))
