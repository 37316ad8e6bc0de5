"""How a speaker's phones differ from the base voice's, beyond the global transform.

Offsets are means of aligned differences, shrunk along a chain: nothing <- class of sound <- phone <- third of
the phone <- that third beside this class of neighbour. What was heard often speaks for itself, what was heard
once follows its kin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from speech.cloning.features import Floats, Mask
from speech.cloning.phones import Segment, sound_class

_CLASS_WEIGHT: Final = 60.0  # frames of evidence that the prior counts for
_PHONE_WEIGHT: Final = 20.0
_SMOOTHING_FRAMES: Final = 3.0

Labels = NDArray[np.str_]
Offsets = Mapping[str, Floats]
"""By key: ``class/V``, ``aː/0`` (a third of a phone), ``aː/0/N`` (beside a nasal); each (33,)."""


@dataclass(frozen=True)
class Evidence:
    """One row per aligned pair: the key parts of the base frame, the difference (n, 33), its weight (n,)."""

    names: Labels
    thirds: NDArray[np.int64]
    neighbours: Labels
    differences: Floats
    weights: Floats

    def mean(self, chosen: Mask, prior: Floats, prior_weight: float) -> Floats:
        weights = self.weights[chosen]
        total = self.differences[chosen].T @ weights + prior_weight * prior
        return np.asarray(total / (weights.sum() + prior_weight))


def label(segments: Sequence[Segment], frames: int) -> tuple[Labels, NDArray[np.int64], Labels]:
    """For every frame the phone's name, which third of it, and the neighbour that this third touches."""
    names, neighbours = np.full(frames, "", "U8"), np.full(frames, "", "U4")
    thirds = np.zeros(frames, np.int64)
    for segment in segments:
        names[segment.start : segment.end] = segment.name
        for third, start, end in segment.thirds():
            thirds[start:end] = third
            neighbours[start:end] = segment.neighbour(third)
    return names, thirds, neighbours


def learn(evidence: Evidence) -> dict[str, Floats]:
    """The offsets that this evidence supports."""
    learned: dict[str, Floats] = {}
    sounds = np.array([sound_class(name) for name in evidence.names])
    nothing = np.zeros(evidence.differences.shape[1])
    for sound in np.unique(sounds):
        of_class = evidence.mean(sounds == sound, nothing, _CLASS_WEIGHT)
        learned[f"class/{sound}"] = of_class
        for name in np.unique(evidence.names[sounds == sound]):
            _learn_phone(evidence, str(name), of_class, learned)
    return learned


def _learn_phone(evidence: Evidence, name: str, of_class: Floats, learned: dict[str, Floats]) -> None:
    here = evidence.names == name
    of_phone = evidence.mean(here, of_class, _PHONE_WEIGHT)
    for third in range(3):
        part = here & (evidence.thirds == third)
        of_third = evidence.mean(part, of_phone, _PHONE_WEIGHT)
        learned[f"{name}/{third}"] = of_third
        for neighbour in np.unique(evidence.neighbours[part]):
            beside = part & (evidence.neighbours == neighbour)
            if neighbour:
                learned[f"{name}/{third}/{neighbour}"] = evidence.mean(beside, of_third, _PHONE_WEIGHT)


def track(offsets: Offsets, segments: Sequence[Segment], shape: tuple[int, int]) -> Floats:
    """The offsets of an utterance frame by frame, smoothed over phone boundaries; ``shape`` is (n, 33)."""
    steps = np.zeros(shape)
    for segment in segments:
        for third, start, end in segment.thirds():
            steps[start:end] = _find(offsets, segment, third)
    return np.asarray(gaussian_filter1d(steps, _SMOOTHING_FRAMES, axis=0))


def _find(offsets: Offsets, segment: Segment, third: int) -> Floats | float:
    keys = (
        f"{segment.name}/{third}/{segment.neighbour(third)}",
        f"{segment.name}/{third}",
        f"class/{segment.sound}",
    )
    return next((offsets[key] for key in keys if key in offsets), 0.0)
