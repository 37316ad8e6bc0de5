"""Whose voice a clip sounds like: a point on a sphere for each clip, near for the same speaker.

The encoder is not any engine's, so that it can judge them all. It may warn; it may not choose or tune, so nothing
that learns or converts a voice imports this package. Without its weights nothing is judged: ``ready`` says so, and no
figure is made up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.errors import NotReady, SpeechError
from speech.identity import weights
from speech.identity.encoder import WINDOW_FRAMES, Encoder, Singles, encoder
from speech.identity.mel import FRAMES_PER_SECOND, RATE, bands, heard, levelled
from speech.types import Clip

MIN_SPEECH_SECONDS: Final = 2.0
"""Less speech says little about who speaks: two clips of one person then differ as two people do."""
USUAL_STEP_SECONDS: Final = 0.77
_VERSION: Final = 1
_LEAST_COVER: Final = 0.75
"""A last window that reaches further beyond the end is left out."""

__all__ = [
    "MIN_SPEECH_SECONDS",
    "Windows",
    "centre",
    "embed",
    "fingerprint",
    "likeness",
    "ready",
    "similarity",
    "windows",
]


@dataclass(frozen=True)
class Windows:
    """Unit vectors (n, 256) of windows of speech, and the seconds (n,) of the clip at their middles."""

    vectors: Singles
    seconds: NDArray[np.float64]


def ready() -> bool:
    """Whether the weights are installed. Cheap: nothing is loaded."""
    return weights.path() is not None


def fingerprint() -> str:
    """Changes when embeddings of before cannot be compared with those of now; empty when not ``ready``."""
    file = weights.path()
    return f"resemblyzer-{_VERSION}-{weights.digest(file)[:16]}" if file else ""


def embed(clip: Clip) -> Singles:
    """The unit vector (256,) of a clip of any rate. Raises ``too_little_speech`` and ``NotReady``."""
    return _middle(windows(clip).vectors)


def windows(clip: Clip, step_seconds: float = USUAL_STEP_SECONDS) -> Windows:
    """Windows of 1.6 s of speech, pauses left out, one every ``step_seconds``. Raises as ``embed`` does."""
    encode = _encoder().forward
    samples = soxr.resample(clip.samples, clip.rate, RATE)
    kept = heard(samples)
    at = np.flatnonzero(kept)
    seconds = len(at) / FRAMES_PER_SECOND
    if seconds < MIN_SPEECH_SECONDS:
        raise SpeechError("too_little_speech", seconds=f"{seconds:.1f}", limit=f"{MIN_SPEECH_SECONDS:g}")
    starts = _starts(len(at), round(step_seconds * FRAMES_PER_SECOND))
    middles = at[np.minimum(starts + WINDOW_FRAMES // 2, len(at) - 1)] / FRAMES_PER_SECOND
    return Windows(encode(_cut(levelled(bands(samples), samples, kept), starts)), middles)


def centre(clips: Iterable[Clip]) -> Singles:
    """The unit vector in the middle of several clips of one voice; those with too little speech do not count."""
    found = [vector for clip in clips if (vector := _embedded(clip)) is not None]
    if not found:
        raise SpeechError("too_little_speech", seconds="0", limit=f"{MIN_SPEECH_SECONDS:g}")
    return _middle(np.array(found))


def similarity(one: Singles, other: Singles) -> float:
    """The cosine of two unit vectors: about .9 for one person, .5 to .7 for two."""
    return float(np.dot(one, other))


def likeness(clip: Clip, voice: Singles) -> float | None:
    """How near a clip is to the centre of a voice; None when it holds too little speech. Raises ``NotReady``."""
    vector = _embedded(clip)
    return None if vector is None else similarity(vector, voice)


def _embedded(clip: Clip) -> Singles | None:
    try:
        return embed(clip)
    except NotReady:
        raise
    except SpeechError:
        return None


def _middle(vectors: Singles) -> Singles:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _starts(frames: int, step: int) -> NDArray[np.int64]:
    """Where windows begin, so that they cover so many frames."""
    starts = np.arange(0, max(1, frames - WINDOW_FRAMES + step + 1), step)
    uncovered = len(starts) > 1 and frames - starts[-1] < _LEAST_COVER * WINDOW_FRAMES
    return starts[:-1] if uncovered else starts


def _cut(frames: Singles, starts: NDArray[np.int64]) -> Singles:
    """Windows (n, 160, 40), the last one filled up with silence."""
    padded = np.pad(frames, ((0, WINDOW_FRAMES), (0, 0)))
    return np.array([padded[start : start + WINDOW_FRAMES] for start in starts])


def _encoder() -> Encoder:
    file = weights.path()
    if file is None:
        raise NotReady("identity_not_ready")
    return _loaded(file)


@cache
def _loaded(file: Path) -> Encoder:
    return encoder(weights.read(file))
