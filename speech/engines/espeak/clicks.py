"""espeak-ng's klatt voices click where some sounds meet (o-m, i-k): single pulses of thirteen times the RMS.

Left alone they reach full scale, and conversion makes them louder still. A block that stands out of its
surroundings is turned down to a little above them. Everything is local and the limits are fixed, so that a
sentence sounds the same wherever it stands.
"""

from typing import Final

import numpy as np
from scipy.ndimage import maximum_filter1d, median_filter, minimum_filter1d, uniform_filter1d

from speech.types import Samples

_BLOCK_SECONDS: Final = 0.005
_PULSE_BLOCKS: Final = 3  # a glottal period of a low voice
_SURROUNDING_BLOCKS: Final = 25
_STANDING_OUT: Final = 1.6
_HARMLESS: Final = 0.1  # below this peak nothing clicks (speech has an RMS of about .06)


def soften(samples: Samples, rate: int) -> Samples:
    """The samples with clicks turned down; everything else is untouched."""
    block = round(_BLOCK_SECONDS * rate)
    count = len(samples) // block
    if count < _SURROUNDING_BLOCKS:
        return samples
    peaks = np.abs(samples[: count * block]).reshape(count, block).max(axis=1)
    level = maximum_filter1d(peaks, _PULSE_BLOCKS)
    limit = np.maximum(_HARMLESS, _STANDING_OUT * median_filter(level, _SURROUNDING_BLOCKS))
    gain = np.minimum(1, limit / np.maximum(level, 1e-9))
    gain = uniform_filter1d(minimum_filter1d(gain, _PULSE_BLOCKS), _PULSE_BLOCKS)
    middles = (np.arange(count) + 0.5) * block
    gains: Samples = np.interp(np.arange(len(samples)), middles, gain).astype(np.float32)
    return samples * gains
