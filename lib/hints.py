"""Hints to workers. A hint says only that there may be work; it may be lost: the sweep finds the row."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

QUEUES = {
    "process_voice_profile": "voice_processing",
    "process_document": "document_processing",
    "generate_speech": "tts_generation",
    "follow_events": "default",
}


def hint_on_commit(task: str) -> None:
    """Wake a worker for ``task`` once the transaction has landed."""
    transaction.on_commit(partial(hint, task))


def hint(task: str) -> None:
    """Wake a worker now. A broker that is away costs a second and is logged; the row waits for the sweep."""
    try:
        current_app.send_task(task, queue=QUEUES[task], retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - kombu raises many kinds; the row is safe whatever happens
        log.warning("hint %s not sent: %s", task, type(error).__name__)
