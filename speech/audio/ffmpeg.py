"""The ffmpeg programs, called from inside a limited child: always with the format that was sniffed.

``-f`` keeps a playlist or a script that is named like a recording from being followed; of protocols only
``file`` is left, and none of these containers opens a second one (MOV's references are off unless asked for).
"""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from speech.errors import NotReady, SpeechError

SAMPLE_BYTES: Final = 4  # float32
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


def decode_raw(path: Path, container: str, out: Path, *, rate: int, channels: int, max_seconds: float) -> None:
    """Write at most ``max_seconds`` of the first audio stream to ``out``, interleaved float32 at its rate.

    A file that breaks off leaves what was read before; a file without a single sample leaves nothing. The limit
    is told in bytes too, because ``-t`` goes by the file's own times, which may run in circles.
    """
    most_bytes = SAMPLE_BYTES * channels * int(max_seconds * rate)
    only = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-t", str(max_seconds), "-fs", str(most_bytes)]
    wanted = ["-ar", str(rate), "-ac", str(channels), "-f", "f32le", "-y", str(out)]
    _call("ffmpeg", ["-nostdin", "-v", "error", "-threads", "1", *_source(path, container), *only, *wanted])


def _source(path: Path, container: str) -> list[str]:
    return ["-f", DEMUXERS[container], "-protocol_whitelist", "file", "-i", f"file:{path}"]


def _call(program: str, arguments: list[str]) -> "subprocess.CompletedProcess[bytes]":
    found = shutil.which(program)
    if found is None:
        raise NotReady("engine_not_ready", engine=program, why="install the package ffmpeg")
    # A damaged file makes megabytes of complaints: they are not kept.
    return subprocess.run(
        [found, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
    )
