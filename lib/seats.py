"""Seats: how many of something may run at once, over all processes of the site.

A seat is a key that only one caller can write; one whose process was killed is free again when its time is over.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from redis import RedisError

from lib.refusals import Refusal


@contextmanager
def seat(group: str, *, seats: int, seconds: int) -> Iterator[bool]:
    """Whether one of the ``seats`` of ``group`` is the caller's until the block ends, which must be within ``seconds``.

    Raises ``try_later`` (503) while nobody can count.
    """
    owner = uuid.uuid4().hex
    try:
        taken = next((key for key in _keys(group, seats) if cache.add(key, owner, seconds)), None)
    except RedisError as error:  # doors stay shut while nobody counts
        raise Refusal("try_later", 503, seconds=10) from error
    try:
        yield taken is not None
    finally:
        if taken is not None:
            _leave(taken, owner)


def _keys(group: str, seats: int) -> Iterator[str]:
    return (f"seat:{group}:{number}" for number in range(seats))


def _leave(key: str, owner: str) -> None:
    """Ours only: one who came too late must not take the seat from the next."""
    try:
        if cache.get(key) == owner:
            cache.delete(key)
    except RedisError:  # its time will be over by itself
        return
