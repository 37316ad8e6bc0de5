"""Zip containers opened with a budget: bombs are refused before and while they unpack (ASVS 5.0, 5.2.3)."""

import re
import zipfile
import zlib
from pathlib import Path
from typing import Final

from speech.errors import SpeechError

MOST_BYTES: Final = 200_000_000
MOST_MEMBERS: Final = 2000
MOST_RATIO: Final = 100
RATIO_FREE_BYTES: Final = 1_000_000
"""Small members may be all blanks: a ratio says nothing below this."""
READ_BYTES: Final = 1 << 18
ENCRYPTED: Final = 0x1
METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What office programs write. The others ask for as much memory as the file likes."""
_OUTSIDE: Final = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|$)", re.DOTALL)


def open_zip(path: Path) -> zipfile.ZipFile:
    """The archive, checked by what it declares; nothing is ever unpacked to a path of its own choice.

    Raises ``unreadable_document``, ``unpacks_too_large``, ``password_required``.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise SpeechError("unreadable_document") from None
    try:
        _check(archive.infolist(), path.stat().st_size)
    except SpeechError:
        archive.close()
        raise
    return archive


def _check(members: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    declared = sum(member.file_size for member in members)
    if declared > MOST_BYTES or len(members) > MOST_MEMBERS or _is_bomb(declared, declared / max(1, packed_bytes)):
        raise too_large()
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise SpeechError("password_required")
    names = {member.filename for member in members}
    odd = any(_OUTSIDE.match(name) for name in names) or any(one.compress_type not in METHODS for one in members)
    if odd or len(names) < len(members):  # two of a name: each reader would see another document
        raise SpeechError("unreadable_document")


def read_member(archive: zipfile.ZipFile, name: str, most_bytes: int = MOST_BYTES) -> bytes:
    """The bytes of member ``name``, counted while they unpack: what a zip declares may be a lie.

    Raises ``unpacks_too_large``; ``unreadable_document`` when it is missing or damaged.
    """
    data = bytearray()
    try:
        with archive.open(name) as member:
            while block := member.read(READ_BYTES):
                data += block
                if len(data) > most_bytes:
                    raise too_large()
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        raise SpeechError("unreadable_document") from None
    packed = archive.getinfo(name).compress_size
    if _is_bomb(len(data), len(data) / max(1, packed)):
        raise too_large()
    return bytes(data)


def too_large() -> SpeechError:
    """The refusal of a file that unpacks to more than we open."""
    return SpeechError("unpacks_too_large", limit_mb=MOST_BYTES // 1_000_000)


def _is_bomb(size: int, ratio: float) -> bool:
    return size > RATIO_FREE_BYTES and ratio > MOST_RATIO
