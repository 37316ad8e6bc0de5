"""The password of a document on its way from who types it to the worker that reads: sealed, for minutes, taken once.

It lies in the cache, which all processes share, under the extraction that waits for it. It is never in a row, in a
message to a worker, in a log or in an error; what loses it (a cache that was emptied, a worker that died) costs the
user another asking.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.core.cache import cache
from redis import RedisError

from lib.refusals import Refusal
from lib.sealing import box
from speech.extract.ocr.part import Unfinished

SECONDS: Final = 600
LONGEST: Final = 255  # of characters, as the longest that any of the formats knows

log = logging.getLogger(__name__)


def keep(extraction: UUID, password: str) -> None:
    """Seal ``password`` for the worker that takes up ``extraction``. Raises ``try_later`` (503) while there is no
    cache."""
    sealed = box(_name(extraction)).encrypt(password.encode()).decode()
    try:
        cache.set(_name(extraction), sealed, SECONDS)
    except RedisError:
        raise Refusal("try_later", 503, seconds=10) from None


def take(extraction: UUID) -> str:
    """The password for ``extraction``, for the one who asks first; "" when there is none, or no more."""
    try:
        sealed = cache.get(_name(extraction))
        is_ours = sealed is not None and cache.delete(_name(extraction))  # of two who found it one deletes it
    except RedisError:
        log.warning("no cache: the password will be asked for again")
        return ""
    return _opened(sealed, extraction) if is_ours else ""


@contextmanager
def taken(extraction: UUID) -> Iterator[str]:
    """``take``; where the work goes on in another part, sealed again for that."""
    password = take(extraction)
    try:
        yield password
    except Unfinished:
        if password:
            with suppress(Refusal):  # no cache: the next part asks for it
                keep(extraction, password)
        raise


def _opened(sealed: str, extraction: UUID) -> str:
    try:
        return box(_name(extraction)).decrypt(sealed, ttl=SECONDS).decode()
    except InvalidToken:  # the site's key has changed meanwhile
        return ""


def drop(extraction: UUID) -> None:
    """Nobody will ask for it."""
    try:
        cache.delete(_name(extraction))
    except RedisError:
        log.warning("no cache: a sealed password stays for its minutes")


def _name(extraction: UUID) -> str:
    return f"document-password:{extraction.hex}"
