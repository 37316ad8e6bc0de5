"""Loudness after ITU-R BS.1770-4, block by block, so that a recording of any length fits."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.signal import sosfilt

from speech.types import Clip, Samples

HOP_SECONDS: Final = 0.1
BLOCK_HOPS: Final = 4
ABSOLUTE_GATE_LUFS: Final = -70.0
RELATIVE_GATE_LU: Final = -10.0
OFFSET: Final = -0.691
SILENCE_LUFS: Final = -70.0
"""What is reported when nothing passes the gate."""


class Meter:
    """Feed it mono samples in order, then ask for the loudness. Memory: one number per 0.1 s."""

    def __init__(self, rate: int) -> None:
        self._filter = np.array([np.concatenate(_shelf(rate)), np.concatenate(_highpass(rate))])
        self._state = np.zeros((2, 2))
        self._hop = round(HOP_SECONDS * rate)
        self._rest = np.zeros(0)
        self._energies: list[NDArray[np.float64]] = []

    def feed(self, samples: Samples) -> None:
        if len(samples) == 0:  # scipy refuses to filter nothing
            return
        weighted, self._state = sosfilt(self._filter, samples.astype(np.float64), zi=self._state)
        weighted = np.concatenate([self._rest, weighted])
        whole = len(weighted) // self._hop * self._hop
        self._energies.append(np.square(weighted[:whole]).reshape(-1, self._hop).mean(axis=1))
        self._rest = weighted[whole:]

    def lufs(self) -> float:
        """Integrated loudness in LUFS, gated twice; -70 for silence and for less than 0.4 s."""
        hops = np.concatenate([*self._energies, np.zeros(0)])
        if len(hops) < BLOCK_HOPS:
            return SILENCE_LUFS
        blocks = np.convolve(hops, np.full(BLOCK_HOPS, 1 / BLOCK_HOPS), "valid")
        blocks = blocks[blocks > _power(ABSOLUTE_GATE_LUFS)]
        if len(blocks) == 0:
            return SILENCE_LUFS
        loud = blocks[blocks > blocks.mean() * 10 ** (RELATIVE_GATE_LU / 10)]
        return OFFSET + 10 * math.log10(float(loud.mean()))


def loudness(clip: Clip) -> float:
    """Integrated loudness of ``clip`` in LUFS."""
    meter = Meter(clip.rate)
    meter.feed(clip.samples)
    return meter.lufs()


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET) / 10))


def _shelf(rate: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The head's high shelf. Parameters that give BS.1770's coefficients at 48 kHz (De Man 2018)."""
    k, vh, q = (
        math.tan(math.pi * 1681.974450955533 / rate),
        10 ** (3.999843853973347 / 20),
        0.7071752369554196,
    )
    vb, norm = vh**0.4996667741545416, 1 + k / q + k * k
    b = [(vh + vb * k / q + k * k) / norm, 2 * (k * k - vh) / norm, (vh - vb * k / q + k * k) / norm]
    return np.array(b), np.array([1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm])


def _highpass(rate: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The RLB high-pass, numerator not normalised, as in the standard."""
    k, q = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    norm = 1 + k / q + k * k
    return np.array([1.0, -2.0, 1.0]), np.array([1.0, 2 * (k * k - 1) / norm, (1 - k / q + k * k) / norm])
