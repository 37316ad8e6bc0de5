"""From a recording that somebody uploaded to a ``Clip``, without trusting the file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from speech import child
from speech.audio.decoding import CLIP_FILE
from speech.errors import SpeechError
from speech.types import Clip, Progress, Samples, no_progress

LIMITS: Final = child.Limits(output_bytes=1 << 16)
SLACK_SECONDS: Final = 2.0


@dataclass(frozen=True)
class Recording(Clip):
    """A decoded clip that remembers what resampling hides: the share of samples that were cut off."""

    clipping_ratio: float = 0.0


def decode(
    path: Path,
    *,
    min_seconds: float = 5.0,
    max_seconds: float = 300.0,
    rate: int = 24000,
    limits: child.Limits = LIMITS,
    progress: Progress = no_progress,
) -> Recording:
    """The recording as mono float32 at ``rate`` Hz, decoded by ffmpeg in a limited child, resampled by soxr.

    The container is found by content. At most ``max_seconds`` + 1 are ever decoded, whatever headers say.
    Raises ``SpeechError``: ``empty_file``, ``unsupported_format``, ``unreadable_audio``, ``truncated_audio``,
    ``audio_too_short``, ``audio_too_long``, ``silent_audio``, ``took_too_long``, ``reader_crashed``,
    ``no_such_file``; ``NotReady`` without ffmpeg.
    """
    if not path.is_file():
        raise SpeechError("no_such_file", path=path.name)
    if path.stat().st_size == 0:
        raise SpeechError("empty_file")
    request = {
        "path": str(path.resolve()),
        "rate": rate,
        "min_seconds": min_seconds,
        "max_seconds": max_seconds,
    }
    with child.private_directory() as room:
        answer = child.run("decode", request, limits=limits, progress=progress, directory=room)
        samples = _read(room / CLIP_FILE, int((max_seconds + SLACK_SECONDS) * rate))
    return Recording(samples, rate, float(answer["clipping_ratio"]))


def _read(path: Path, most_samples: int) -> Samples:
    """What the child left, believed only in the one shape it may have."""
    if not path.is_file() or path.stat().st_size > 4 * most_samples + 1024:
        raise SpeechError("reader_crashed")
    try:
        samples: Samples = np.load(path, allow_pickle=False)
    except (ValueError, EOFError):
        raise SpeechError("reader_crashed") from None
    if samples.dtype != np.float32 or samples.ndim != 1:
        raise SpeechError("reader_crashed")
    return np.ascontiguousarray(samples)
