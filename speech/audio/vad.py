"""Where somebody speaks: frames above a floor that follows the noise, in runs that are voiced and move.

Own method, no model: level against a running floor finds what stands out; periodicity in the range of voices
and movement of the spectrum tell speech from noise bursts and from tones.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import (
    binary_closing,
    binary_erosion,
    binary_opening,
    label,
    percentile_filter,
    uniform_filter1d,
)

from speech.audio.frames import FLOOR, HOP_SECONDS, band_levels, frames, in_blocks, powers
from speech.types import Clip

LOWEST_HZ: Final = 100.0
HIGHEST_HZ: Final = 4000.0
FLOOR_SECONDS: Final = 4.0
FLOOR_PERCENTILE: Final = 8
LEAST_RISE_DB: Final = 5.0
DEEPEST_DB: Final = 38.0
"""Frames this far under the loud ones are not speech, however quiet the room is."""
SILENCE_DB: Final = -75.0
GAP_SECONDS: Final = 0.3
SHORTEST_SECONDS: Final = 0.1
PITCH_HZ: Final = (60.0, 450.0)
HARMONICS_HZ: Final = 1200.0
PERIODIC: Final = 0.5
VOICED_SHARE: Final = 0.2
BANDS: Final = 12
EDGE_HOPS: Final = 3
"""Frames at the edges of a run see it begin and end, which moves the spectrum of a tone too."""
LEAST_CHANGE_DB: Final = 1.5
"""Bands of clean speech move by 6 dB about their course, at 10 dB SNR by 2 to 3, of a held tone by 1."""


@dataclass(frozen=True)
class Activity:
    """Per frame of 8 ms: ``speech`` is true in runs of speech, ``loud`` only where sound stands out."""

    speech: NDArray[np.bool_]
    loud: NDArray[np.bool_]

    @property
    def seconds(self) -> float:
        return float(self.speech.sum()) * HOP_SECONDS

    @property
    def span(self) -> tuple[float, float]:
        """Seconds from the start of the first run to the end of the last; (0, 0) without speech."""
        found = np.flatnonzero(self.speech)
        return (found[0] * HOP_SECONDS, (found[-1] + 1) * HOP_SECONDS) if len(found) else (0.0, 0.0)


def activity(clip: Clip) -> Activity:
    """Speech in ``clip``; robust to steady noise down to about 5 dB SNR."""
    power = powers(clip.samples, clip.rate)
    level = uniform_filter1d(band_levels(power, clip.rate, LOWEST_HZ, HIGHEST_HZ), 5)
    loud = _stands_out(level)
    runs = binary_closing(np.pad(loud, 50), np.ones(_hops(GAP_SECONDS), bool))[50:-50]
    runs = binary_opening(runs, np.ones(_hops(SHORTEST_SECONDS), bool))
    voiced = _periodicity(clip) > PERIODIC
    return Activity(_spoken(runs, loud, voiced, _bands(power)), loud)


def _stands_out(level: NDArray[np.float64]) -> NDArray[np.bool_]:
    size = min(len(level), _hops(FLOOR_SECONDS))
    running = percentile_filter(level, FLOOR_PERCENTILE, size=size, mode="nearest")
    # Without a pause in the window the running floor climbs into the speech; the whole clip's floor holds it.
    floor = np.minimum(running, np.percentile(level, FLOOR_PERCENTILE) + LEAST_RISE_DB)
    least = max(SILENCE_DB, float(np.percentile(level, 95)) - DEEPEST_DB)
    return np.asarray((level > floor + LEAST_RISE_DB) & (level > least))


def _periodicity(clip: Clip) -> NDArray[np.float64]:
    """The highest normalised autocorrelation of each frame at lags of a voice's pitch, 0-1."""
    return np.concatenate([_periodic(cut, clip.rate) for cut in in_blocks(frames(clip.samples, clip.rate))])


def _periodic(cut: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    length = cut.shape[1]
    power = np.square(np.abs(np.fft.rfft(cut, 2 * length)))
    # Only where the harmonics of voices are strong: noise above would hide them.
    bins = np.fft.rfftfreq(2 * length, 1 / rate)
    power *= (bins > PITCH_HZ[0]) & (bins < HARMONICS_HZ)
    correlation = np.fft.irfft(power, 2 * length)[:, :length]
    shortest, longest = (
        round(rate / PITCH_HZ[1]),
        min(round(rate / PITCH_HZ[0]), length - length // 4),
    )
    # The overlap shrinks with the lag: without the correction low voices would look less periodic.
    fair = correlation[:, shortest:longest] * (length / (length - np.arange(shortest, longest)))
    energy = correlation[:, 0] + length * FLOOR
    return np.asarray(np.clip(fair.max(axis=1) / energy, 0.0, 1.0))


def _bands(power: NDArray[np.float32]) -> NDArray[np.float64]:
    """Levels in dB in bands of equal width up to half the spectrum, shape (frames, BANDS)."""
    half = power[:, 1 : power.shape[1] // 2]
    width = half.shape[1] // BANDS
    summed = half[:, : width * BANDS].reshape(len(half), BANDS, width).mean(axis=2, dtype=np.float64)
    return np.asarray(uniform_filter1d(10 * np.log10(summed + FLOOR), 5, axis=0))


def _spoken(
    runs: NDArray[np.bool_], loud: NDArray[np.bool_], voiced: NDArray[np.bool_], bands: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """The runs that are voiced for a fair part and whose spectrum moves."""
    spoken = np.zeros_like(runs)
    numbered, count = label(runs)
    for number in range(1, count + 1):
        inside = binary_erosion((numbered == number) & loud, iterations=EDGE_HOPS)
        if not inside.any() or voiced[inside].mean() < VOICED_SHARE:
            continue
        shape = bands[inside] - bands[inside].mean(axis=1, keepdims=True)
        if float(shape.std(axis=0).mean()) >= LEAST_CHANGE_DB:
            spoken[numbered == number] = True
    return spoken


def _hops(seconds: float) -> int:
    return round(seconds / HOP_SECONDS)
