"""Peaks held under a ceiling without a step in the gain."""

from typing import Final

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import resample_poly

from speech.types import Samples

LOOK_SECONDS: Final = 0.005
CEILING: Final = 10 ** (-1.5 / 20)
"""Half a decibel under -1 dBTP: lossy coding moves peaks."""
OVERSAMPLING: Final = 4


def context(rate: int) -> int:
    """How many samples on either side of a block ``limit`` looks at."""
    return 2 * round(LOOK_SECONDS * rate)


def limit(samples: Samples, rate: int, ceiling: float = CEILING) -> Samples:
    """``samples`` with no true peak above ``ceiling``; the gain dips 5 ms before a peak and recovers 5 ms after.

    The gain needed at each sample is held over the window and then averaged over the same window, so that it
    is smooth and still never more than needed.
    """
    if len(samples) == 0:
        return samples
    peaks = _true_peaks(samples)
    if float(peaks.max()) <= ceiling:
        return samples
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    width = 2 * round(LOOK_SECONDS * rate) + 1
    gain = uniform_filter1d(minimum_filter1d(needed, width, mode="nearest"), width, mode="nearest")
    limited: Samples = (samples * gain).astype(np.float32)
    return np.clip(limited, -ceiling, ceiling)


def _true_peaks(samples: Samples) -> Samples:
    """For each sample the highest of the wave from it to the next, between them too (BS.1770-4, annex 2)."""
    between = np.abs(resample_poly(samples, OVERSAMPLING, 1)).reshape(-1, OVERSAMPLING).max(axis=1)
    return np.asarray(np.maximum(np.abs(samples), between), np.float32)
