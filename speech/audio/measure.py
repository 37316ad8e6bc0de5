"""What can be measured on a clip: level, noise, clipping, silence, bandwidth."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from speech.audio.frames import FLOOR, powers
from speech.audio.loudness import loudness
from speech.audio.vad import Activity
from speech.types import Clip, Samples

SILENCE_PEAK: Final = 10 ** (-60 / 20)
HIGHEST_SNR_DB: Final = 80.0
LEAST_NOISE_FRAMES: Final = 25
QUIETEST_PERCENTILE: Final = 3
PLATEAU: Final = 0.01
PLATEAU_RISE: Final = 3
PLATEAU_LEAST: Final = 8
BAND_DROP_DB: Final = 50.0
STANDS_OUT: Final = 1.5
"""Times the noise's power; less is the noise itself, a little louder while somebody speaks."""


@dataclass(frozen=True)
class Measures:
    """``peak`` 0-1, ``longest_silence_seconds`` inside the clip, ``clipping_ratio`` share of samples."""

    seconds: float
    peak: float
    loudness_lufs: float
    clipping_ratio: float
    longest_silence_seconds: float


def measure(clip: Clip) -> Measures:
    """The figures that tests and monitoring look at."""
    peak = float(np.abs(clip.samples).max(initial=0.0))
    silence = longest_silence(clip)
    return Measures(clip.seconds, peak, loudness(clip), clipping_ratio(clip.samples), silence)


def longest_silence(clip: Clip, below: float = SILENCE_PEAK) -> float:
    """Seconds of the longest run of samples under ``below`` (default -60 dBFS)."""
    loud = np.flatnonzero(np.abs(clip.samples) >= below)
    edges = np.concatenate([[-1], loud, [len(clip.samples)]])
    return float(np.diff(edges).max() - 1) / clip.rate


def clipping_ratio(samples: Samples) -> float:
    """The share of samples at a plateau where the wave was cut off, at whatever level that is now.

    Speech comes near its highest peak a few times; a cut piles hundreds of samples up at it. To be asked
    before resampling or lossy coding, which round the plateaus off.
    """
    if len(samples) == 0:
        return 0.0
    return (_at_plateau(samples[samples > 0]) + _at_plateau(-samples[samples < 0])) / len(samples)


def _at_plateau(amplitudes: Samples) -> int:
    if len(amplitudes) == 0:
        return 0
    peak = float(amplitudes.max())
    top = int((amplitudes >= (1 - PLATEAU) * peak).sum())
    below = int((amplitudes >= (1 - 2 * PLATEAU) * peak).sum()) - top
    return top if top > PLATEAU_RISE * below + PLATEAU_LEAST else 0


def snr_db(clip: Clip, found: Activity) -> float:
    """Level of the speech over the noise between it, in dB, 0 to 80.

    The median, because between the words stand breaths and clicks too. With too few frames between, the
    quietest frames stand for the noise (which makes it look better).
    """
    power = powers(clip.samples, clip.rate).mean(axis=1, dtype=np.float64)
    count = min(len(power), len(found.speech))
    power, speech = power[:count], found.speech[:count]
    noise = power[~speech]
    known = len(noise) >= LEAST_NOISE_FRAMES
    quiet = float(np.median(noise) if known else np.percentile(power, QUIETEST_PERCENTILE))
    loud = float(power[speech].mean()) - quiet if speech.any() else 0.0
    if loud <= 0:
        return 0.0
    return float(np.clip(10 * np.log10(loud / (quiet + FLOOR)), 0.0, HIGHEST_SNR_DB))


def bandwidth_hz(clip: Clip, found: Activity) -> float:
    """The highest frequency at which speech, less the noise between it, is within 50 dB of its strongest part."""
    power = powers(clip.samples, clip.rate)
    count = min(len(power), len(found.loud))
    loud, noise = found.loud[:count], ~found.speech[:count]
    if not loud.any():
        return 0.0
    speech = power[:count][loud].mean(axis=0, dtype=np.float64)
    if noise.sum() >= LEAST_NOISE_FRAMES:
        between = power[:count][noise].mean(axis=0, dtype=np.float64)
        speech = np.where(speech > STANDS_OUT * between, speech - between, 0.0)
    level = 10 * np.log10(speech + FLOOR)
    strong = np.flatnonzero(level > level.max() - BAND_DROP_DB)
    return float(strong[-1]) * clip.rate / 2 / (len(level) - 1)
