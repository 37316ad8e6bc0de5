"""Choices for places of a section, and doubts about places of it, after its text was changed."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db.models import F

from documents.editing.anchors import Region, Span, moved, nearest
from documents.editing.rows import update_rows
from documents.models import SectionChoice

AWAY: Final = 1_000_000_000
"""Where choices wait while they change places, so that no two are ever at one: no text is that long."""


def choices_of(sections: Iterable[int]) -> dict[int, list[SectionChoice]]:
    """The choices of the sections with these keys, by section, in the order of their places."""
    found: dict[int, list[SectionChoice]] = defaultdict(list)
    for choice in SectionChoice.objects.filter(section__in=list(sections)).order_by("section", "start"):
        found[choice.section_id].append(choice)
    return found


def reanchor(
    choices: Iterable[SectionChoice], text: str, regions: Sequence[Region]
) -> tuple[list[SectionChoice], list[SectionChoice]]:
    """Those of one section's ``choices`` that have a place in its new ``text``, put there, and those that have none.
    Nothing is saved."""
    fitting: list[SectionChoice] = []
    left: list[SectionChoice] = []
    taken: list[Span] = []  # by their starts, apart from each other
    for choice in choices:
        place = _place(choice, text, regions)
        if place is None or not _take(taken, place):
            left.append(choice)
        else:
            choice.start, choice.end = place
            fitting.append(choice)
    return fitting, left


def _take(taken: list[Span], place: Span) -> bool:
    """Put ``place`` among those that are taken, if it touches none."""
    at = bisect(taken, place)
    touches = (at > 0 and taken[at - 1][1] > place[0]) or (at < len(taken) and taken[at][0] < place[1])
    if not touches:
        taken.insert(at, place)
    return not touches


def _place(choice: SectionChoice, text: str, regions: Sequence[Region]) -> Span | None:
    place = moved((choice.start, choice.end), regions)
    if place is not None and text[slice(*place)] == choice.written:
        return place
    start = nearest(text, choice.written, choice.start)
    return None if start is None else (start, start + len(choice.written))


def save(fitting: Sequence[SectionChoice], others: Iterable[int] = ()) -> None:
    """Save ``fitting`` at their new places, of whatever section; ``others`` are the keys of those that go."""
    SectionChoice.objects.filter(pk__in=list(others)).delete()
    rows = SectionChoice.objects.filter(pk__in=[choice.pk for choice in fitting])
    rows.update(start=F("start") + AWAY, end=F("end") + AWAY)
    update_rows(fitting, ["section", "start", "end"])


def doubts_after(doubts: list[list[Any]], regions: Sequence[Region]) -> list[list[Any]]:
    """Doubts about places that were not touched: what somebody wrote over is settled."""
    places = ((moved((start, end), regions), confidence) for start, end, confidence in doubts)
    return [[*place, confidence] for place, confidence in places if place is not None]
