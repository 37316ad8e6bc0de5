"""Read again: the segments of a finished job once more, some of them in another way. What is as it was is not rendered
anew: its clip is known by its key."""

from dataclasses import dataclass

from synthesis.models import Job, Segment, Take
from synthesis.stages.voicing import Voicing, voicing_of
from synthesis.states import SegmentState
from voices.models import VoicePrint

BATCH = 500


@dataclass(frozen=True)
class Retaken:
    """The engine, the segments, and what said the text of the job before. ``uncounted``: characters that must be read
    though nobody asked for them, because their clips are gone or their engine speaks otherwise now."""

    engine_key: str
    segments: list[Segment]
    fingerprint: str
    uncounted: int


def retaken(job: Job, old: Job) -> Retaken:
    """The segments of ``old`` for ``job``, with another take where one was asked for."""
    segments = list(old.segments.select_related("voice_print").order_by("position"))
    kept = next((one.voice_print for one in segments if one.voice_print is not None), None)
    voicing = voicing_of(job, _language(job, segments, kept), (), kept=kept)
    asked = set(job.retakes)
    new = [_again(job, one, voicing, asked) for one in segments]
    unasked = [one for one in new if one.position not in asked and one.key]
    return Retaken(voicing.engine_key, new, old.reading_fingerprint, _unknown_chars(job, unasked))


def _unknown_chars(job: Job, segments: list[Segment]) -> int:
    """Of the source, in segments of which there is no clip."""
    known: set[str] = set()
    for start in range(0, len(segments), BATCH):
        keys = {one.key for one in segments[start : start + BATCH]}
        mine = Take.objects.filter(organisation=job.organisation_id, key__in=keys)
        known.update(mine.values_list("key", flat=True))
    return sum(one.span_end - one.span_start for one in segments if one.key not in known)


def _language(job: Job, segments: list[Segment], kept: VoicePrint | None) -> str:
    """The language that the job is read in, which was found when its text was planned."""
    if job.language != "auto":
        return job.language
    return kept.language if kept else segments[0].language


def _again(job: Job, old: Segment, voicing: Voicing, asked: set[int]) -> Segment:
    take = old.take_number + (old.position in asked)
    seed = voicing.seed(old.spoken_text, take)
    return Segment(
        organisation_id=job.organisation_id, job=job, position=old.position, section_id=old.section_id,
        chapter=old.chapter, starts_chapter=old.starts_chapter, span_start=old.span_start, span_end=old.span_end,
        source_text=old.source_text, spoken_text=old.spoken_text, language=old.language,
        voice_print=voicing.print_row, take_number=take, seed=seed,
        key=voicing.key(old.spoken_text, old.language, seed) if old.spoken_text else "",
        pause_after_ms=old.pause_after_ms, lane=job.lane, priority=job.priority,
        status=SegmentState.PENDING if old.spoken_text else SegmentState.DONE,
    )  # fmt: skip
