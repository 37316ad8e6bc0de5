"""Render: a segment becomes a clip. One that this organisation already has is used again."""

import logging
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from accounts import blobs
from accounts.blobs import Put
from accounts.models import Blob
from lib import storage
from lib.claims import Lost, step_back
from lib.refusals import Refusal
from lib.work import Work
from speech.errors import NotReady, users_fault
from speech.types import as_language
from synthesis import transitions
from synthesis.models import Job, Segment, Take
from synthesis.stages.ends import NO_ROOM, WITHDRAWN
from synthesis.stages.voicing import knobs_of, speaker_of
from synthesis.states import JobState, SegmentState
from voices.permissions import check_consent

if TYPE_CHECKING:  # heavy: in workers only
    from speech.types import Clip as Sound

log = logging.getLogger(__name__)
ALONG_SECONDS = 1.0
"""What is taken along takes no longer in all: it is finished together, and its lease has no heartbeat."""
ALONG_SHARE = 32
"""Of a job: the workers come to its end at about the same time."""
ASKED_EVERY = 2
"""Segments, between looks at who else waits."""


@dataclass(frozen=True)
class Clip:
    """What a segment sounds like: bytes in storage, or those of a clip that was known. Without: nothing to say."""

    segment: Segment
    bytes: Put | Blob | None = None
    seconds: float = 0.0
    rate: int = 0


def render(segment: Segment) -> None:
    """Make (or find) the clip of a segment, DONE; then, after that commit, advance the job.

    In a long job that a quick engine reads, the next segments are taken along while nobody else waits, and all end
    in one transaction. What goes wrong with one of those is met again, and counted, when it is claimed by itself.
    """
    job = segment.job
    if job.voice is not None:
        check_consent(job.voice)
    elif job.voice_ref:
        raise Refusal("voice_revoked", 403)
    along: list[Segment] = []
    try:
        _finish(job, _clips(segment, along))
    finally:
        if along:
            transitions.give_back(along)
    transitions.advance(job)


def _clips(segment: Segment, along: list[Segment]) -> list[Clip]:
    """The clips of a segment and of what was taken along, which is left in ``along``. While the engine says one, the
    one before goes to storage in another thread."""
    began = time.monotonic()
    with storage.scratch() as path, ThreadPoolExecutor(1, "clips") as aside:
        clips = [_clip(segment, _known_clips([segment]), path, aside)]
        along += _taken_along(segment, time.monotonic() - began)
        known = _known_clips(along)
        for number, one in enumerate(along):
            is_over = time.monotonic() - began > ALONG_SECONDS
            if is_over or (number % ASKED_EVERY == 1 and transitions.others_wait(segment.job)):
                break
            try:
                clips.append(_clip(one, known, path, aside))
            except Exception as error:  # noqa: BLE001 - of any kind: it has its own claim to end in
                log.info("a segment taken along waits: %s", type(error).__name__)
                break
        return [clip.result() for clip in clips]


def _taken_along(segment: Segment, seconds: float) -> list[Segment]:
    """As many as are said in a moment, but a small share of the job, so that the other workers have theirs."""
    count = min(int(ALONG_SECONDS / seconds), segment.job.segments_total // ALONG_SHARE)
    if not count or transitions.others_wait(segment.job):
        return []
    return transitions.take_along(segment, count)


def _known_clips(segments: list[Segment]) -> dict[str, Take]:
    """By key: clips that the organisation has."""
    if not segments:
        return {}
    takes = Take.objects.filter(organisation=segments[0].organisation_id, key__in={one.key for one in segments})
    return {take.key: take for take in takes.select_related("blob")}


def _clip(segment: Segment, known: dict[str, Take], path: Path, aside: Executor) -> "Future[Clip]":
    """The clip of a segment, sooner or later. What the engine raises is raised here."""
    take = known.get(segment.key)
    if take is not None:
        return aside.submit(Clip, segment, take.blob, take.duration_seconds, take.sample_rate)
    said = _say(segment)
    if not len(said.samples):
        return aside.submit(Clip, segment)
    return aside.submit(_stored, segment, said, path.with_name(f"{segment.position}.flac"))


def _say(segment: Segment) -> "Sound":
    from speech.engines import registry
    from speech.types import Chunk

    engine = registry.get(segment.job.engine)
    chunk = Chunk(
        segment.span_start, segment.span_end, segment.source_text, segment.spoken_text,
        as_language(segment.language), segment.pause_after_ms / 1000,
    )  # fmt: skip
    return engine.say(chunk, speaker_of(segment), knobs=knobs_of(segment.job), seed=segment.seed)


def _stored(segment: Segment, said: "Sound", path: Path) -> Clip:
    from speech.audio import encode_clip

    encode_clip(said, path, "flac")
    put = blobs.put(path, organisation=segment.job.organisation, prefix=settings.GENERATED_AUDIO_DIR)
    path.unlink()
    return Clip(segment, put, said.seconds, said.rate)


def _finish(job: Job, clips: list[Clip]) -> None:
    """The segments that are still ours are DONE, with the clips as their accepted takes. Raises ``Lost``."""
    puts = [clip.bytes for clip in clips if isinstance(clip.bytes, Put)]
    kept = iter(blobs.keep_all(puts, organisation=job.organisation, created_by=job.created_by) if puts else [])
    named = {clip.segment: next(kept) if isinstance(clip.bytes, Put) else clip.bytes for clip in clips}
    with transaction.atomic():
        mine = transitions.finish_all([clip.segment for clip in clips])
        if not mine:
            raise Lost(f"segments of {job.pk}")
        Take.objects.filter(segment__in=mine, is_accepted=True).update(is_accepted=False)
        Take.objects.bulk_create(
            Take(
                segment=clip.segment, organisation_id=job.organisation_id, key=clip.segment.key, blob=blob,
                duration_seconds=clip.seconds, sample_rate=clip.rate,
            )
            for clip in clips
            if clip.segment.pk in mine and (blob := named[clip.segment])
        )  # fmt: skip


def _reject(segment: Segment, code: str, params: dict[str, Any]) -> None:
    """A refusal about the voice or the storage ends the whole job; one about the text ends the segment alone."""
    if code in WITHDRAWN:
        transitions.move_job(segment.job, JobState.CANCELLED, error_code=code, error_params=params)
        return
    if code == NO_ROOM:
        transitions.move_job(segment.job, JobState.FAILED, error_code=code, error_params=params)
        step_back(segment, 0)
        return
    _fail(segment, code)


def _fail(segment: Segment, code: str) -> None:
    """The segment ends alone; the job goes on and lists what is missing."""
    transitions.finish_segment(segment, SegmentState.FAILED, error_code=code)
    transitions.advance(segment.job)


WORK = Work(transitions.claim_segment, render, _reject, _fail, users_fault, away=(NotReady,))
