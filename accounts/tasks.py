"""A hint came: claim the next row, call its stage."""

from celery import shared_task

from accounts.stages import WORK
from lib.drain import drain


@shared_task(name="erase_accounts")
def erase_accounts() -> None:
    drain(WORK.run_one, again="erase_accounts")
