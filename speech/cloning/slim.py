"""Cheaper forms of a print: fewer bytes to keep, fewer frames to look through. Whether one loses anything is for the
caller to try."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from speech.types import VoicePrint

_POOL: Final = "pool_"
_LEAST_FRAMES: Final = 4_000  # 20 s: of less, every frame is wanted
_SHARE: Final = 0.6


def forms(voice: VoicePrint) -> Iterator[tuple[str, VoicePrint]]:
    """The cheapest first; none for a print that is slim already."""
    if not any(array.dtype == np.float32 and array.size for array in voice.arrays.values()):
        return
    frames = len(voice.arrays.get(f"{_POOL}cepstrum", ()))
    if frames > _LEAST_FRAMES:
        yield "fewer_frames", _halved(_shortened(voice, round(frames * _SHARE)))
    yield "half_floats", _halved(voice)


def _shortened(voice: VoicePrint, frames: int) -> VoicePrint:
    """The first frames of the pool: what stands around each of them is looked at too, so none is left out between."""
    arrays = {name: array[:frames] if name.startswith(_POOL) else array for name, array in voice.arrays.items()}
    return replace(voice, arrays=arrays)


def _halved(voice: VoicePrint) -> VoicePrint:
    """Of half the precision: what is kept takes half the bytes, and is read as if it were whole."""
    arrays = {name: array.astype(np.float16).astype(np.float32) for name, array in voice.arrays.items()}
    return replace(voice, arrays=arrays)
