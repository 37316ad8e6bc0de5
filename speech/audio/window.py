"""The best few seconds of a recording, for engines that listen to no more.

Between two pauses, so that no word is cut; 3 to 8 s; the more speech the better, the fewer pauses, the nearer to the
usual level and the quieter between the words the better; nowhere near another voice or where the sound broke.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, uniform_filter1d

from speech.audio.frames import FLOOR, HOP_SECONDS, frame_length
from speech.audio.vad import Activity
from speech.types import Clip

SHORTEST_SECONDS: Final = 3.0
LONGEST_SECONDS: Final = 8.0
_PAUSE_SECONDS: Final = 0.16
_EDGE_SECONDS: Final = 0.08
_GRID_SECONDS: Final = 0.25
_OTHER_VOICE_SECONDS: Final = 1.0
_BROKEN: Final = 0.9  # of the peak: resampling rounds plateaus off
_PAUSE_COST: Final = 1.0
_LEVEL_COST: Final = 0.3
_BROKEN_COST: Final = 20.0
_OTHER_COST: Final = 100.0

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Window:
    """In seconds of the clip that was looked at."""

    start: float
    end: float


def best_window(clip: Clip, found: Activity, *, others: Floats, is_clipped: bool) -> Window:
    """The best stretch of ``clip`` of 3 to 8 s, or all of its speech when that is less. ``others``: see Speakers."""
    pairs = _candidates(found)
    if not len(pairs):
        return _within(clip, *found.span)
    value = _values(_qualities(clip, found, others, is_clipped), pairs)
    first, end = pairs[int(value.argmax())]
    return _within(clip, first * HOP_SECONDS - _EDGE_SECONDS, end * HOP_SECONDS + _EDGE_SECONDS)


def _within(clip: Clip, start: float, end: float) -> Window:
    return Window(max(0.0, start), min(clip.seconds, end))


def _candidates(found: Activity) -> NDArray[np.int64]:
    """Frames (n, 2) at which windows may begin and end: where phrases do, or anywhere if none of those fits."""
    size = _hops(_PAUSE_SECONDS)
    phrases = binary_closing(np.pad(found.loud & found.speech, size), np.ones(size))[size:-size]
    edges = np.diff(np.pad(phrases.astype(np.int8), 1))
    pairs = _fitting(np.flatnonzero(edges == 1), np.flatnonzero(edges == -1))
    if len(pairs):
        return pairs
    first, end = (round(edge / HOP_SECONDS) for edge in found.span)
    grid = np.arange(first, end + 1, _hops(_GRID_SECONDS))
    return _fitting(grid, np.append(grid, end))


def _fitting(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    shortest, longest = _hops(SHORTEST_SECONDS), _hops(LONGEST_SECONDS - 2 * _EDGE_SECONDS)
    first = np.searchsorted(ends, starts + shortest)
    last = np.searchsorted(ends, starts + longest, side="right")
    counts = np.maximum(0, last - first)
    offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.column_stack([np.repeat(starts, counts), ends[np.repeat(first, counts) + offsets]])


@dataclass(frozen=True)
class _Qualities:
    """Per frame: its worth in seconds, its level in dB where it is speech (else 0), and whether it is."""

    worth: Floats
    level: Floats
    heard: NDArray[np.bool_]


def _qualities(clip: Clip, found: Activity, others: Floats, is_clipped: bool) -> _Qualities:
    heard = found.loud & found.speech
    frames = len(heard)
    worth = np.where(heard, HOP_SECONDS, -_PAUSE_COST * HOP_SECONDS)
    if is_clipped:
        worth -= _BROKEN_COST * HOP_SECONDS * _broken(clip, frames)
    for at in others:
        near = slice(max(0, _hops(at - _OTHER_VOICE_SECONDS)), max(0, _hops(at + _OTHER_VOICE_SECONDS)))
        worth[near] -= _OTHER_COST * HOP_SECONDS
    return _Qualities(worth, np.where(heard, _levels(clip, frames), 0.0), heard)


def _values(quality: _Qualities, pairs: NDArray[np.int64]) -> Floats:
    """What each window is worth: seconds of speech less what speaks against it."""
    spoken = np.maximum(_sums(quality.heard, pairs), 1)
    level = _sums(quality.level, pairs) / spoken
    usual = float(np.median(quality.level[quality.heard])) if quality.heard.any() else 0.0
    return _sums(quality.worth, pairs) - _LEVEL_COST * np.abs(level - usual)


def _sums(values: NDArray[np.generic], pairs: NDArray[np.int64]) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return np.asarray(total[pairs[:, 1]] - total[pairs[:, 0]])


def _levels(clip: Clip, frames: int) -> Floats:
    power = _per_frame(np.square(clip.samples), clip.rate, frames)
    return np.asarray(10 * np.log10(uniform_filter1d(power, 5) + FLOOR))


def _broken(clip: Clip, frames: int) -> NDArray[np.bool_]:
    edge = _BROKEN * np.abs(clip.samples).max(initial=0.0)
    return _per_frame((np.abs(clip.samples) >= edge).astype(np.float32), clip.rate, frames) > 0


def _per_frame(values: NDArray[np.float32], rate: int, frames: int) -> Floats:
    """The mean in each hop of 8 ms."""
    hop = frame_length(rate) // 4
    padded = np.pad(values[: frames * hop], (0, max(0, frames * hop - len(values))))
    return np.asarray(padded.reshape(frames, hop).mean(axis=1, dtype=np.float64))


def _hops(seconds: float) -> int:
    return round(seconds / HOP_SECONDS)
