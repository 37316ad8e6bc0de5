"""From text to a recording: chunks, an engine, one file. What the site does in rows, done in one call."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from speech.audio import assemble
from speech.engines.base import Engine, Knobs, Voice
from speech.errors import SpeechError
from speech.text import chunks
from speech.types import Chunk, Clip, Progress, Samples, TextOptions, VoicePrint, no_progress

FORMATS: Final = ("mp3", "wav")
_SEED_BYTES: Final = 6  # fits a float without loss, and JSON readers that have nothing else


@dataclass(frozen=True)
class Recording:
    """A finished file: its length in seconds and in chunks that had something to say."""

    path: Path
    seconds: float
    chunks: int


def say_text(
    text: str,
    *,
    engine: Engine,
    voice: Voice | VoicePrint,
    options: TextOptions,
    knobs: Knobs,
    take: int = 0,
    progress: Progress = no_progress,
) -> Iterator[tuple[Chunk, Clip]]:
    """Every chunk of ``text`` in order with its clip (empty where there is only a pause).

    ``take`` other than 0 asks for another way of saying it. Progress counts characters of ``text``.
    """
    fingerprint = voice_fingerprint(voice)
    pieces = chunks(text, options)
    seeds = [piece_seed(piece.spoken, fingerprint, take) for piece in pieces]
    for index, clip in engine.say_all(pieces, voice, knobs=knobs, seeds=seeds):
        yield pieces[index], clip
        progress(pieces[index].end, len(text))


def render_to_file(
    text: str,
    target: Path,
    *,
    engine: Engine,
    voice: Voice | VoicePrint,
    options: TextOptions,
    knobs: Knobs,
    take: int = 0,
    progress: Progress = no_progress,
) -> Recording:
    """Say ``text`` into ``target``, whose suffix (.mp3 or .wav) names the format.

    Raises ``unsupported_format``, ``nothing_to_say`` and what the engine raises; then no file is left.
    """
    format_of(target)
    said = say_text(text, engine=engine, voice=voice, options=options, knobs=knobs, take=take, progress=progress)
    first = next(((chunk, clip) for chunk, clip in said if len(clip.samples)), None)
    if first is None:
        raise SpeechError("nothing_to_say")
    counted = _Counted(chain([first], said))
    report = assemble(counted, [target], first[1].rate)
    return Recording(target, report.duration_seconds, counted.spoken)


def format_of(target: Path) -> str:
    """The format that a file name asks for, or ``unsupported_format``."""
    form = target.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        raise SpeechError("unsupported_format", formats=", ".join(FORMATS))
    return form


def voice_fingerprint(voice: Voice | VoicePrint) -> str:
    """Changes whenever the voice does: a preset's id, or a hash of everything in a print."""
    if isinstance(voice, Voice):
        return f"preset {voice.id}"
    digest = hashlib.sha256()
    facts = dict(sorted(voice.facts.items()))
    digest.update(_canonical([voice.engine, voice.fingerprint, voice.language, facts]))
    for name, array in sorted(voice.arrays.items()):
        digest.update(_canonical([name, list(array.shape)]))
        digest.update(array.astype("<f4").tobytes())
    return digest.hexdigest()


def piece_seed(spoken: str, fingerprint: str, take: int = 0) -> int:
    """The seed of a chunk: of its words and voice alone, so that its neighbours never change it."""
    digest = hashlib.sha256(_canonical([spoken, fingerprint, take])).digest()
    return int.from_bytes(digest[:_SEED_BYTES], "big")


def clip_key(
    *,
    organisation: str,
    spoken: str,
    language: str,
    voice_fingerprint: str,
    engine_fingerprint: str,
    options: Mapping[str, object],
    seed: int,
) -> str:
    """The name of a clip: equal keys sound equal. ``options`` are the knobs, of any JSON type."""
    parts = [organisation, spoken, language, voice_fingerprint, engine_fingerprint]
    return hashlib.sha256(_canonical([*parts, dict(sorted(options.items())), seed])).hexdigest()


class _Counted:
    """(samples, pause) as assembly wants them, counting the chunks that had something to say."""

    def __init__(self, said: Iterator[tuple[Chunk, Clip]]) -> None:
        self._said = said
        self.spoken = 0

    def __iter__(self) -> Iterator[tuple[Samples, float]]:
        for chunk, clip in self._said:
            self.spoken += bool(len(clip.samples))
            yield clip.samples, chunk.pause_after


def _canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
