"""The encoder's eyes: power in 40 mel bands, 25 ms windows every 10 ms at 16 kHz, as librosa computes it.

Slaney's mel scale and area norm, periodic Hann window, frames centred with zeros beyond the ends, no logarithm.
"""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, uniform_filter1d
from scipy.signal import get_window

from speech.types import Samples

RATE: Final = 16_000
WINDOW: Final = 400
HOP: Final = 160
BANDS: Final = 40
FRAMES_PER_SECOND: Final = RATE / HOP
_LEVEL: Final = 0.06
"""RMS of the speech that the encoder hears: its answer depends on the level."""
_FLOOR: Final = 1e-12
_SPEECH_DB: Final = 35.0
_SILENCE_DB: Final = -75.0
_ABOVE_NOISE_DB: Final = 6.0
_LEAST_RANGE_DB: Final = 15.0
_PAUSE_FRAMES: Final = 20
_SMOOTHING_FRAMES: Final = 5
_AT_ONCE: Final = 2048
"""Frames that are transformed in one go, so that a long clip needs no more memory than its bands."""
_LINEAR_HZ: Final = 200 / 3  # a mel up to 1 kHz
_KNEE_HZ: Final = 1000.0
_STEP: Final = np.log(6.4) / 27  # of the natural log of frequency, a mel above

Singles = NDArray[np.float32]


def bands(samples: Samples) -> Singles:
    """Mel bands (1 + n // 160, 40) of n samples at 16 kHz."""
    padded = np.pad(samples, WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    return np.concatenate([_bands(frames[start : start + _AT_ONCE]) for start in range(0, len(frames), _AT_ONCE)])


def _bands(frames: Singles) -> Singles:
    power = np.square(np.abs(np.fft.rfft(frames * _window()))).astype(np.float32)
    return np.asarray(power @ _filters())


def heard(samples: Samples) -> NDArray[np.bool_]:
    """Which frames of ``bands`` hold speech: within 35 dB of the loud ones but above the noise; short pauses stay."""
    level = 10 * np.log10(uniform_filter1d(_powers(samples), _SMOOTHING_FRAMES) + _FLOOR)
    quiet, loud = np.percentile(level, (3, 95))
    speech = level > max(_SILENCE_DB, loud - _SPEECH_DB, min(quiet + _ABOVE_NOISE_DB, loud - _LEAST_RANGE_DB))
    padded = binary_closing(np.pad(speech, _PAUSE_FRAMES), np.ones(_PAUSE_FRAMES))
    return np.asarray(padded[_PAUSE_FRAMES:-_PAUSE_FRAMES])


def levelled(frames: Singles, samples: Samples, kept: NDArray[np.bool_]) -> Singles:
    """The ``kept`` of the bands of ``samples``, at the level that the encoder was trained at."""
    return frames[kept] * np.float32(_LEVEL**2 / (_powers(samples)[kept].mean() + _FLOOR))


def _powers(samples: Samples) -> NDArray[np.float64]:
    """Mean square of the samples about the middle of each frame."""
    count = 1 + len(samples) // HOP
    padded = np.pad(samples, (HOP // 2, HOP))[: count * HOP]
    return np.asarray(np.square(padded, dtype=np.float64).reshape(-1, HOP).mean(axis=1))


@cache
def _window() -> Singles:
    return np.asarray(get_window("hann", WINDOW), np.float32)


@cache
def _filters() -> Singles:
    """Triangles on the mel scale, each of area one, (201, 40)."""
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), BANDS + 2))
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)[:, None]
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.asarray(np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2]), np.float32)


def _mel(hertz: float) -> float:
    """For frequencies above the knee."""
    return float(_KNEE_HZ / _LINEAR_HZ + np.log(hertz / _KNEE_HZ) / _STEP)


def _hertz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    knee = _KNEE_HZ / _LINEAR_HZ
    return np.where(mels < knee, mels * _LINEAR_HZ, _KNEE_HZ * np.exp(_STEP * (mels - knee)))
