"""Clips and pauses joined into one recording with one loudness, in bounded memory and on all cores."""

import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np
import soxr

from speech.audio.limiter import CEILING, context, limit
from speech.audio.loudness import SILENCE_LUFS, Meter
from speech.audio.writers import BLOCK_SAMPLES, read_clip, writers
from speech.types import Clip, Progress, Samples, no_progress

TARGET_LUFS: Final = -19.0
"""Mono for spoken word: as loud as -16 LUFS stereo (AES TD1008)."""
FADE_SECONDS: Final = 0.005
MOST_GAIN_DB: Final = 30.0
"""A recording of near silence is not blown up to noise."""
PARTS_AHEAD: Final = 8

Part = tuple[Clip | Samples | Path | Callable[[], Clip], float]
"""A clip, samples at the recording's rate, the file of a clip of ours, or what reads one (in another thread); and
the seconds of pause after it."""


@dataclass(frozen=True)
class AssemblyReport:
    """``offsets``: where each part starts, in seconds. ``gain_db`` was applied to the whole recording."""

    duration_seconds: float
    offsets: tuple[float, ...]
    gain_db: float


def assemble(
    parts: Iterable[Part],
    paths: Sequence[Path],
    rate: int,
    *,
    target_lufs: float = TARGET_LUFS,
    title: str = "",
    progress: Progress = no_progress,
) -> AssemblyReport:
    """Write the parts, in order, as one mono recording at ``rate`` Hz to all ``paths``; suffixes name the formats.

    Edges are faded over 5 ms against clicks; other rates are resampled (soxr HQ). Two passes: the first
    measures while it joins into a temporary file beside the first path, the second sets one gain for the whole
    recording (a gain per sentence makes levels jump) and holds true peaks under -1.5 dBFS. Progress of the second
    pass is in samples. The same parts give the same bytes, however many cores there are.
    """
    with tempfile.TemporaryFile(dir=paths[0].parent, prefix=".assemble-") as joined:
        offsets, meter, total = _join(parts, joined, rate)
        gain_db = _gain(meter.lufs(), target_lufs)
        joined.seek(0)
        with writers(paths, rate, title=title) as write:
            done = 0
            for block in _limited(_blocks(joined), rate, 10 ** (gain_db / 20)):
                write(block)
                done += len(block)
                progress(done, total)
    return AssemblyReport(total / rate, tuple(offset / rate for offset in offsets), gain_db)


def _join(parts: Iterable[Part], joined: IO[bytes], rate: int) -> tuple[list[int], Meter, int]:
    """The offsets in samples, the loudness so far, the length in samples."""
    offsets, meter, total = [], Meter(rate), 0
    for samples, pause_seconds in _ready(parts, rate):
        offsets.append(total)
        for piece in (samples, _silence(pause_seconds, rate)):
            joined.write(piece.tobytes())
            meter.feed(piece)
            total += len(piece)
    return offsets, meter, total


def _ready(parts: Iterable[Part], rate: int) -> Iterator[tuple[Samples, float]]:
    """The parts in order as samples that can be joined; a few are read ahead, on all cores."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0)), "parts") as pool:
        ahead: deque[tuple[Future[Samples], float]] = deque()
        for part, pause_seconds in parts:
            ahead.append((pool.submit(_samples, part, rate), pause_seconds))
            if len(ahead) > PARTS_AHEAD:
                future, pause = ahead.popleft()
                yield future.result(), pause
        for future, pause in ahead:
            yield future.result(), pause


def _samples(part: Clip | Samples | Path | Callable[[], Clip], rate: int) -> Samples:
    if isinstance(part, Path):
        part = read_clip(part)
    elif callable(part):
        part = part()
    if isinstance(part, np.ndarray):
        return _faded(part, rate)
    if part.rate != rate and len(part.samples):
        return _faded(soxr.resample(part.samples, part.rate, rate, "HQ"), rate)
    return _faded(part.samples, rate)


def _faded(samples: Samples, rate: int) -> Samples:
    length = min(round(FADE_SECONDS * rate), len(samples) // 2)
    if length == 0:
        return samples
    ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(length) + 0.5) / length)).astype(np.float32)
    faded = samples.astype(np.float32)
    faded[:length] *= ramp
    faded[-length:] *= ramp[::-1]
    return faded


def _silence(seconds: float, rate: int) -> Samples:
    return np.zeros(round(seconds * rate), np.float32)


def _gain(measured_lufs: float, target_lufs: float) -> float:
    if measured_lufs <= SILENCE_LUFS:
        return 0.0
    return min(MOST_GAIN_DB, target_lufs - measured_lufs)


def _blocks(joined: IO[bytes]) -> Iterator[Samples]:
    while data := joined.read(BLOCK_SAMPLES * np.dtype(np.float32).itemsize):
        yield np.frombuffer(data, np.float32)


def _limited(blocks: Iterable[Samples], rate: int, gain: float) -> Iterator[Samples]:
    """The blocks times ``gain`` under the limiter, which sees past the seams: the result has none."""
    sight = context(rate)
    before = held = np.zeros(0, np.float32)
    for block in blocks:
        known = np.concatenate([held, block * np.float32(gain)])
        ready, held = known[:-sight], known[-sight:]
        if len(ready):
            yield _inner(before, ready, held, rate)
            before = np.concatenate([before, ready])[-sight:]
    yield _inner(before, held, held[:0], rate)


def _inner(before: Samples, ready: Samples, after: Samples, rate: int) -> Samples:
    whole = limit(np.concatenate([before, ready, after]), rate, CEILING)
    return whole[len(before) : len(before) + len(ready)]
