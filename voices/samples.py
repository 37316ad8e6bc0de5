"""What is done with one recording before anything is learned from it: decoded, cleaned, measured. For workers."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings

from accounts import blobs
from accounts.models import Blob
from lib import storage
from lib.refusals import Refusal
from speech.types import Progress, Reference, as_language, no_progress
from voices.models import Sample, Voice

if TYPE_CHECKING:
    from speech.types import Clip, Report

OUTLINE_POINTS: Final = 240
STEPS: Final = 4


@dataclass(frozen=True)
class Heard:
    """What was heard in a recording, and its master; not on the sample yet."""

    master: Blob
    report: "Report"
    fields: dict[str, Any]


def examine(sample: Sample) -> None:
    """``listen`` and ``write`` for whoever has nothing to do in between."""
    write(sample, listen(sample))


def listen(sample: Sample, *, told: Progress = no_progress) -> Heard:
    """Decode and clean a recording, store its mono 24 kHz master, and measure what is heard in it.

    Raises ``SpeechError`` for a recording that cannot be used. Doing it twice gives the same.
    """
    from speech.audio import decode, prepare  # heavy: in workers only

    with storage.local_path(sample.original.key) as path:
        clip = decode(path, max_seconds=float(settings.MAX_AUDIO_DURATION))
    told(1, STEPS)
    prepared = prepare(clip)
    told(2, STEPS)
    check = _transcript_check(sample, prepared.master)
    told(3, STEPS)
    blob = _keep(prepared.master, sample.voice)
    told(4, STEPS)
    return Heard(blob, prepared.report, _fields(prepared.report, prepared.master) | {"transcript_check": check})


def _fields(report: "Report", master: "Clip") -> dict[str, Any]:
    start, end = report.window_start_seconds, report.window_end_seconds
    window = (float(start), float(end)) if end > start else (None, None)
    return {
        "report": _as_json(report, master),
        "duration_seconds": report.duration_seconds,
        "window_start_seconds": window[0],
        "window_end_seconds": window[1],
    }


def write(sample: Sample, heard: Heard) -> None:
    """Onto the sample. If it was withdrawn meanwhile nothing of it stays: raises ``voice_revoked`` (403)."""
    for name, value in (heard.fields | {"master": heard.master}).items():
        setattr(sample, name, value)
    if not Sample.objects.filter(pk=sample.pk).update(master=heard.master, **heard.fields):
        let_go(heard)
        raise Refusal("voice_revoked", 403)


def let_go(heard: Heard) -> None:
    """The master goes with the next collection, unless a row names it."""
    blobs.release([heard.master.pk])


def _keep(master: "Clip", voice: Voice) -> Blob:
    from speech.audio import encode_clip

    with storage.scratch(".flac") as path:
        encode_clip(master, path, "flac")
        return blobs.keep(
            path, organisation=voice.organisation, created_by=voice.created_by, prefix=settings.VOICE_PROFILES_DIR
        )


def _as_json(report: "Report", master: "Clip") -> dict[str, Any]:
    from speech.audio import outline

    shape = {"outline": outline(master, OUTLINE_POINTS), "master_seconds": round(master.seconds, 3)}
    return asdict(report) | shape


def _transcript_check(sample: Sample, master: "Clip") -> dict[str, Any]:
    """Whether the transcript is what is heard; nothing without a transcript."""
    from speech.cloning.transcripts import check_transcript
    from speech.engines.espeak.base import say_as_base

    if not sample.transcript:
        return {}
    reference = Reference(master, sample.transcript, as_language(sample.language))
    return asdict(check_transcript(reference, say_as_base))
