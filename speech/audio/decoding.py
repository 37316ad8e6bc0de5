"""The inside of ``speech.audio.decode``: from a stranger's file to mono float32, in a limited child."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.audio.claims import claimed_seconds
from speech.audio.ffmpeg import Stream, decode_raw, probe
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


def decode_task(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Write ``clip.npy`` (mono float32 at ``rate``) here; answers what only the original shows."""
    path, rate = Path(request["path"]), int(request["rate"])
    container = sniff(path)
    if container is None:
        raise SpeechError("unsupported_format", formats=FORMATS)
    stream = _checked(probe(path, container))
    progress(1, 3)
    raw = _decode_raw(path, container, stream, request["max_seconds"] + 1.0)
    progress(2, 3)
    claimed = claimed_seconds(path, container, stream.seconds)
    _check_length(len(raw) / stream.rate, claimed, request["min_seconds"], request["max_seconds"])
    samples = _to_mono(raw, stream.rate, rate)
    np.save(CLIP_FILE, samples)
    progress(3, 3)
    clipped = max(clipping_ratio(channel) for channel in raw.T)
    return {"clipping_ratio": clipped}


def _checked(stream: Stream) -> Stream:
    """Odd headers are refused before decoding: at 1 Hz eight kilobytes are hours of audio."""
    if not LOWEST_RATE <= stream.rate <= HIGHEST_RATE or not 1 <= stream.channels <= MOST_CHANNELS:
        raise SpeechError("unreadable_audio")
    return stream


def _decode_raw(path: Path, container: str, stream: Stream, max_seconds: float) -> NDArray[np.float32]:
    """All channels (two at most) as a mapped file, shape (frames, channels)."""
    channels, out = min(stream.channels, 2), Path(RAW_FILE)
    decode_raw(path, container, out, channels=channels, max_seconds=max_seconds)
    frames = out.stat().st_size // (4 * channels) if out.exists() else 0
    if frames == 0:
        raise SpeechError("unreadable_audio")
    return np.memmap(out, np.float32, "r", shape=(frames, channels))


def _check_length(seconds: float, claimed: float | None, shortest: float, longest: float) -> None:
    if seconds > longest:
        raise SpeechError("audio_too_long", limit=f"{longest:g}")
    if claimed is not None and seconds < min(claimed - MISSING_SECONDS, claimed * (1 - MISSING_SHARE)):
        raise SpeechError("truncated_audio", seconds=f"{seconds:.1f}")
    if seconds < shortest:
        raise SpeechError("audio_too_short", seconds=f"{seconds:.1f}", limit=f"{shortest:g}")


def _to_mono(raw: NDArray[np.float32], source_rate: int, rate: int) -> Samples:
    """The mean of the channels, or the louder one where they cancel; resampled block by block (soxr HQ)."""
    weights = _mixing_weights(raw)
    resampler = soxr.ResampleStream(source_rate, rate, 1, dtype="float32", quality="HQ")
    parts = [resampler.resample_chunk(block @ weights) for block in _blocks(raw)]
    parts.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
    samples: Samples = np.concatenate(parts).astype(np.float32, copy=False)
    return samples


def _mixing_weights(raw: NDArray[np.float32]) -> NDArray[np.float32]:
    channels = raw.shape[1]
    mean = np.full(channels, 1 / channels, np.float32)
    powers, mixed, peak = np.zeros(channels), 0.0, 0.0
    for block in _blocks(raw):
        if not np.isfinite(block).all():
            raise SpeechError("unreadable_audio")
        powers += np.square(block, dtype=np.float64).sum(axis=0)
        mixed += float(np.square(block @ mean, dtype=np.float64).sum())
        peak = max(peak, float(np.ptp(block, axis=0).max()) / 2)
    if peak < SILENT_PEAK:
        raise SpeechError("silent_audio")
    if mixed < CANCELLED_SHARE * powers.max():
        loudest: NDArray[np.float32] = (np.arange(channels) == powers.argmax()).astype(np.float32)
        return loudest
    return mean


def _blocks(raw: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(raw), BLOCK_FRAMES):
        yield raw[start : start + BLOCK_FRAMES]
