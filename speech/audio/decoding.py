"""The inside of ``speech.audio.decode``: from a stranger's file to mono float32, in a limited child."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.audio.claims import claimed_seconds
from speech.audio.ffmpeg import SAMPLE_BYTES, Stream, decode_raw, probe
from speech.audio.measure import clipping_ratio
from speech.containers import FORMATS, sniff
from speech.errors import SpeechError
from speech.types import Progress, Samples

CLIP_FILE: Final = "clip.npy"
RAW_FILE: Final = "raw.f32"
LOWEST_RATE: Final = 4000
HIGHEST_RATE: Final = 192000
MOST_CHANNELS: Final = 8
SILENT_PEAK: Final = 10 ** (-60 / 20)
CANCELLED_SHARE: Final = 0.1
"""The mean of two channels has at least half the power of the louder one unless they cancel each other."""
MISSING_SECONDS: Final = 0.5
MISSING_SHARE: Final = 0.02
BLOCK_FRAMES: Final = 1 << 18
CLIPPING_FRAMES: Final = 5_000_000
"""Clipping shows in every few samples too: what is longer is looked at in steps."""


@dataclass(frozen=True)
class Raw:
    """Decoded samples in a file, read block by block: a mapping would count as memory of this process."""

    path: Path
    rate: int
    channels: int

    @property
    def frames(self) -> int:
        return self.path.stat().st_size // (SAMPLE_BYTES * self.channels) if self.path.exists() else 0

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Arrays of shape (frames, channels)."""
        with self.path.open("rb") as file:
            while len(block := np.fromfile(file, np.float32, BLOCK_FRAMES * self.channels)) >= self.channels:
                yield block[: len(block) // self.channels * self.channels].reshape(-1, self.channels)

    def thinned(self, channel: int) -> Samples:
        step = -(-self.frames // CLIPPING_FRAMES)
        # Copies: a view would keep its whole block.
        return np.concatenate([block[::step, channel].copy() for block in self.blocks()])


def decode_task(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Write ``clip.npy`` (mono float32 at ``rate``) here; answers what only the original shows."""
    path, rate = Path(request["path"]), int(request["rate"])
    container = sniff(path)
    if container is None:
        raise SpeechError("unsupported_format", formats=FORMATS)
    stream = _checked(probe(path, container))
    shortest, longest = request["min_seconds"], request["max_seconds"]
    claimed = claimed_seconds(path, container, stream.seconds)
    if claimed is not None and longest + MISSING_SECONDS < claimed < math.inf:
        raise _too_long(longest)
    progress(1, 3)
    raw = _decode_raw(path, container, stream, longest + 1.0)
    progress(2, 3)
    _check_length(raw.frames / raw.rate, claimed, shortest, longest)
    np.save(CLIP_FILE, _to_mono(raw, rate))
    clipped = max(clipping_ratio(raw.thinned(channel)) for channel in range(raw.channels))
    progress(3, 3)
    return {"clipping_ratio": clipped}


def _checked(stream: Stream) -> Stream:
    """Odd headers are refused before decoding: at 1 Hz eight kilobytes are hours of audio."""
    if not LOWEST_RATE <= stream.rate <= HIGHEST_RATE or not 1 <= stream.channels <= MOST_CHANNELS:
        raise SpeechError("unreadable_audio")
    return stream


def _decode_raw(path: Path, container: str, stream: Stream, max_seconds: float) -> Raw:
    """All channels, two at most."""
    raw = Raw(Path(RAW_FILE), stream.rate, min(stream.channels, 2))
    decode_raw(path, container, raw.path, rate=raw.rate, channels=raw.channels, max_seconds=max_seconds)
    if raw.frames == 0:
        raise SpeechError("unreadable_audio")
    return raw


def _check_length(seconds: float, claimed: float | None, shortest: float, longest: float) -> None:
    if seconds > longest:
        raise _too_long(longest)
    if claimed is not None and seconds < min(claimed - MISSING_SECONDS, claimed * (1 - MISSING_SHARE)):
        raise SpeechError("truncated_audio", seconds=f"{seconds:.1f}")
    if seconds < shortest:
        raise SpeechError("audio_too_short", seconds=f"{seconds:.1f}", limit=f"{shortest:g}")


def _too_long(longest: float) -> SpeechError:
    return SpeechError("audio_too_long", limit=f"{longest:g}")


def _to_mono(raw: Raw, rate: int) -> Samples:
    """The mean of the channels, or the louder one where they cancel; resampled block by block (soxr HQ)."""
    weights = _mixing_weights(raw)
    resampler = soxr.ResampleStream(raw.rate, rate, 1, dtype="float32", quality="HQ")
    parts = [resampler.resample_chunk(block @ weights) for block in raw.blocks()]
    parts.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
    samples: Samples = np.concatenate(parts).astype(np.float32, copy=False)
    return samples


def _mixing_weights(raw: Raw) -> NDArray[np.float32]:
    mean = np.full(raw.channels, 1 / raw.channels, np.float32)
    powers, mixed, peak = np.zeros(raw.channels), 0.0, 0.0
    for block in raw.blocks():
        if not np.isfinite(block).all():
            raise SpeechError("unreadable_audio")
        powers += np.square(block, dtype=np.float64).sum(axis=0)
        mixed += float(np.square(block @ mean, dtype=np.float64).sum())
        peak = max(peak, float(np.ptp(block, axis=0).max()) / 2)
    if peak < SILENT_PEAK:
        raise SpeechError("silent_audio")
    if mixed < CANCELLED_SHARE * powers.max():
        loudest: NDArray[np.float32] = (np.arange(raw.channels) == powers.argmax()).astype(np.float32)
        return loudest
    return mean
