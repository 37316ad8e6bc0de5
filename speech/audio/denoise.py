"""Steady noise lowered by the log-spectral amplitude estimator of Ephraim and Malah (1985)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import exp1

from speech.audio.frames import FLOOR, overlap_add, spectra
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
    spectrum = spectra(clip.samples, clip.rate)
    power = np.square(np.abs(spectrum)).astype(np.float64)
    silent = noise_frames[: len(power)]
    if silent.sum() < LEAST_NOISE_FRAMES:
        return clip
    noise = power[: len(silent)][silent].mean(axis=0) + FLOOR
    gains = _gains(power / noise)
    length = 2 * (spectrum.shape[1] - 1)
    return Clip(overlap_add(spectrum * gains, length, len(clip.samples)), clip.rate)


def _gains(posterior: NDArray[np.float64]) -> NDArray[np.float32]:
    """Gains per frame and bin from the a posteriori SNR; the recursion runs over frames, bins at once."""
    gains = np.empty(posterior.shape, np.float32)
    before = np.ones(posterior.shape[1])
    for index, gamma in enumerate(np.maximum(posterior, FLOOR)):
        prior = SMOOTHING * before + (1 - SMOOTHING) * np.maximum(gamma - 1, 0)
        wiener = np.maximum(prior, LEAST_PRIOR)
        wiener /= 1 + wiener
        gain = np.clip(wiener * np.exp(0.5 * exp1(np.maximum(wiener * gamma, FLOOR))), LEAST_GAIN, 1.0)
        gains[index] = gain
        before = np.square(gain) * gamma
    return gains
