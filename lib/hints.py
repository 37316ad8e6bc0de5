"""Hints to workers. A hint says only that there may be work; it may be lost: the sweep finds the row."""

from contextlib import suppress
from functools import partial
from typing import Any

from amqp.exceptions import ChannelError
from celery import current_app
from django.db import transaction
from kombu import Connection

from lib.breaker import Breaker
from lib.request_log import current_request_id

CONNECT_SECONDS = 1
CALLER = "giong_request_id"  # a header of the message: for which request a worker is woken
breaker = Breaker("hints")

# A stale hint says nothing: while there is work, new ones come. And a queue of this many wakes every worker there is:
# so a queue of hints stays short whatever happens, also where no worker runs.
EXPIRES_SECONDS = 120
MOST_WAITING = 100
QUEUES = {
    "process_voice_profile": "voice_processing",
    "process_document": "document_processing",
    "generate_speech": "tts_generation",
    "follow_events": "default",
    "erase_accounts": "default",
}


def hint_on_commit(task: str, *, times: int = 1) -> None:
    """Wake ``times`` workers for ``task`` once the transaction has landed."""
    for _ in range(times):
        transaction.on_commit(partial(hint, task))


def hint(task: str) -> None:
    """Wake a worker now. A broker that is away costs about a second, once in a while; the row waits for the sweep."""
    if breaker.is_open:
        return
    try:
        with current_app.connection_for_write(
            connect_timeout=CONNECT_SECONDS, transport_options={"socket_timeout": CONNECT_SECONDS}
        ) as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=CONNECT_SECONDS)
            if _waiting(connection, QUEUES[task]) >= MOST_WAITING:
                return
            current_app.send_task(
                task, queue=QUEUES[task], connection=connection, retry=False, ignore_result=True,
                expires=EXPIRES_SECONDS, headers={CALLER: current_request_id()},
            )  # fmt: skip
    except Exception as error:  # noqa: BLE001 - kombu raises many kinds; the row is safe whatever happens
        breaker.trip(error)


def _waiting(connection: Connection, queue: str) -> int:
    """How many messages lie in ``queue``; an empty one is not there."""
    channel: Any = connection.default_channel  # the stubs know only the half that all brokers share
    with suppress(ChannelError):
        return int(channel.queue_declare(queue, passive=True).message_count)
    return 0
