"""How long a file says it is, where its container says so reliably: what shows that a file was cut off."""

import math
import struct
from pathlib import Path
from typing import Final

from speech.containers import first_mpeg_frame, id3_bytes

XING_SEARCH_BYTES: Final = 200
OGG_PAGE_MAX_BYTES: Final = 65307
OGG_PAGE_HEADER_BYTES: Final = 27
UNKNOWN_SIZES: Final = (0, 0xFFFFFFFF)
"""What recorders that stream write as the size of the data chunk."""


def claimed_seconds(path: Path, container: str, probed_seconds: float | None) -> float | None:
    """Seconds the file claims to hold; None when it does not say. ``inf``: it lacks its end.

    ``probed_seconds`` is the decoder's reading of the headers. It is not believed for WAV and OGG, where it
    comes from the bytes that are there, nor for MP3 without a Xing header, where it is a guess.
    """
    if container == "wav":
        return None if _wav_is_whole(path) else math.inf
    if container == "ogg":
        return None if _ogg_is_whole(path) else math.inf
    if container == "mp3" and not _has_xing(path):
        return None
    return probed_seconds


def _wav_is_whole(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(12)
        while len(header := file.read(8)) == 8:
            name, length = struct.unpack("<4sI", header)
            if name == b"data":
                return length in UNKNOWN_SIZES or file.tell() + length <= size
            file.seek(length + length % 2, 1)
    return True


def _ogg_is_whole(path: Path) -> bool:
    """Whether the last page (RFC 3533, 6) is all there.

    A missing end-of-stream flag alone says nothing: some recorders never set it.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2 * OGG_PAGE_MAX_BYTES))
        tail = file.read()
    at = tail.rfind(b"OggS")
    if at < 0 or len(tail) < at + OGG_PAGE_HEADER_BYTES:
        return False
    body = at + OGG_PAGE_HEADER_BYTES + tail[at + 26]
    return body + sum(tail[at + OGG_PAGE_HEADER_BYTES : body]) <= len(tail)


def _has_xing(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(id3_bytes(file.read(10)))
        head = file.read(1 << 16)
    at = first_mpeg_frame(head)
    frame = head[at : at + XING_SEARCH_BYTES] if at is not None else b""
    return b"Xing" in frame or b"Info" in frame
