"""A page of sections in the order of reading, from a section on: never by counting, whatever the chapter's length."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from documents.models import Section
from lib.identifiers import uuid_of

SIZE: Final = 100
LEAD: Final = 5
"""Sections that stand before the one that was asked for, so that it is seen where it stands."""


@dataclass(frozen=True)
class Window:
    """Sections, and the names of the first and last of them where there is more before and after."""

    sections: list[Section]
    before: str
    after: str


@dataclass(frozen=True)
class Wanted:
    """From which section on: around ``at``, behind ``cursor``, or up to ``before``; the beginning without any."""

    at: str = ""
    cursor: str = ""
    before: str = ""


def window(rows: "QuerySet[Section]", wanted: Wanted) -> Window:
    """At most ``SIZE`` of ``rows``. A name that is none of them any more means the beginning."""
    start = _start(rows, wanted)
    found = list(rows.filter(rank__gte=start).order_by("rank")[: SIZE + 1])
    shown = found[:SIZE]
    is_first = not start or not rows.filter(rank__lt=start).exists()
    before = "" if is_first or not shown else str(shown[0].public_id)
    return Window(shown, before, str(shown[-1].public_id) if len(found) > SIZE else "")


def _start(rows: "QuerySet[Section]", wanted: Wanted) -> int:
    if wanted.cursor:
        place = place_of(rows, wanted.cursor)
        return 0 if place is None else place + 1
    if wanted.at:
        return _some_before(rows, wanted.at, LEAD)
    return _some_before(rows, wanted.before, SIZE) if wanted.before else 0


def _some_before(rows: "QuerySet[Section]", name: str, count: int) -> int:
    place = place_of(rows, name)
    if place is None:
        return 0
    ranks = rows.filter(rank__lt=place).order_by("-rank").values_list("rank", flat=True)
    return min(ranks[:count], default=place)


def place_of(rows: "QuerySet[Section]", name: str) -> int | None:
    """The rank of the section whose ``public_id`` is ``name``; None where it is none of ``rows``."""
    public_id = uuid_of(name)
    return rows.filter(public_id=public_id).values_list("rank", flat=True).first() if public_id else None
