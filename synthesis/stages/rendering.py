"""Render: a segment becomes a clip. One that this organisation already has is used again."""

from typing import Any

from django.conf import settings

from accounts import blobs
from accounts.models import Blob
from lib import storage
from lib.claims import guarded
from lib.refusals import Refusal
from lib.work import Work
from speech.errors import NotReady, users_fault
from speech.types import as_language
from synthesis import transitions
from synthesis.models import Job, Segment, Take
from synthesis.stages.ends import WITHDRAWN
from synthesis.stages.voicing import speaker_of
from synthesis.states import JobState, SegmentState
from voices.permissions import check_consent


def render(segment: Segment) -> None:
    """Make (or find) the clip of a segment, DONE; then, after that commit, advance the job."""
    job = segment.job
    if job.voice is not None:
        check_consent(job.voice)
    elif job.voice_ref:
        raise Refusal("voice_revoked", 403)
    made = _known_clip(segment) or _new_clip(segment)
    with guarded(segment):
        if made:
            blob, seconds, rate = made
            Take.objects.filter(segment=segment, is_accepted=True).update(is_accepted=False)
            Take.objects.create(
                segment=segment, organisation_id=segment.organisation_id, key=segment.key, blob=blob,
                duration_seconds=seconds, sample_rate=rate,
            )  # fmt: skip
        transitions.finish_segment(segment, SegmentState.DONE)
    transitions.advance(job)


def _known_clip(segment: Segment) -> tuple[Blob, float, int] | None:
    take = Take.objects.filter(organisation=segment.organisation, key=segment.key).select_related("blob").first()
    return (take.blob, take.duration_seconds, take.sample_rate) if take else None


def _new_clip(segment: Segment) -> tuple[Blob, float, int] | None:
    """Say the segment; None when the engine finds nothing in it to say."""
    from speech.audio import encode_clip
    from speech.engines import registry
    from speech.types import Chunk

    engine = registry.get(segment.job.engine)
    chunk = Chunk(
        segment.span_start, segment.span_end, segment.source_text, segment.spoken_text,
        as_language(segment.language), segment.pause_after_ms / 1000,
    )  # fmt: skip
    clip = engine.say(chunk, speaker_of(segment), knobs={"speed": segment.job.speed}, seed=segment.seed)
    if not len(clip.samples):
        return None
    with storage.scratch(".flac") as path:
        encode_clip(clip, path, "flac")
        blob = blobs.keep(
            path,
            organisation=segment.organisation,
            created_by=segment.job.created_by,
            prefix=settings.GENERATED_AUDIO_DIR,
        )
    return blob, clip.seconds, clip.rate


def _reject(segment: Segment, code: str, params: dict[str, Any]) -> None:
    """A refusal about the voice ends the whole job; one about the text ends the segment alone."""
    if code in WITHDRAWN:
        transitions.move_job(segment.job, JobState.CANCELLED, error_code=code, error_params=params)
        return
    _fail(segment, code)


def _fail(segment: Segment, code: str) -> None:
    """The segment ends alone; the job goes on and lists what is missing."""
    transitions.finish_segment(segment, SegmentState.FAILED, error_code=code)
    transitions.advance(Job.objects.get(pk=segment.job_id))


WORK = Work(transitions.claim_segment, render, _reject, _fail, users_fault, away=(NotReady,))
