"""Hints to workers. A hint says only that there may be work; it may be lost: the sweep finds the row."""

from functools import partial

from celery import current_app
from django.db import transaction

from lib.breaker import Breaker

CONNECT_SECONDS = 1
breaker = Breaker("hints")

# A stale hint says nothing: while there is work, new ones come. So a queue of hints stays short whatever happens.
EXPIRES_SECONDS = 120
QUEUES = {
    "process_voice_profile": "voice_processing",
    "process_document": "document_processing",
    "generate_speech": "tts_generation",
    "follow_events": "default",
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
            current_app.send_task(
                task, queue=QUEUES[task], connection=connection, retry=False, ignore_result=True,
                expires=EXPIRES_SECONDS,
            )  # fmt: skip
    except Exception as error:  # noqa: BLE001 - kombu raises many kinds; the row is safe whatever happens
        breaker.trip(error)
