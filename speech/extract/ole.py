"""What is in a compound file (OLE, [MS-CFB]), the box of Word, PowerPoint and Excel before 2007."""

import struct
from pathlib import Path
from typing import Final

import olefile

from speech.errors import SpeechError

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PACKAGE, WORD, POWERPOINT = "encryptedpackage", "worddocument", "powerpoint document"
"""The streams that hold a locked DOCX or PPTX, a DOC and a PPT; their names have no case."""

BROKEN: Final = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    struct.error,
)
"""What readers of compound files raise when one is not as it should be."""


def streams(path: Path) -> frozenset[str]:
    """The names of the streams at the top, in lower case; those of embedded documents lie deeper.

    Raises ``unreadable_document``.
    """
    try:
        with olefile.OleFileIO(path) as box:
            entries = box.listdir(streams=True, storages=False)
    except BROKEN:
        raise SpeechError("unreadable_document") from None
    if not entries:  # cut off before the list of what is in it
        raise SpeechError("unreadable_document")
    return frozenset(entry[0].lower() for entry in entries if len(entry) == 1)


def head_of(path: Path, stream: str, count: int) -> bytes:
    """The first bytes of a stream. Raises ``unreadable_document``."""
    try:
        with olefile.OleFileIO(path) as box, box.openstream(stream) as opened:
            data: bytes = opened.read(count)
            return data
    except BROKEN:
        raise SpeechError("unreadable_document") from None
