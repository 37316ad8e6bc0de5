"""The work on one sample of a voice: it is checked and cleaned, nothing is learned from it."""

from functools import partial
from typing import Any

from django.db.models import F

from lib.claims import Lost, guarded
from lib.push import ring_on_commit
from lib.states import WorkState
from lib.work import Work
from speech.errors import NotReady, users_fault
from voices import samples, transitions
from voices.models import SampleCheck


def check(row: SampleCheck) -> None:
    """What was heard in the sample, onto the sample; then READY."""
    heard = samples.listen(row.sample, told=partial(_tell, row))
    try:
        with guarded(row):
            samples.write(row.sample, heard)
            transitions.finish_check(row, WorkState.READY, progress_percent=100)
    except Lost:  # withdrawn, or asked for anew with other words
        samples.let_go(heard)
        raise


def _tell(row: SampleCheck, done: int, total: int) -> None:
    SampleCheck.objects.filter(pk=row.pk, owner=row.owner).update(
        progress_percent=100 * done // (total + 1), version=F("version") + 1
    )
    ring_on_commit(row.sample.voice.created_by.public_id, kind="voice", subject=row.public_id)


def _reject(row: SampleCheck, code: str, params: dict[str, Any]) -> None:
    # A full storage is not the recording's fault: there can be room for another try.
    to = WorkState.FAILED if code == "storage_full" else WorkState.REJECTED
    transitions.finish_check(row, to, error_code=code, error_params=params)


def _fail(row: SampleCheck, code: str) -> None:
    transitions.finish_check(row, WorkState.FAILED, error_code=code)


WORK = Work(transitions.claim_check, check, _reject, _fail, users_fault, away=(NotReady,))
