"""Clips and pauses joined into one recording with one loudness, in bounded memory."""

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from speech.audio.limiter import CEILING, context, limit
from speech.audio.loudness import SILENCE_LUFS, Meter
from speech.audio.writers import Writer, open_writer, read_blocks, read_clip
from speech.types import Clip, Progress, Samples, no_progress

TARGET_LUFS: Final = -19.0
"""Mono for spoken word: as loud as -16 LUFS stereo (AES TD1008)."""
FADE_SECONDS: Final = 0.005
MOST_GAIN_DB: Final = 30.0
"""A recording of near silence is not blown up to noise."""

Part = tuple[Clip | Samples | Path, float]
"""A clip, samples at the recording's rate or the file of a clip of ours; and the seconds of pause after it."""


@dataclass(frozen=True)
class AssemblyReport:
    """``offsets``: where each part starts, in seconds. ``gain_db`` was applied to the whole recording."""

    duration_seconds: float
    offsets: tuple[float, ...]
    gain_db: float
    loudness_lufs: float


def assemble(
    parts: Iterable[Part],
    path: Path,
    rate: int,
    *,
    target_lufs: float = TARGET_LUFS,
    title: str = "",
    progress: Progress = no_progress,
) -> AssemblyReport:
    """Write the parts, in order, as one lossless mono recording at ``rate`` Hz to ``path`` (.wav, else FLAC).

    Edges are faded over 5 ms against clicks; other rates are resampled (soxr HQ). Two passes: the first
    measures while it joins into a temporary file beside ``path``, the second sets one gain for the whole
    recording (a gain per sentence makes levels jump) and holds true peaks under -1.5 dBFS. Progress of the second
    pass is in samples.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".assemble-") as folder:
        # W64 with floats: no clipping before the gain is known, and no 4 GB limit.
        joined = Path(folder) / "joined.w64"
        offsets, meter, total = _join(parts, joined, rate)
        form = "wav" if path.suffix == ".wav" else "flac"
        gain_db = _gain(meter.lufs(), target_lufs)
        with soundfile.SoundFile(joined) as opened, open_writer(path, form, rate, title=title) as out:
            loudness = _write_levelled(opened, out, gain_db, progress)
    return AssemblyReport(total / rate, tuple(offset / rate for offset in offsets), gain_db, loudness)


def _join(parts: Iterable[Part], joined: Path, rate: int) -> tuple[list[int], Meter, int]:
    """The offsets in samples, the loudness so far, the length in samples."""
    offsets, meter, total = [], Meter(rate), 0
    with soundfile.SoundFile(joined, "w", rate, 1, "FLOAT", format="W64") as out:
        for part, pause_seconds in parts:
            offsets.append(total)
            for samples in (_faded(_samples(part, rate), rate), _silence(pause_seconds, rate)):
                out.write(samples)
                meter.feed(samples)
                total += len(samples)
    return offsets, meter, total


def _samples(part: Clip | Samples | Path, rate: int) -> Samples:
    if isinstance(part, Path):
        part = read_clip(part)
    if isinstance(part, np.ndarray):
        return part
    if part.rate == rate or len(part.samples) == 0:
        return part.samples
    resampled: Samples = soxr.resample(part.samples, part.rate, rate, "HQ")
    return resampled


def _faded(samples: Samples, rate: int) -> Samples:
    length = min(round(FADE_SECONDS * rate), len(samples) // 2)
    if length == 0:
        return samples
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / length)).astype(np.float32)
    faded = samples.copy()
    faded[:length] *= ramp
    faded[-length:] *= ramp[::-1]
    return faded


def _silence(seconds: float, rate: int) -> Samples:
    return np.zeros(round(seconds * rate), np.float32)


def _gain(measured_lufs: float, target_lufs: float) -> float:
    if measured_lufs <= SILENCE_LUFS:
        return 0.0
    return min(MOST_GAIN_DB, target_lufs - measured_lufs)


def _write_levelled(opened: soundfile.SoundFile, out: Writer, gain_db: float, progress: Progress) -> float:
    """Copy with gain and limiter; the loudness of what was written, in LUFS."""
    meter, done = Meter(opened.samplerate), 0
    for block in _limited(read_blocks(opened), opened.samplerate, 10 ** (gain_db / 20)):
        out.write(block)
        meter.feed(block)
        done += len(block)
        progress(done, opened.frames)
    return meter.lufs()


def _limited(blocks: Iterator[Samples], rate: int, gain: float) -> Iterator[Samples]:
    """The blocks times ``gain`` under the limiter, which sees past the seams: the result has none."""
    sight = context(rate)
    before = held = np.zeros(0, np.float32)
    for block in blocks:
        known = np.concatenate([held, (block * gain).astype(np.float32)])
        ready, held = known[:-sight], known[-sight:]
        if len(ready):
            yield _inner(before, ready, held, rate)
            before = np.concatenate([before, ready])[-sight:]
    yield _inner(before, held, held[:0], rate)


def _inner(before: Samples, ready: Samples, after: Samples, rate: int) -> Samples:
    whole = limit(np.concatenate([before, ready, after]), rate, CEILING)
    return whole[len(before) : len(before) + len(ready)]
