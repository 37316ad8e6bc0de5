"""Short-time spectra that the measurements share."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import get_window

from speech.types import Samples

FRAME_SECONDS: Final = 0.032
HOP_SECONDS: Final = 0.008
FLOOR: Final = 1e-10
"""Added to powers before logarithms: -100 dBFS, below any microphone."""


BLOCK: Final = 2048
"""Frames that are transformed in one go (16 s): what a long recording needs beyond its result stays the same."""


def frame_length(rate: int) -> int:
    """Samples in a frame, a multiple of four so that four hops fill it."""
    return round(FRAME_SECONDS * rate / 4) * 4


def frames(samples: Samples, rate: int) -> NDArray[np.float32]:
    """Frames of 32 ms every 8 ms, shape (count, length); frame i is centred on sample i * length / 4."""
    length = frame_length(rate)
    padded = np.pad(samples, (length // 2, length))
    view = np.lib.stride_tricks.sliding_window_view(padded, length)
    return view[: len(samples) + length // 4 : length // 4]


def window(length: int) -> NDArray[np.float32]:
    """The square root of a periodic Hann window: applied twice at hops of a quarter it sums to 2."""
    root: NDArray[np.float32] = np.sqrt(get_window("hann", length)).astype(np.float32)
    return root


def spectra(samples: Samples, rate: int) -> Iterator[NDArray[np.complex64]]:
    """Windowed spectra of ``frames``, in blocks of shape (up to BLOCK, length // 2 + 1)."""
    for cut in in_blocks(frames(samples, rate)):
        yield np.fft.rfft(cut * window(cut.shape[1])).astype(np.complex64)


def in_blocks(rows: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """``rows`` in order, BLOCK at a time."""
    for start in range(0, len(rows), BLOCK):
        yield rows[start : start + BLOCK]


def powers(samples: Samples, rate: int) -> NDArray[np.float32]:
    """Power per frame and bin, scaled so that its mean over the bins is the mean square of the samples."""
    scale = np.float32(frame_length(rate) / 2)
    return np.concatenate([np.square(np.abs(block)).astype(np.float32) / scale for block in spectra(samples, rate)])


def overlap_add(blocks: Iterator[NDArray[np.complex64]], length: int, count: int) -> Samples:
    """The inverse of ``spectra``: ``count`` samples from frames of ``length``."""
    hop = length // 4
    out = np.zeros((count // hop + 5, hop), np.float32)
    first = 0
    for block in blocks:
        pieces = np.fft.irfft(block, length) * window(length) / 2
        for quarter in range(4):
            rows = out[first + quarter : first + quarter + len(pieces)]
            rows += pieces[: len(rows), quarter * hop : (quarter + 1) * hop]
        first += len(pieces)
    return out.reshape(-1)[length // 2 : length // 2 + count]


def band_levels(power: NDArray[np.float32], rate: int, lowest: float, highest: float) -> NDArray[np.float64]:
    """Mean power in dB of each frame between two frequencies in Hz. ``power``: (count, bins)."""
    bins = power.shape[1]
    low, high = (min(bins - 1, round(edge / rate * 2 * (bins - 1))) for edge in (lowest, highest))
    level: NDArray[np.float64] = 10 * np.log10(power[:, low : high + 1].mean(axis=1, dtype=np.float64) + FLOOR)
    return level
