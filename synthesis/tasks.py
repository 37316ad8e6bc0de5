"""A hint came: claim the next row, call its stage. And what Beat asks for."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings

from lib.drain import drain
from lib.slots import take_slot
from synthesis.models import BeatSlot
from synthesis.stages import assembling, encoding, following, keeping, listening, planning, rendering
from synthesis.stages.voicing import forget_prints

WORKS = (assembling.WORK, encoding.WORK, planning.WORK, rendering.WORK, listening.WORK)


def _run_one() -> bool:
    """What is nearest to an ear first."""
    return any(work.run_one() for work in WORKS)


@shared_task(name="generate_speech")
def generate_speech() -> None:
    try:
        drain(_run_one, again="generate_speech")
    finally:
        forget_prints()


@shared_task(name="follow_events")
def follow_events() -> None:
    following.follow_all()


@shared_task(name="sweep")
def sweep() -> None:
    """The net under all work, first; then events, of which a bad one must not tear the net."""
    if not take_slot(BeatSlot, "sweep", timedelta(seconds=settings.SWEEP_SECONDS)):
        return
    keeping.hint_waiting_rows()
    following.follow_all()


@shared_task(name="expire_audio")
def expire_audio() -> None:
    if not take_slot(BeatSlot, "expire_audio", timedelta(hours=1)):
        return
    keeping.expire_old_audio()
