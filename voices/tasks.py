"""A hint came: claim the next row, call its stage."""

from celery import shared_task

from lib.drain import drain
from voices.enrolment.stages import WORK as CHECK
from voices.stages import WORK as LEARN
from voices.stages.presets import say_one

WORKS = (CHECK, LEARN)


def _run_one() -> bool:
    """What somebody waits for at a page first."""
    return any(work.run_one() for work in WORKS) or say_one()


@shared_task(name="process_voice_profile")
def process_voice_profile() -> None:
    drain(_run_one, again="process_voice_profile")
