"""Plan: text or sections become frozen segments, each with what will be spoken and the key of its clip."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from accounts import limits
from documents.reading import picks
from documents.selectors import spoken_sections
from lib.claims import guarded
from lib.hints import hint_on_commit
from lib.refusals import Refusal
from lib.work import Work
from speech.errors import NotReady, users_fault
from speech.types import Choice
from synthesis import transitions
from synthesis.models import Job, Segment
from synthesis.stages.ends import fail_job, reject_job
from synthesis.stages.outdating import Reading, look_again
from synthesis.stages.retaking import retaken
from synthesis.stages.voicing import Voicing, voicing_of
from synthesis.states import SegmentState
from voices.permissions import check_usable

BATCH = 500
TASK = "generate_speech"
MORE_WORKERS = 8
HEADING_KINDS = frozenset({"title", "heading"})


@dataclass(frozen=True)
class Passage:
    """A stretch of text that is chunked by itself: a section of a document, or the whole pasted text. ``chapter`` is
    the title of the chapter that begins with it; ``starts_chapter`` also where that has none."""

    text: str
    section_id: int | None = None
    kind: str = "paragraph"
    choices: tuple[Choice, ...] = ()
    chapter: str = ""
    starts_chapter: bool = False

    @property
    def is_heading(self) -> bool:
        return self.kind in HEADING_KINDS


def plan(job: Job) -> None:
    """Write the job's segments, or take up those that an earlier attempt left; then RENDERING."""
    if job.voice is not None:
        check_usable(job.voice)
    elif job.voice_ref:
        raise Refusal("voice_revoked", 403)
    if job.segments.exists():
        with guarded(job):
            transitions.again(Segment.objects.filter(job=job))
            _count(job)
            transitions.start_rendering(job)
    elif job.revises is not None and job.retakes:
        again = retaken(job, job.revises)
        _write(job, again.engine_key, again.segments, again.fingerprint, uncounted=again.uncounted)
    else:
        _plan_anew(job)
    transitions.advance(job)


def _plan_anew(job: Job) -> None:
    from speech.text import detect_language

    reading = Reading.of(job)
    passages = list(_passages(job, reading))
    whole = "\n".join(passage.text for passage in passages)[:20_000]
    language = job.language if job.language != "auto" else detect_language(whole)
    voicing = voicing_of(job, language, reading.rules)
    segments = list(_segments(job, passages, voicing))
    if not any(segment.spoken_text for segment in segments):
        raise Refusal("nothing_to_say", 400)
    segments[-1].pause_after_ms = 0
    fingerprint = reading.fingerprint((segment.source_text, segment.language) for segment in segments)
    _write(job, voicing.engine_key, segments, fingerprint)
    look_again(job, reading)


def _write(job: Job, engine_key: str, segments: list[Segment], fingerprint: str, *, uncounted: int = 0) -> None:
    """The plan is made: rendering begins. ``uncounted`` characters were not counted when the job was asked for."""
    with guarded(job):
        if uncounted:
            limits.take_chars(job.organisation, uncounted)
        Job.objects.filter(pk=job.pk).update(engine=engine_key, reading_fingerprint=fingerprint)
        Segment.objects.bulk_create(segments, batch_size=BATCH)
        _count(job)
        transitions.start_rendering(job)
        # One worker goes on by itself; wake some more.
        hint_on_commit(TASK, times=min(MORE_WORKERS, len(segments) // 2))


def _passages(job: Job, reading: Reading) -> Iterator[Passage]:
    if not job.document_name:
        yield Passage(job.text_input, choices=picks.as_choices(picks.loaded(job.choices), job.text_input))
        return
    if job.document is None:
        raise Refusal("document_failed", 409)
    chapter = None
    for section in spoken_sections(job.document).select_related("chapter").iterator(chunk_size=BATCH):
        choices = picks.as_choices(reading.choices.get(section.pk, ()), section.text)
        starts, chapter = section.chapter_id != chapter, section.chapter_id
        title = section.chapter.title if starts and section.chapter else ""
        yield Passage(section.text, section.pk, section.kind, choices, title, starts)


def _segments(job: Job, passages: list[Passage], voicing: Voicing) -> Iterator[Segment]:
    position = 0
    for passage, following in zip_longest(passages, passages[1:]):
        chapter, starts = passage.chapter, passage.starts_chapter or bool(passage.chapter)
        chunks = voicing.chunks(passage.text, passage.choices)
        for number, chunk in enumerate(chunks, start=1):
            pause = _pause(passage, following, voicing.options) if number == len(chunks) else chunk.pause_after
            yield _segment(job, passage, position, chunk, voicing, round(pause * 1000), chapter, starts)
            position, chapter, starts = position + 1, "", False


def _pause(passage: Passage, following: Passage | None, options: Any) -> float:
    """The seconds of silence between two sections of a document."""
    if passage.is_heading:
        return float(options.heading_pause_seconds)
    if following is not None and following.starts_chapter:
        return float(options.chapter_pause_seconds)
    return float(options.paragraph_pause_seconds)


def _segment(
    job: Job, passage: Passage, position: int, chunk: Any, voicing: Voicing, pause_ms: int, chapter: str, starts: bool
) -> Segment:
    seed = voicing.seed(chunk.spoken)
    return Segment(
        organisation_id=job.organisation_id, job=job, position=position, section_id=passage.section_id,
        chapter=chapter, starts_chapter=starts, span_start=chunk.start, span_end=chunk.end,
        source_text=chunk.text, spoken_text=chunk.spoken, language=chunk.language,
        voice_print=voicing.print_row, seed=seed,
        key=voicing.key(chunk.spoken, chunk.language, seed) if chunk.spoken else "",
        pause_after_ms=pause_ms, lane=job.lane, priority=job.priority,
        status=SegmentState.PENDING if chunk.spoken else SegmentState.DONE,
    )  # fmt: skip


def _count(job: Job) -> None:
    """Progress is a sum: the characters of finished segments over all characters."""
    total = done = number = 0
    for start, end, status in job.segments.values_list("span_start", "span_end", "status").iterator():
        number, total = number + 1, total + end - start
        done += end - start if status == SegmentState.DONE else 0
    Job.objects.filter(pk=job.pk).update(chars_total=total, chars_done=done, segments_total=number)


WORK = Work(transitions.claim_plan, plan, reject_job, fail_job, users_fault, away=(NotReady,))
