"""The only code that changes the state of an erasure."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Erasure
from accounts.states import ERASURE, ErasureState
from lib.claims import Step
from lib.moves import claim, move

ERASE = Step(ErasureState.QUEUED, ErasureState.RUNNING)
NEXT_TRIES = timedelta(hours=1)


def _no_record(row: Erasure, *, old: str, new: str, by: None) -> None:
    """An erasure leaves no event rows: it is its own record."""


def claim_erasure() -> Erasure | None:
    return claim(Erasure.objects.all(), ERASE, record=_no_record, order=["pk"])


def finish(erasure: Erasure, **fields: Any) -> bool:
    """End the work that is ours."""
    return move(
        erasure, ErasureState.DONE, table=ERASURE, record=_no_record, owned=True, finished_at=timezone.now(), **fields
    )


def begin_anew(erasure: Erasure) -> None:
    """All tries failed: leave it alone for an hour, then it has all of them again. Nobody's erasure is given up."""
    mine = Erasure.objects.filter(pk=erasure.pk, owner=erasure.owner, status=ErasureState.RUNNING)
    mine.update(owner="", lease_until=timezone.now() + NEXT_TRIES, errors=0, lost_leases=0)
