"""Steady noise lowered by the log-spectral amplitude estimator of Ephraim and Malah (1985)."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import exp1

from speech.audio.frames import FLOOR, frame_length, overlap_add, powers, spectra
from speech.types import Clip

SMOOTHING: Final = 0.98
"""Weight of the frame before in the a priori SNR ("decision-directed"): less is livelier but rings."""
LEAST_PRIOR: Final = 10 ** (-25 / 10)
LEAST_GAIN: Final = 10 ** (-18 / 20)
"""Some noise stays: what is left of deeper cuts sounds like bubbles."""
LEAST_NOISE_FRAMES: Final = 12


def denoise(clip: Clip, noise_frames: NDArray[np.bool_]) -> Clip:
    """``clip`` with its steady noise about 18 dB lower. ``noise_frames``: frames of 8 ms without speech.

    With fewer than 0.1 s of them nothing is known of the noise and the clip comes back as it is.
    """
    silent = np.flatnonzero(noise_frames)
    if len(silent) < LEAST_NOISE_FRAMES:
        return clip
    length = frame_length(clip.rate)
    power = powers(clip.samples, clip.rate)
    noise = power[silent[silent < len(power)]].mean(axis=0, dtype=np.float64) * (length / 2) + FLOOR
    return Clip(overlap_add(_quieter(clip, noise), length, len(clip.samples)), clip.rate)


def _quieter(clip: Clip, noise: NDArray[np.float64]) -> Iterator[NDArray[np.complex64]]:
    """The spectra of ``clip``, each bin turned down by as much as it is noise."""
    before = np.ones(len(noise))
    for block in spectra(clip.samples, clip.rate):
        posterior = np.square(np.abs(block), dtype=np.float64) / noise
        gains = _gains(posterior, before)
        before = np.square(gains[-1]) * posterior[-1]
        yield block * gains


def _gains(posterior: NDArray[np.float64], before: NDArray[np.float64]) -> NDArray[np.float32]:
    """Gains per frame and bin from the a posteriori SNR; the recursion runs over frames, bins at once.

    ``before``: power over noise that was left of the frame before the first.
    """
    gains = np.empty(posterior.shape, np.float32)
    for index, gamma in enumerate(np.maximum(posterior, FLOOR)):
        prior = SMOOTHING * before + (1 - SMOOTHING) * np.maximum(gamma - 1, 0)
        wiener = np.maximum(prior, LEAST_PRIOR)
        wiener /= 1 + wiener
        gain = np.clip(wiener * np.exp(0.5 * exp1(np.maximum(wiener * gamma, FLOOR))), LEAST_GAIN, 1.0)
        gains[index] = gain
        before = np.square(gain) * gamma
    return gains
