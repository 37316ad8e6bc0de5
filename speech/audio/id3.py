"""The one tag that an MP3 of ours carries: its title (ID3v2.3, frame TIT2)."""

import struct

UTF16: bytes = b"\x01"


def title_tag(title: str) -> bytes:
    """An ID3v2.3 tag with ``title`` in UTF-16, which old players read too; nothing without a title."""
    if not title:
        return b""
    text = UTF16 + title.encode("utf-16")
    frame = b"TIT2" + struct.pack(">IH", len(text), 0) + text
    return b"ID3\x03\x00\x00" + _synchsafe(len(frame)) + frame


def _synchsafe(size: int) -> bytes:
    """Seven bits a byte, so that no size looks like the sync word of a frame."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
