"""Peaks held under a ceiling without a step in the gain."""

from collections.abc import Iterator
from functools import reduce
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d
from scipy.signal import firwin, resample_poly

from speech.types import Samples

LOOK_SECONDS: Final = 0.005
CEILING: Final = 10 ** (-1.5 / 20)
"""Half a decibel under -1 dBTP: lossy coding moves peaks."""
OVERSAMPLING: Final = 4
REACH: Final = 10
"""How many samples on either side the wave between two samples is worked out from."""
TILE: Final = 64
SLACK: Final = 0.999
"""For rounding, where it is asked whether a tile could reach the ceiling."""


def _filter() -> NDArray[np.float64]:
    """What ``resample_poly`` would make for itself, but known to us."""
    length = 2 * REACH * OVERSAMPLING + 1
    taps: NDArray[np.float64] = firwin(length, 1 / OVERSAMPLING, window=("kaiser", 5.0))
    return taps


def _overshoot(taps: NDArray[np.float64]) -> tuple[float, float]:
    """How far the wave can rise between samples: at most (first x highest sample + second x sharpest bend) in reach.

    Between two samples the wave is a line plus what the bends (second differences) add: the filter without its
    line has neither sum nor slope, so it is a filter of the bends. This proves most speech harmless at once; the
    filter's plain sum of 2.2 proves next to nothing.
    """
    places, line, bend = np.arange(-REACH, REACH + 1), 0.0, 0.0
    for phase in range(OVERSAMPLING):
        at = REACH * OVERSAMPLING + phase - OVERSAMPLING * places
        rest = np.where((at >= 0) & (at < len(taps)), taps[np.clip(at, 0, len(taps) - 1)], 0.0) * OVERSAMPLING
        slope = float(rest @ places)
        level = float(rest.sum()) - slope
        rest[REACH : REACH + 2] -= level, slope
        line = max(line, abs(level) + abs(slope))
        bend = max(bend, float(np.abs(rest.cumsum().cumsum()).sum()))
    return line, bend


FILTER: Final = _filter()
LINE, BEND = _overshoot(FILTER)


def context(rate: int) -> int:
    """How many samples on either side of a block ``limit`` looks at."""
    return 2 * round(LOOK_SECONDS * rate)


def limit(samples: Samples, rate: int, ceiling: float = CEILING) -> Samples:
    """``samples`` with no true peak above ``ceiling``; the gain dips 5 ms before a peak and recovers 5 ms after.

    The gain needed at each sample is held over the window and then averaged over the same window, so that it
    is smooth and still never more than needed. Where nothing peaks the samples are left as they are.
    """
    peaks = _true_peaks(samples, ceiling)
    if not len(peaks) or float(peaks.max()) <= ceiling:
        return samples
    limited = samples.copy()
    for first, end in _spells(np.flatnonzero(peaks > ceiling), context(rate), len(samples)):
        limited[first:end] *= _gain(peaks[first:end], ceiling, 2 * round(LOOK_SECONDS * rate) + 1)
    return np.clip(limited, -ceiling, ceiling)


def _gain(peaks: Samples, ceiling: float, width: int) -> Samples:
    needed = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    gain = uniform_filter1d(minimum_filter1d(needed, width, mode="nearest"), width, mode="nearest")
    return np.asarray(gain, np.float32)


def _spells(hot: NDArray[np.intp], sight: int, length: int) -> Iterator[tuple[int, int]]:
    """The stretches that peaks at ``hot`` have a say in, from first to end sample; none touches another."""
    breaks = np.flatnonzero(np.diff(hot) > 2 * sight + 1)
    firsts = hot[np.concatenate([[0], breaks + 1])]
    lasts = hot[np.concatenate([breaks, [-1]])]
    for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True):
        yield max(0, first - sight), min(length, last + sight + 1)


def _true_peaks(samples: Samples, ceiling: float) -> Samples:
    """For each sample the highest of the wave from it to the next, between them too (BS.1770-4, annex 2).

    Between samples the wave is worked out only in tiles where it could pass ``ceiling``.
    """
    padded = np.pad(samples, (TILE, TILE + -len(samples) % TILE))
    peaks = np.abs(padded[TILE:-TILE]).reshape(-1, TILE)
    risky = np.flatnonzero(_could_reach(padded) > ceiling * SLACK)
    if len(risky):
        rows = np.lib.stride_tricks.sliding_window_view(padded, TILE + 2 * REACH)[TILE - REACH :: TILE]
        peaks[risky] = np.maximum(peaks[risky], _between(rows[risky]))
    return np.asarray(peaks.reshape(-1)[: len(samples)], np.float32)


def _could_reach(padded: Samples) -> Samples:
    """For each tile (but for the padding at both ends) a height that the wave in it never passes."""
    high = _tile_peaks(padded)
    sharp = _tile_peaks(np.diff(padded, 2, prepend=0, append=0))
    return np.asarray(LINE * high + BEND * sharp, np.float32)


def _tile_peaks(samples: Samples) -> Samples:
    """The highest of each tile and its neighbours."""
    tiles = np.abs(samples).reshape(-1, TILE).max(axis=1)
    return np.asarray(np.maximum(tiles[1:-1], np.maximum(tiles[:-2], tiles[2:])), np.float32)


def _between(rows: Samples) -> Samples:
    """The highest of the wave after each sample of each row but for the ``REACH`` at both ends."""
    wave = np.abs(resample_poly(rows, OVERSAMPLING, 1, axis=1, window=FILTER.astype(np.float32)))
    highest = reduce(np.maximum, (wave[:, phase::OVERSAMPLING] for phase in range(OVERSAMPLING)))
    return np.asarray(highest[:, REACH:-REACH], np.float32)
