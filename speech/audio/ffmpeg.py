"""The ffmpeg programs, called from inside a limited child: always with the format that was sniffed.

``-f`` and ``-protocol_whitelist file,pipe`` together keep a crafted playlist from making ffmpeg open other
files; the network is gone in the child anyway.
"""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from speech.errors import NotReady, SpeechError

DEMUXERS: Final = {"mp3": "mp3", "wav": "wav", "m4a": "mov", "ogg": "ogg", "flac": "flac", "webm": "matroska"}


@dataclass(frozen=True)
class Stream:
    """What the headers say of the first audio stream; ``seconds`` None when they do not say."""

    rate: int
    channels: int
    seconds: float | None


def probe(path: Path, container: str) -> Stream:
    """The first audio stream of ``path``. Raises ``unreadable_audio`` when there is none."""
    entries = "stream=sample_rate,channels,duration:format=duration"
    wanted = ["-select_streams", "a:0", "-show_entries", entries, "-of", "json"]
    done = _call("ffprobe", ["-v", "error", *_source(path, container), *wanted])
    try:
        found = json.loads(done.stdout)
        stream = found["streams"][0]
        seconds = stream.get("duration") or found.get("format", {}).get("duration")
        return Stream(int(stream["sample_rate"]), int(stream["channels"]), float(seconds) if seconds else None)
    except (ValueError, KeyError, IndexError):
        raise SpeechError("unreadable_audio") from None


def decode_raw(path: Path, container: str, out: Path, *, channels: int, max_seconds: float) -> None:
    """Write at most ``max_seconds`` of the first audio stream to ``out``, interleaved float32 at its rate.

    A file that breaks off leaves what was read before; a file without a single sample leaves nothing.
    """
    wanted = ["-map", "0:a:0", "-t", str(max_seconds), "-ac", str(channels), "-f", "f32le", "-y", str(out)]
    _call("ffmpeg", ["-nostdin", "-v", "error", "-threads", "1", *_source(path, container), *wanted])


def _source(path: Path, container: str) -> list[str]:
    return ["-f", DEMUXERS[container], "-protocol_whitelist", "file,pipe", "-i", f"file:{path}"]


def _call(program: str, arguments: list[str]) -> "subprocess.CompletedProcess[bytes]":
    found = shutil.which(program)
    if found is None:
        raise NotReady("engine_not_ready", engine=program, why="install the package ffmpeg")
    return subprocess.run([found, *arguments], stdin=subprocess.DEVNULL, capture_output=True, check=False)
