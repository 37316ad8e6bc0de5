"""The shape of a recording, for a picture of it."""

import numpy as np

from speech.types import Clip


def outline(clip: Clip, points: int) -> list[float]:
    """The highest level, 0-1, in each of ``points`` equal stretches of ``clip``."""
    if points < 1 or not len(clip.samples):
        return []
    edges = np.linspace(0, len(clip.samples), points + 1).astype(int)[:-1]
    peaks = np.maximum.reduceat(np.abs(clip.samples), np.minimum(edges, len(clip.samples) - 1))
    return [round(float(peak), 3) for peak in np.minimum(peaks, 1.0)]
