"""The one seam to files: put a stream, read a range, sign a URL, borrow a local path, delete.

Nothing else touches storage or paths. A put goes to a private temporary file first (checksum, size, fsync),
then to its key; the caller commits its row after that, so that a row never names bytes that are not there.
"""

import contextlib
import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from lib.headers import content_disposition
from lib.refusals import Refusal

BLOCK_BYTES: Final = 1 << 20
ROOM_BYTES: Final = 256 << 20  # a long recording decoded, with its child's copy
KEY: Final = re.compile(r"[a-z0-9][a-z0-9/_.-]{0,190}")


class StorageFailed(Exception):
    """The store is full or away. Nothing half-written is left; the work can be tried again."""


@dataclass(frozen=True)
class Stored:
    """Bytes that are safely in storage."""

    key: str
    size_bytes: int


@dataclass(frozen=True)
class Spooled:
    """Bytes in a private temporary file, not yet in storage."""

    path: Path
    sha256: str
    size_bytes: int


def _store() -> Storage:
    return storages["default"]


def scratch_dir() -> Path:
    """Where temporary files live: on the same disk as local storage, so that a put ends in a rename."""
    path = Path(settings.SCRATCH_DIR)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


@contextmanager
def spool(stream: IO[bytes], *, limit_bytes: int | None = None) -> Iterator[Spooled]:
    """Copy ``stream`` to a temporary file, with checksum. Raises Refusal ``file_too_large`` past the limit."""
    handle, name = tempfile.mkstemp(dir=scratch_dir())
    path = Path(name)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as out:
            while block := stream.read(BLOCK_BYTES):
                size += len(block)
                if limit_bytes is not None and size > limit_bytes:
                    raise Refusal("file_too_large", 413, limit_mb=limit_bytes // (1 << 20))
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        yield Spooled(path, digest.hexdigest(), size)
    except OSError as error:
        raise StorageFailed(str(error.errno)) from error
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def scratch(suffix: str = "") -> Iterator[Path]:
    """A private temporary file path for one piece of work; removed afterwards."""
    folder = Path(tempfile.mkdtemp(dir=scratch_dir()))
    try:
        yield folder / f"work{suffix}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_file(path: Path, key: str) -> Stored:
    """Put the file at ``path`` under ``key``. The same key again with the same size is left as it is."""
    _check_key(key)
    size = path.stat().st_size
    try:
        _put(path, key, size)
    except Exception as error:
        raise StorageFailed(type(error).__name__) from error
    return Stored(key, size)


def checksum(path: Path) -> str:
    """SHA-256 of a local file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _put(path: Path, key: str, size: int) -> None:
    store = _store()
    if store.exists(key):
        if store.size(key) == size:
            return
        store.delete(key)
    if isinstance(store, FileSystemStorage):
        _put_local(path, Path(store.path(key)))
        return
    with path.open("rb") as stream:
        store.save(key, File(stream))


def _put_local(path: Path, target: Path) -> None:
    """Copy beside the target, flush, rename: a reader sees the whole file or none."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with path.open("rb") as source, partial.open("wb") as out:
            shutil.copyfileobj(source, out, BLOCK_BYTES)
            out.flush()
            os.fsync(out.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _check_key(key: str) -> None:
    if not KEY.fullmatch(key) or ".." in key:
        raise ValueError("storage keys are made by us, of [a-z0-9/_.-]")


def open_stream(key: str) -> IO[bytes]:
    """The bytes of ``key`` from the start. Raises ``StorageFailed`` when they are not there."""
    _check_key(key)
    try:
        return _store().open(key, "rb")
    except Exception as error:  # a disk raises OSError, S3's client kinds of its own
        raise StorageFailed(type(error).__name__) from error


def read_range(key: str, start: int, end: int) -> Iterator[bytes]:
    """The bytes ``start`` to ``end`` (inclusive) of ``key``, in blocks."""
    left = end - start + 1
    with open_stream(key) as stream:
        stream.seek(start)
        while left > 0:
            block = stream.read(min(BLOCK_BYTES, left))
            if not block:
                return
            left -= len(block)
            yield block


@contextmanager
def local_path(key: str) -> Iterator[Path]:
    """A local path with the bytes of ``key``, for decoders that need a file. Never write to it."""
    store = _store()
    if isinstance(store, FileSystemStorage):
        _check_key(key)
        path = Path(store.path(key))
        if not path.is_file():
            raise StorageFailed("missing")
        yield path
        return
    with open_stream(key) as stream, spool(stream) as spooled:
        yield spooled.path


def signed_url(key: str, *, filename: str, mime_type: str, inline: bool) -> str | None:
    """A short-lived URL of the store itself, or None where we serve the bytes ourselves (local disk)."""
    store = _store()
    if isinstance(store, FileSystemStorage):
        return None
    disposition = content_disposition(filename, inline=inline)
    parameters = {"ResponseContentType": mime_type, "ResponseContentDisposition": disposition}
    url: str = store.url(key, parameters=parameters, expire=300)  # type: ignore[call-arg]  # S3Storage's own
    return url


def delete(key: str) -> None:
    """Remove the bytes; absent is fine."""
    _check_key(key)
    try:
        _store().delete(key)
    except Exception as error:  # a disk raises OSError, S3's client kinds of its own
        raise StorageFailed(type(error).__name__) from error


def stored_before(prefix: str, before: datetime) -> Iterator[str]:
    """The keys below ``prefix`` whose bytes were written before ``before``, half-written ones among them."""
    store = _store()
    if isinstance(store, FileSystemStorage):
        yield from _files_before(Path(store.location), prefix, before.timestamp())
        return
    for item in store.bucket.objects.filter(Prefix=f"{prefix}/"):  # type: ignore[attr-defined]  # S3's
        if item.last_modified < before:
            yield item.key


def _files_before(root: Path, prefix: str, before: float) -> Iterator[str]:
    for folder, _, names in os.walk(root / prefix):
        for name in names:
            path = Path(folder, name)
            with contextlib.suppress(FileNotFoundError):  # somebody removed it meanwhile
                if path.stat().st_mtime < before:
                    yield path.relative_to(root).as_posix()


def has_room() -> bool:
    """Whether there is disk for temporary files. A full disk shows as an error of whichever library writes first."""
    places = {scratch_dir(), Path(tempfile.gettempdir())}
    return all(shutil.disk_usage(place).free >= ROOM_BYTES for place in places)


def is_full(error: BaseException) -> bool:
    """Whether ``error`` says that a disk is full: temporary files of an upload are written before we see it."""
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}


def clear_scratch(*, older_than: timedelta) -> None:
    """Remove temporary files that a killed process left behind."""
    limit = time.time() - older_than.total_seconds()
    for path in scratch_dir().iterdir():
        if path.stat().st_mtime > limit:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def is_healthy() -> bool:
    """Whether a small file can be written, read and removed."""
    key = f"health/{uuid.uuid4().hex}"
    try:
        with scratch() as path:
            path.write_bytes(b"ok")
            put_file(path, key)
        with open_stream(key) as stream:
            good = stream.read() == b"ok"
        delete(key)
    except StorageFailed:
        return False
    return good
