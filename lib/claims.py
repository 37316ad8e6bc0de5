"""Claims: the message is a hint, the row decides.

Work is claimed by one conditional UPDATE on the next row by lane, fairness among organisations (``lib.turns``) and
priority.
A row is claimable when it waits (nobody has it) or when its lease ran out. ``owner`` empty with a lease in the
future means: an attempt ended in error and the row rests until then. Whoever finishes must still own the row.
"""

import logging
import random
import threading
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from lib.turns import turns

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=settings.LEASE_SECONDS)
HEARTBEAT_SECONDS = settings.LEASE_SECONDS / 4
MAX_ERRORS = 3
MAX_LOST_LEASES = 10
RETRY_SECONDS = 60.0
CLAIM_TRIES = 8
ORDER = ("-priority", "pk")


class Lost(Exception):
    """The row is no longer ours: its lease ran out and somebody else has it, or it was cancelled."""


class Lane(models.IntegerChoices):
    """Which queue of the road: somebody is waiting at the page, ordinary work, bulk work."""

    INTERACTIVE = 0, "Tương tác"
    NORMAL = 1, "Thường"
    BULK = 2, "Hàng loạt"


class Claimable(models.Model):
    """What a row needs so that workers can claim it. The subclass brings ``status`` and ``organisation``."""

    status: models.CharField[str, str]
    lane = models.SmallIntegerField(choices=Lane.choices, default=Lane.NORMAL)
    priority = models.SmallIntegerField(default=0, help_text="Higher goes first within one organisation.")
    owner = models.CharField(max_length=64, blank=True, default="", editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, editable=False)
    errors = models.PositiveSmallIntegerField(default=0, editable=False)
    lost_leases = models.PositiveSmallIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False, help_text="Grows with every change.")

    organisation_id: int
    claimed_from = ""  # the state before a claim, for the event that the claim leaves

    class Meta:
        abstract = True

    @property
    def log_id(self) -> str:
        """The public identifier by which logs name this work."""
        return str(getattr(self, "public_id", ""))

    @property
    def is_resting(self) -> bool:
        """An attempt ended in error; the next one comes when the lease ends."""
        return not self.owner and self.lease_until is not None and self.lease_until > timezone.now()


@dataclass(frozen=True)
class Step:
    """One kind of work on a row: where it waits and where it is while somebody works on it."""

    waiting: str
    running: str

    def free(self, now: datetime) -> Q:
        """In work, but nobody's: its lease ran out, its rest is over, or it came here by itself."""
        return Q(status=self.running) & (Q(lease_until__isnull=True) | Q(lease_until__lt=now))

    def looks(self) -> list[Q]:
        """Where to look for work, one after the other, so that each is a walk along an index: what somebody lost,
        then what waits."""
        free = self.free(timezone.now())
        return [free] if self.waiting == self.running else [free, Q(status=self.waiting)]

    def claimable(self, now: datetime) -> Q:
        return self.free(now) if self.waiting == self.running else self.free(now) | Q(status=self.waiting)


Row = TypeVar("Row", bound=Claimable)
Full = Callable[[int], Collection[int]]


def nobody(lane: int) -> Collection[int]:
    return ()


def claim_next(rows: models.QuerySet[Row], step: Step, full: Full = nobody) -> Row | None:
    """The next row of ``rows`` for ``step``, now ours with a fresh lease; None when there is nothing.

    Lane after lane, in each the organisation whose turn it is; ``full`` names those of a lane that have to wait.
    Call it in a transaction: the candidate is locked in it (skipping locked ones) where the database can.
    """
    above = -1
    while (lane := _next_lane(rows, step, above)) is not None:
        row = _claim_in_lane(rows.filter(lane=lane), step, full(lane))
        if row is not None:
            return row
        above = lane
    return None


def _next_lane(rows: models.QuerySet[Row], step: Step, above: int) -> int | None:
    """The first lane behind ``above`` in which something is claimable."""
    found = [
        rows.filter(look, lane__gt=above).order_by("lane").values_list("lane", flat=True).first()
        for look in step.looks()
    ]
    return min((lane for lane in found if lane is not None), default=None)


def _claim_in_lane(rows: models.QuerySet[Row], step: Step, full: Collection[int]) -> Row | None:
    """What somebody lost goes first: its organisation has had its turn for it."""
    *lost, look = step.looks()
    for one in lost:
        row = _claim_look(rows, step, one, ORDER)
        if row is not None:
            return row
    ring = f"{rows.model._meta.label} {step.running}"
    waiting = turns(rows.filter(look), ring=ring, busy=busy_organisations(rows, step), full=full)
    for organisation in islice(waiting, CLAIM_TRIES):
        row = _claim_look(rows.filter(organisation=organisation), step, look, ORDER)
        if row is not None:
            return row
    return None  # the others were quicker every time; the next hint or sweep looks again


def claim_first(rows: models.QuerySet[Row], step: Step, *order: str) -> Row | None:
    """The first claimable row of ``rows`` in ``order``: what somebody lost first, then what waits."""
    for look in step.looks():
        row = _claim_look(rows, step, look, order)
        if row is not None:
            return row
    return None


def _claim_look(rows: models.QuerySet[Row], step: Step, look: Q, order: Sequence[str]) -> Row | None:
    """One walk along an index, however many rows wait."""
    found = rows.filter(look).order_by(*order)
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True, of=("self",))
    candidate = found.values_list("pk", "status").first()
    return _take(rows, step, *candidate) if candidate else None


def claim_along(
    rows: models.QuerySet[Row], step: Step, owner: str, count: int, *, order: str, distinct: str
) -> list[Row]:
    """Up to ``count`` waiting rows of ``rows``, in ``order``, for an ``owner`` who has one already; of rows that are
    equal in ``distinct`` only the first. Call it in a transaction. The claim lasts one lease: no heartbeat.

    What somebody lost is not taken along: it may be what broke them.
    """
    found = rows.filter(status=step.waiting).order_by(order)
    if connection.features.has_select_for_update_skip_locked:
        found = found.select_for_update(skip_locked=True, of=("self",))
    chosen: dict[str, int] = {}
    for key, value in found.values_list("pk", distinct)[:count]:
        chosen.setdefault(value, key)
    mine = rows.model._default_manager.filter(pk__in=chosen.values())
    mine.filter(status=step.waiting).update(
        status=step.running,
        owner=owner,
        lease_until=timezone.now() + LEASE,
        attempts=F("attempts") + 1,
        version=F("version") + 1,
    )
    return list(mine.filter(owner=owner).order_by(order))


def busy_organisations(rows: models.QuerySet[Row], step: Step) -> dict[int, int]:
    """How many rows of each organisation somebody works on right now."""
    running = rows.model._default_manager.filter(Q(status=step.running), ~Q(owner=""), lease_until__gte=timezone.now())
    return dict(running.order_by().values_list("organisation").annotate(n=Count("pk")))


def _take(rows: models.QuerySet[Row], step: Step, key: int, state: str) -> Row | None:
    now = timezone.now()
    owner = uuid.uuid4().hex
    lost = models.Case(
        models.When(Q(status=step.running) & ~Q(owner=""), then=F("lost_leases") + 1),
        default=F("lost_leases"),
        output_field=models.PositiveSmallIntegerField(),
    )
    changed = (
        rows.model._default_manager.filter(pk=key)
        .filter(step.claimable(now))
        .update(
            status=step.running,
            owner=owner,
            lease_until=now + LEASE,
            attempts=F("attempts") + 1,
            lost_leases=lost,
            version=F("version") + 1,
        )
    )
    if not changed:
        return None
    row = rows.model._default_manager.get(pk=key)
    row.claimed_from = state
    return row


def _mine(row: Claimable) -> models.QuerySet[Claimable]:
    return type(row)._default_manager.filter(pk=row.pk, owner=row.owner)


def extend(row: Claimable) -> bool:
    """Push the lease out; False when the row is no longer ours."""
    return bool(_mine(row).update(lease_until=timezone.now() + LEASE))


def step_back(row: Claimable, seconds: float) -> None:
    """Give a claimed row up for a moment; no error is counted."""
    _mine(row).update(owner="", lease_until=timezone.now() + timedelta(seconds=seconds))


def rest(row: Claimable) -> None:
    """An attempt ended in error: count it and leave the row alone for about a minute."""
    wait = RETRY_SECONDS * (1 + random.random() / 4)  # noqa: S311 - jitter
    _mine(row).update(
        owner="",
        lease_until=timezone.now() + timedelta(seconds=wait),
        errors=F("errors") + 1,
        version=F("version") + 1,
    )


def is_spent(row: Claimable) -> bool:
    """Whether the row has had all its tries: three errors, or ten lost leases (a deploy is not its fault)."""
    return row.errors >= MAX_ERRORS or row.lost_leases >= MAX_LOST_LEASES


@contextmanager
def guarded(row: Claimable) -> Iterator[None]:
    """A transaction that commits only if the row is still ours: a late writer is fenced off with ``Lost``."""
    with transaction.atomic():
        if not extend(row):
            raise Lost(f"{type(row).__name__} {row.pk}")
        yield


class _Beating(threading.Thread):
    def __init__(self, row: Claimable) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._row = row
        self._stop_now = threading.Event()

    def run(self) -> None:
        try:
            while not self._stop_now.wait(HEARTBEAT_SECONDS):
                if not self._beat():
                    return
        finally:
            connection.close()

    def _beat(self) -> bool:
        try:
            return extend(self._row)
        except Exception:
            log.warning("heartbeat missed", exc_info=True)
            connection.close()
            return True

    def end(self) -> None:
        self._stop_now.set()
        self.join(timeout=5)


@contextmanager
def heartbeat(row: Claimable) -> Iterator[None]:
    """Keep the lease of ``row`` alive from a thread while the block works."""
    beating = _Beating(row)
    beating.start()
    try:
        yield
    finally:
        beating.end()
