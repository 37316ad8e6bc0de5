"""How long a room rings, from speech alone: sound in a band cannot fall faster than the room lets it.

Own method after the decay-rate distributions of Wen, Habets and Naylor (2008): the steepest falls of level in each mel
band tell dry rooms from ringing ones. Calibrated on real clips in made rooms (exponential tails, direct sound 0 to
6 dB above them); it hears the direct sound too, so a near microphone reads a little short.
"""

from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.identity.mel import FRAMES_PER_SECOND, RATE, bands
from speech.types import Clip

_BANDS: Final = slice(4, 36)  # about 150 Hz to 6 kHz
_FRAMES: Final = 20
_LEAST_FALL_DB: Final = 5.0
_ABOVE_FLOOR_DB: Final = 6.0
_BELOW_TOP_DB: Final = 35.0
_STEEPEST: Final = 95
_ENOUGH: Final = 50
_POWER_FLOOR: Final = 1e-10
_FALLS: Final = (0.26, 0.29, 0.333, 0.413, 0.507, 0.587, 0.675, 0.72, 0.80)
"""Seconds to 60 dB at the steepest falls, as measured in ..."""
_ROOMS: Final = (0.0, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0, 1.2, 1.5)
"""... rooms of these reverberation times (RT60, seconds)."""


def reverberation(clip: Clip) -> float | None:
    """The room's RT60 in seconds, 0 to 1.5; None when too few sounds end in the clip."""
    power = bands(soxr.resample(clip.samples, clip.rate, RATE))[:, _BANDS]
    falls = _falls((10 * np.log10(power + _POWER_FLOOR)).astype(np.float32))
    if len(falls) < _ENOUGH:
        return None
    return float(np.interp(60 / np.percentile(falls, _STEEPEST), _FALLS, _ROOMS))


def _falls(level: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how many dB a second the levels (n, bands) fall wherever they do, above the noise and near speech."""
    if len(level) < _FRAMES:
        return np.zeros(0, np.float32)
    place = np.arange(_FRAMES) - (_FRAMES - 1) / 2
    slope = _filtered(level, place / np.square(place).sum())
    half = slope * (_FRAMES - 1) / 2
    mean = _filtered(level, np.full(_FRAMES, 1 / _FRAMES))
    floor, top = np.percentile(level, (5, 95), axis=0)
    falling = (-2 * half > _LEAST_FALL_DB) & (mean + half > floor + _ABOVE_FLOOR_DB)
    falling &= mean - half > top - _BELOW_TOP_DB
    return np.asarray(-slope[falling] * np.float32(FRAMES_PER_SECOND))


def _filtered(level: NDArray[np.float32], weights: NDArray[np.float64]) -> NDArray[np.float32]:
    """The weighted sum of every run of frames, (n - 19, bands)."""
    runs = len(level) - _FRAMES + 1
    total = np.zeros((runs, level.shape[1]), np.float32)
    for step, weight in enumerate(weights):
        total += np.float32(weight) * level[step : step + runs]
    return total
