"""A hint came: claim the next row, call its stage."""

from celery import shared_task

from lib.drain import drain
from voices.stages import WORK


@shared_task(name="process_voice_profile")
def process_voice_profile() -> None:
    drain(WORK.run_one, again="process_voice_profile")
