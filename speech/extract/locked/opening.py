"""Documents under a password: opened before anybody asks what they are. PDF is opened by its own reader."""

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.ole import OLE
from speech.extract.registry import ZIP
from speech.extract.zips import open_zip, read_member

OPEN_DOCUMENT: Final = b"opendocument"
MANIFEST: Final = "META-INF/manifest.xml"
LOCK: Final = b"encryption-data"
KIND_BYTES: Final = 1 << 10
MANIFEST_BYTES: Final = 1 << 20

Opener = Callable[[Path, str, Path], Path]


def unlocked(path: Path, password: str, room: Path) -> Path:
    """A document that needs no password: ``path`` itself where it has none, else a copy in ``room``.

    Raises ``password_required``, ``wrong_password``, ``unsupported_lock``, ``unreadable_document``.
    """
    with path.open("rb") as file:
        head = file.read(len(OLE))
    if head == OLE:
        return _opener("speech.extract.locked.office")(path, password, room / "unlocked")
    if head.startswith(ZIP) and _is_locked_odf(path):
        return _opener("speech.extract.locked.odf")(path, password, room / "unlocked")
    return path


def _opener(module: str) -> Opener:
    """Imported on use: ciphers take longer to load than most documents to read."""
    opener: Opener = importlib.import_module(module).unlocked
    return opener


def _is_locked_odf(path: Path) -> bool:
    """Whether this is an OpenDocument with encrypted parts. What is wrong with a zip, its own reader says."""
    try:
        with open_zip(path) as archive:
            if OPEN_DOCUMENT not in read_member(archive, "mimetype", KIND_BYTES):
                return False
            return LOCK in read_member(archive, MANIFEST, MANIFEST_BYTES)
    except SpeechError:
        return False
