"""Hints to workers. A hint says only that there may be work; it may be lost: the sweep finds the row."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

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
    """Wake a worker now. A broker that is away costs a second and is logged; the row waits for the sweep."""
    try:
        current_app.send_task(task, queue=QUEUES[task], retry=False, ignore_result=True, expires=EXPIRES_SECONDS)
    except Exception as error:  # noqa: BLE001 - kombu raises many kinds; the row is safe whatever happens
        log.warning("hint %s not sent: %s", task, type(error).__name__)
