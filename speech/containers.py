"""Which container an audio file is, by its first bytes; names are never looked at."""

from pathlib import Path
from typing import Final

HEAD_BYTES: Final = 64 << 10
FORMATS: Final = "MP3, WAV, M4A, OGG, FLAC, WEBM"
"""The containers that ``sniff`` knows, for the sentence of a refusal."""

OGG_CODECS: Final = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")
MPEG_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
MPEG1_KBPS: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
MPEG2_KBPS: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def sniff(path: Path) -> str | None:
    """``mp3``, ``wav``, ``m4a``, ``ogg``, ``flac`` or ``webm``; None for anything else."""
    with path.open("rb") as file:
        start = id3_bytes(file.read(10))
        file.seek(start)
        head = file.read(HEAD_BYTES)
    return _by_magic(head) or ("mp3" if first_mpeg_frame(head) is not None else None)


def id3_bytes(head: bytes) -> int:
    """The length in bytes of the ID3v2 tag that starts with ``head`` (10 bytes), 0 without one."""
    if len(head) < 10 or head[:3] != b"ID3":
        return 0
    size = 0
    for byte in head[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _by_magic(head: bytes) -> str | None:
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "ogg" if any(codec in head[:128] for codec in OGG_CODECS) else None
    if head[4:8] == b"ftyp":
        return "m4a"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "webm" if b"webm" in head[:64] else None
    return None


def first_mpeg_frame(head: bytes) -> int | None:
    """Offset of the first layer III frame in ``head`` that another one follows at once, or None.

    One sync word happens by chance in any binary file; two at the right distance do not.
    """
    at = head.find(b"\xff")
    while at >= 0:
        length = _mpeg_frame_bytes(head[at : at + 4])
        if length and _mpeg_frame_bytes(head[at + length : at + length + 4]):
            return at
        at = head.find(b"\xff", at + 1)
    return None


def _mpeg_frame_bytes(header: bytes) -> int:
    """Bytes of the MPEG audio layer III frame with this header (ISO 11172-3, 2.4.2.3), 0 if it is none."""
    if len(header) < 4:
        return 0
    word = int.from_bytes(header, "big")
    version, layer = word >> 19 & 3, word >> 17 & 3
    rate_index, kbps_index, padding = word >> 10 & 3, word >> 12 & 15, word >> 9 & 1
    if word >> 21 != 0x7FF or layer != 1 or version == 1 or rate_index == 3 or kbps_index in (0, 15):
        return 0
    mpeg1 = version == 3
    kbps = (MPEG1_KBPS if mpeg1 else MPEG2_KBPS)[kbps_index]
    return (144000 if mpeg1 else 72000) * kbps // MPEG_RATES[version][rate_index] + padding
