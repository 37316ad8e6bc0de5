"""Audio files written block by block: MP3, WAV, FLAC, OGG. A ten-hour book never sits in memory."""

import tempfile
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np
import soundfile

from speech.audio.id3 import title_tag
from speech.audio.mp3 import Mp3Stream, Pcm
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
FULL_SCALE: Final = 32768
BLOCKS_AHEAD: Final = 8


class Writer(ABC):
    """An audio file being written; use it with ``with``. A file that ends in an error is removed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @abstractmethod
    def write(self, samples: Samples | Pcm) -> None:
        """Append mono samples, 16-bit or in [-1, 1]; what is outside is cut off."""

    @abstractmethod
    def close(self) -> None:
        """Write what is still held back and close the file."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close()
        except BaseException:
            self.path.unlink(missing_ok=True)
            raise
        if error is not None:
            self.path.unlink(missing_ok=True)


class _SoundFileWriter(Writer):
    def __init__(self, path: Path, container: str, subtype: str, rate: int, title: str) -> None:
        super().__init__(path)
        self._file = soundfile.SoundFile(path, "w", rate, 1, subtype, format=container)
        if title:
            self._file.title = title

    def write(self, samples: Samples | Pcm) -> None:
        if self._file.subtype == "PCM_16":
            samples = pcm16(samples)
        # libvorbis keeps a whole write on its stack: large ones crash it.
        for start in range(0, len(samples), BLOCK_SAMPLES):
            self._file.write(samples[start : start + BLOCK_SAMPLES])

    def close(self) -> None:
        self._file.close()


class _Mp3Writer(Writer):
    def __init__(self, path: Path, rate: int, title: str) -> None:
        super().__init__(path)
        self._file = path.open("wb")
        self._file.write(title_tag(title))
        self._stream = Mp3Stream(self._file, rate)

    def write(self, samples: Samples | Pcm) -> None:
        self._stream.write(pcm16(samples))

    def close(self) -> None:
        with self._file:
            self._stream.close()


class _WriterAside(Writer):
    """A writer at work in a thread of its own, a few blocks behind; its errors come up at the next call."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer.path)
        self._writer = writer
        self._thread = ThreadPoolExecutor(1, "writer")
        self._waiting: deque[Future[None]] = deque()

    def write(self, samples: Samples | Pcm) -> None:
        self._waiting.append(self._thread.submit(self._writer.write, samples))
        while len(self._waiting) > BLOCKS_AHEAD:
            self._waiting.popleft().result()

    def close(self) -> None:
        try:
            while self._waiting:
                self._waiting.popleft().result()
        finally:
            self._thread.shutdown(cancel_futures=True)
            self._writer.close()


@contextmanager
def writers(paths: Sequence[Path], rate: int, *, title: str = "") -> Iterator[Callable[[Samples], None]]:
    """Write the same samples to several files at once, each in a thread of its own; suffixes name the formats.

    A block that ends in an error leaves none of them.
    """
    with ExitStack() as stack:
        opened = [stack.enter_context(_WriterAside(_open(path, rate, title))) for path in paths]

        def write(samples: Samples) -> None:
            pcm = pcm16(samples)
            for one in opened:
                one.write(pcm)

        yield write


def _open(path: Path, rate: int, title: str) -> Writer:
    return open_writer(path, path.suffix.lower().removeprefix("."), rate, title=title)


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


def pcm16(samples: Samples | Pcm) -> Pcm:
    """16-bit samples, as libsndfile would make them."""
    if samples.dtype == np.int16:
        return samples.astype(np.int16, copy=False)
    scaled: Samples = np.clip(np.rint(samples * np.float32(FULL_SCALE)), -FULL_SCALE, FULL_SCALE - 1)
    return scaled.astype(np.int16)


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
