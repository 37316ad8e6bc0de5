"""Voice prints as files: npz without pickle, so that reading one runs nothing."""

import json
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
from numpy.typing import NDArray

from speech.errors import SpeechError
from speech.types import VoicePrint

_HEADER: Final = "__print__"
_FORMAT: Final = 1
_MAX_BYTES: Final = 64 << 20


def write_print(target: Path | BinaryIO, voice: VoicePrint) -> None:
    """Write a print to a path (as it is, no suffix added) or a binary stream."""
    header = {
        "format": _FORMAT,
        "engine": voice.engine,
        "fingerprint": voice.fingerprint,
        "language": voice.language,
        "facts": dict(voice.facts),
        "transcript": voice.transcript,
    }
    packed = np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8)
    arrays: dict[str, NDArray[Any]] = {_HEADER: packed, **voice.arrays}
    if isinstance(target, Path):
        with target.open("wb") as stream:
            np.savez_compressed(stream, allow_pickle=False, **arrays)
    else:
        np.savez_compressed(target, allow_pickle=False, **arrays)


def read_print(source: Path | BinaryIO, fingerprint: str | None = None) -> VoicePrint:
    """Read a print. Raises ``voice_print_mismatch`` when it is none of ours, damaged, or, with
    ``fingerprint`` given, made by another version."""
    try:
        voice = _read(source)
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise SpeechError("voice_print_mismatch") from error
    if fingerprint is not None and voice.fingerprint != fingerprint:
        raise SpeechError("voice_print_mismatch")
    return voice


def _read(source: Path | BinaryIO) -> VoicePrint:
    with np.load(source, allow_pickle=False) as stored:
        if sum(info.file_size for info in stored.zip.infolist()) > _MAX_BYTES:
            raise ValueError("unpacks to too much")
        header = json.loads(stored[_HEADER].tobytes())
        arrays = {name: stored[name].astype(np.float32) for name in stored.files if name != _HEADER}
    if header["format"] != _FORMAT or header["language"] not in ("vi", "en"):
        raise ValueError("another format")
    return VoicePrint(
        engine=header["engine"],
        fingerprint=header["fingerprint"],
        language=header["language"],
        arrays=arrays,
        facts=header["facts"],
        transcript=header["transcript"],
    )
