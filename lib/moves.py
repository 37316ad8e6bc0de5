"""Moves: a conditional UPDATE on the locked row, plus an event row, in one transaction.

Each app's ``transitions.py`` wraps these with its own table and event model; nothing else changes a status.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import F, Q

from lib.claims import Claimable, Full, Step, claim_first, claim_next, nobody
from lib.states import StateTable

Row = TypeVar("Row", bound=Claimable)
Recorder = Callable[..., None]


def move(
    row: Claimable,
    to: str,
    *,
    table: StateTable,
    record: Recorder,
    by: Any = None,
    owned: bool = False,
    only_from: str = "",
    **fields: Any,
) -> bool:
    """Move ``row`` to ``to`` if the state it has now allows it; whether it did. ``fields`` are set with it;
    ``by`` is the person behind it, for the event.

    ``owned``: only while the claim is still ours. ``only_from``: of the states that may become ``to`` this one alone.
    The row's own attributes are refreshed on success.
    """
    rows: models.QuerySet[Any] = type(row)._default_manager.filter(pk=row.pk)
    if owned:
        rows = rows.filter(owner=row.owner)
    with transaction.atomic():
        # What was read earlier may be old: somebody who cancels means the row as it is now.
        was = rows.select_for_update().values_list("status", flat=True).first()
        if was is None or was not in table.sources(to) or (only_from and was != only_from):
            return False
        rows.filter(Q(status=was)).update(status=to, owner="", lease_until=None, version=F("version") + 1, **fields)
        record(row, old=was, new=to, by=by)
    row.refresh_from_db()
    return True


def claim(
    rows: models.QuerySet[Row], step: Step, *, record: Recorder, order: Sequence[str] = (), full: Full = nobody
) -> Row | None:
    """Claim the next row by lane, fairness and priority (with ``order``: simply the first of ``rows``).

    A claim that changes the state leaves an event too.
    """
    with transaction.atomic():
        row = claim_first(rows, step, *order) if order else claim_next(rows, step, full)
        if row is not None and row.claimed_from != row.status:
            record(row, old=row.claimed_from, new=row.status, by=None)
        return row
