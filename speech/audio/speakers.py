"""Whether more than one person speaks in a recording, and where the other one does.

By the identity of windows of 1.6 s, where its encoder is installed: those of one person lie together, those of two in
two heaps. Else by pitch: the halves of a recording by one person rarely differ by three semitones.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pyworld
import soxr
from numpy.typing import NDArray

from speech import identity
from speech.errors import SpeechError
from speech.types import Clip

_APART: Final = 0.74
"""Cosine of the heaps' middles; of one person they are nearer (0.78 in the worst of 200 clips), of two further."""
_LEAST_WINDOWS: Final = 3
_STEP_SECONDS: Final = 0.4
_MOST_WINDOWS: Final = 80
_ROUNDS: Final = 10

_SEMITONES: Final = 3.0
_PITCH_RATE: Final = 8000
_PITCH_STEP_MS: Final = 10.0
_PITCH_HZ: Final = (60.0, 400.0)
_LEAST_VOICED: Final = 250
"""Frames of 10 ms in each half; intonation alone moves the median of less."""


@dataclass(frozen=True)
class Speakers:
    """``count`` is 1, or 2 for more than one; ``others``: seconds (n,) near which the lesser voice was heard."""

    count: int
    others: NDArray[np.float64]


def speakers(clip: Clip) -> Speakers:
    """Who speaks in ``clip``."""
    if not identity.ready():
        return Speakers(2 if _pitches_differ(clip) else 1, np.zeros(0))
    try:
        heard = identity.windows(clip, max(_STEP_SECONDS, clip.seconds / _MOST_WINDOWS))
    except SpeechError:
        return Speakers(1, np.zeros(0))
    lesser = _lesser(heard.vectors)
    return Speakers(2 if lesser.any() else 1, heard.seconds[lesser])


def _lesser(vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of the unit vectors (n, 256) belong to the smaller of two voices; none if it is one voice."""
    side = _halved(vectors)
    smaller = side if 2 * side.sum() <= len(side) else ~side
    if smaller.sum() < _LEAST_WINDOWS:
        return np.zeros(len(vectors), bool)
    apart = float(_middle(vectors[smaller]) @ _middle(vectors[~smaller])) < _APART
    return smaller & apart


def _halved(vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The two heaps that lie best together: from the direction of most spread on, by two means."""
    spread = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)[2][0]
    side = np.asarray(vectors @ spread > vectors.mean(axis=0) @ spread)
    for _ in range(_ROUNDS):
        if side.all() or not side.any():
            break
        moved = vectors @ _middle(vectors[side]) > vectors @ _middle(vectors[~side])
        if (moved == side).all():
            break
        side = moved
    return side


def _middle(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def _pitches_differ(clip: Clip) -> bool:
    wave = np.ascontiguousarray(soxr.resample(clip.samples, clip.rate, _PITCH_RATE), np.float64)
    f0, _ = pyworld.dio(
        wave, _PITCH_RATE, f0_floor=_PITCH_HZ[0], f0_ceil=_PITCH_HZ[1], frame_period=_PITCH_STEP_MS, speed=2
    )
    halves = [half[half > 0] for half in np.array_split(f0, 2)]
    if min(map(len, halves)) < _LEAST_VOICED:
        return False
    first, second = (float(np.median(half)) for half in halves)
    return bool(abs(12 * np.log2(first / second)) > _SEMITONES)
