"""Hints to workers. A hint says only that there may be work; it may be lost: the sweep finds the row."""

import logging
import time
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)
CONNECT_SECONDS = 1
AWAY_SECONDS = 10.0
_away_until = 0.0

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
    if time.monotonic() < _away_until:
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
        _rest_after(error)


def _rest_after(error: Exception) -> None:
    """Nobody else of this process waits for a broker that was away a moment ago."""
    global _away_until
    _away_until = time.monotonic() + AWAY_SECONDS
    log.warning("hints are off for %.0f s: %s", AWAY_SECONDS, type(error).__name__)
