"""Whose turn it is among the organisations whose work waits: round and round, the least busy first.

However many rows wait, finding the next organisations is one walk along an index for each (a loose scan), on an index
that begins with status, lane and organisation.
"""

import random
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from django.db import connection, models
from django.db.models.expressions import RawSQL

WINDOW: Final = 64  # organisations that are compared at a time

# Whom this process served last, by kind of work. Lost with the process, and no harm: a new one begins anywhere.
_served: dict[str, int] = {}


def turns(
    waiting: "models.QuerySet[Any]", *, ring: str, busy: Mapping[int, int], full: Collection[int]
) -> Iterator[int]:
    """The organisations of ``waiting`` in the order of their turns, without those that are ``full``.

    Each stretch of the ring is begun after the one that was served last, so nobody starves; who asks for the next
    one was not served by the last.
    """
    if ring not in _served:
        _served[ring] = _anywhere(waiting)
    organisations = _round(waiting, _served[ring])
    while window := list(islice(organisations, WINDOW)):
        for organisation in sorted(window, key=lambda key: busy.get(key, 0)):
            if organisation not in full:
                _served[ring] = organisation
                yield organisation


def _anywhere(waiting: "models.QuerySet[Any]") -> int:
    last = waiting.order_by("-organisation").values_list("organisation", flat=True).first()
    return random.randint(0, last or 0)  # noqa: S311 - a draw, no secret


def _round(waiting: "models.QuerySet[Any]", start: int) -> Iterator[int]:
    """Every organisation once, from the one after ``start``."""
    for after, end in ((start, None), (0, start)):
        while found := _above(waiting, after):
            for organisation in found:
                if end is not None and organisation > end:
                    return
                yield organisation
            if len(found) < WINDOW:
                break
            after = found[-1]


def _above(waiting: "models.QuerySet[Any]", after: int) -> list[int]:
    """The first ``WINDOW`` organisations above ``after``: each one is looked up from the one before it."""
    first, first_params = _lowest(waiting, after)
    following, params = _lowest(waiting, RawSQL("turn.organisation", ()))
    sql = (
        f"WITH RECURSIVE turn(organisation) AS (SELECT ({first}) UNION ALL "  # noqa: S608 - the ORM wrote both parts
        f"SELECT ({following}) FROM turn WHERE organisation IS NOT NULL) "
        f"SELECT organisation FROM turn WHERE organisation IS NOT NULL LIMIT {WINDOW}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*first_params, *params])
        return [row[0] for row in cursor.fetchall()]


def _lowest(waiting: "models.QuerySet[Any]", above: int | RawSQL) -> tuple[str, tuple[Any, ...]]:
    rows = waiting.filter(organisation__gt=above).order_by("organisation").values("organisation")[:1]
    sql, params = rows.query.sql_with_params()
    return sql, tuple(params)
