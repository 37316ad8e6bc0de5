"""Bells to browsers: at most once, never the truth. The page fetches the letter over HTTP."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from lib.breaker import Breaker

SEND_SECONDS = 1.0
breaker = Breaker("bells")


def group_of(user: UUID) -> str:
    """The group that all sockets of one user join."""
    return f"user.{user.hex}"


def ring_on_commit(user: UUID, *, kind: str, subject: UUID) -> None:
    """Ring ``user``'s sockets once the transaction has landed: ``kind`` with ``subject`` changed."""
    transaction.on_commit(partial(_ring, user, {"type": "bell", "kind": kind, "subject": str(subject)}))


def hang_up_on_commit(user: UUID, *, come_again: bool = False) -> None:
    """Close ``user``'s sockets once the transaction has landed: they are signed in no more. With ``come_again`` some
    of them still are: all have to show it anew."""
    transaction.on_commit(partial(_ring, user, {"type": "hang.up", "come_again": come_again}))


async def _send(layer: Any, group: str, message: dict[str, Any]) -> None:
    """At most a second: a bell is not worth waiting for."""
    await asyncio.wait_for(layer.group_send(group, message), SEND_SECONDS)


def _ring(user: UUID, message: dict[str, Any]) -> None:
    layer = get_channel_layer()
    if layer is None or breaker.is_open:
        return
    try:
        async_to_sync(_send)(layer, group_of(user), message)
    except Exception as error:  # noqa: BLE001 - a bell that does not ring must not undo the work
        breaker.trip(error)
