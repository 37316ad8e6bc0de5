"""What format a document has, by its content; the name only keeps text from passing for what it is not."""

import zipfile
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.ole import OLE, streams
from speech.extract.registry import REGISTRY, ZIP, by_head, suffix_of, unsupported
from speech.extract.zips import open_zip, read_member

HEAD_BYTES: Final = 1024
MARK_BYTES: Final = 1 << 20


def sniff(path: Path, filename: str = "") -> str:
    """The key of the document's format. ``filename`` is what its owner calls it (default: its own name).

    Raises ``empty_file``, ``unsupported_format``, and what ``open_zip`` and ``streams`` raise. Opens zips and compound
    files: call it on strangers' files in the limited child only.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise SpeechError("empty_file")
    suffix = suffix_of(filename or path.name)
    if head.startswith(OLE):
        return _ole_format(path)
    if head.startswith(ZIP):
        return _zip_format(path, suffix)
    entry = by_head(head, suffix)
    if entry is None:
        raise unsupported()
    return entry.key


def _ole_format(path: Path) -> str:
    inside = streams(path)
    found = next((entry for entry in REGISTRY if entry.stream and entry.stream in inside), None)
    if found is None:
        raise unsupported()
    return found.key


def _zip_format(path: Path, suffix: str) -> str:
    try:
        archive = open_zip(path)
    except SpeechError as error:
        # A damaged zip could be anything; only one that calls itself ours is a damaged document.
        if error.code == "unreadable_document" and suffix.lstrip(".") not in _zip_keys():
            raise unsupported() from None
        raise
    with archive:
        for entry in REGISTRY:
            if entry.mark and _has_mark(archive, *entry.mark):
                return entry.key
    raise unsupported()


def _zip_keys() -> set[str]:
    return {entry.key for entry in REGISTRY if entry.mark}


def _has_mark(archive: zipfile.ZipFile, member: str, mark: bytes) -> bool:
    return member in archive.namelist() and mark in read_member(archive, member, MARK_BYTES)
