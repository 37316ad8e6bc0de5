"""Audio files written block by block: MP3, WAV, FLAC, OGG. A ten-hour book never sits in memory."""

import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import lameenc
import numpy as np
import soundfile

from speech.audio.id3 import title_tag
from speech.errors import SpeechError
from speech.types import Clip, Progress, Samples, no_progress

MIME_TYPES: Final[dict[str, str]] = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "ogg": "audio/ogg",
}
"""What can be written, and its MIME type."""

BLOCK_SAMPLES: Final = 1 << 16
MP3_KBPS: Final = {48000: 128, 44100: 128}
MP3_KBPS_LOW_RATE: Final = 96
"""At 24 kHz the standard's tables end at 160 kbit/s, and 96 is past what mono speech needs."""
MP3_QUALITY: Final = 5
"""LAME's 0 (slow) to 9; 2 costs three times the time of 5 and no listener hears it on speech."""


class Writer(ABC):
    """An audio file being written; use it with ``with``. A file that ends in an error is removed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @abstractmethod
    def write(self, samples: Samples) -> None:
        """Append mono samples in [-1, 1]; what is outside is cut off."""

    @abstractmethod
    def close(self) -> None:
        """Write what is still held back and close the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if error is not None:
            self.path.unlink(missing_ok=True)


class _SoundFileWriter(Writer):
    def __init__(self, path: Path, container: str, subtype: str, rate: int, title: str) -> None:
        super().__init__(path)
        self._file = soundfile.SoundFile(path, "w", rate, 1, subtype, format=container)
        if title:
            self._file.title = title

    def write(self, samples: Samples) -> None:
        # libvorbis keeps a whole write on its stack: large ones crash it.
        for start in range(0, len(samples), BLOCK_SAMPLES):
            self._file.write(samples[start : start + BLOCK_SAMPLES])

    def close(self) -> None:
        self._file.close()


class _Mp3Writer(Writer):
    def __init__(self, path: Path, rate: int, title: str) -> None:
        super().__init__(path)
        self._encoder = lameenc.Encoder()
        self._encoder.set_in_sample_rate(rate)
        self._encoder.set_channels(1)
        self._encoder.set_bit_rate(MP3_KBPS.get(rate, MP3_KBPS_LOW_RATE))
        self._encoder.set_quality(MP3_QUALITY)
        self._encoder.silence()
        self._file: BinaryIO = path.open("wb")
        self._file.write(title_tag(title))
        self._begun = False

    def write(self, samples: Samples) -> None:
        if len(samples):
            pcm = np.round(np.clip(samples, -1.0, 1.0) * 32767).astype("<i2")
            self._file.write(self._encoder.encode(pcm.tobytes()))
            self._begun = True

    def close(self) -> None:
        if self._begun:  # LAME refuses to flush what never began
            self._file.write(self._encoder.flush())
        self._file.close()


def open_writer(path: Path, format: str, rate: int, *, title: str = "") -> Writer:
    """A writer of mono audio at ``rate`` Hz: MP3 96 or 128 kbit/s (LAME), WAV and FLAC 16 bit, OGG Vorbis.

    Raises ``unknown_option`` for another format.
    """
    if format == "mp3":
        return _Mp3Writer(path, rate, title)
    shapes = {"wav": ("WAV", "PCM_16"), "flac": ("FLAC", "PCM_16"), "ogg": ("OGG", "VORBIS")}
    if format not in shapes:
        raise SpeechError("unknown_option", name="format", value=format)
    return _SoundFileWriter(path, *shapes[format], rate, title)


def encode_file(source: Path, target: Path, format: str, *, title: str = "", progress: Progress = no_progress) -> None:
    """Write the lossless ``source`` (ours: FLAC or WAV) as ``format``; progress is in samples."""
    with (
        soundfile.SoundFile(source) as opened,
        open_writer(target, format, opened.samplerate, title=title) as out,
    ):
        done = 0
        for block in read_blocks(opened):
            out.write(block)
            done += len(block)
            progress(done, opened.frames)


def read_blocks(opened: soundfile.SoundFile, size: int = BLOCK_SAMPLES) -> Iterator[Samples]:
    """The mono samples of an open file, ``size`` at a time."""
    while len(block := opened.read(size, dtype="float32")):
        yield block


def read_clip(path: Path) -> Clip:
    """A mono file that we wrote ourselves. For strangers' files there is ``decode``."""
    samples, rate = soundfile.read(path, dtype="float32")
    return Clip(samples, rate)


def encode_clip(clip: Clip, path: Path, format: str, *, title: str = "") -> None:
    """Write ``clip`` to ``path``; formats and errors of ``open_writer``."""
    with open_writer(path, format, clip.rate, title=title) as out:
        out.write(clip.samples)


def encode(clip: Clip, format: str, *, title: str = "") -> bytes:
    """``clip`` as a whole file in memory: for sentences and previews, not for books."""
    with tempfile.TemporaryDirectory(prefix="giong-") as folder:
        path = Path(folder) / f"clip.{format}"
        encode_clip(clip, path, format, title=title)
        return path.read_bytes()
