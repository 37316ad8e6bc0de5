"""A hint came: claim the next row, call its stage."""

from celery import shared_task

from documents.stages import WORK
from lib.drain import drain


@shared_task(name="process_document")
def process_document() -> None:
    drain(WORK.run_one, again="process_document")
