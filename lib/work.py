"""One piece of claimed work: heartbeat, the three ways it can end, and never an exception past the edge."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from structlog.contextvars import bound_contextvars

from lib.claims import Claimable, Lost, heartbeat, is_spent, rest, step_back
from lib.refusals import Refusal
from lib.storage import StorageFailed, has_room

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Claimable)
Fault = tuple[str, dict[str, Any]]
AWAY_SECONDS = float(settings.LEASE_SECONDS)
MOST_ATTEMPTS = 500

# A store, a database or an engine that is away is nobody's fault: the work waits for it, and no error is counted.
AWAY: tuple[type[Exception], ...] = (StorageFailed, OperationalError, InterfaceError)


@contextmanager
def _told(row: Claimable) -> Iterator[None]:
    """The lines of this work name it, and the last one says how long it took."""
    began = time.perf_counter()
    with bound_contextvars(kind=type(row).__name__.lower(), id=row.log_id):
        yield
        log.info("worked", extra={"ms": round((time.perf_counter() - began) * 1000)})


@dataclass(frozen=True)
class Work(Generic[Row]):
    """``do`` ends the row itself when all is well; ``reject`` is for the user's fault, ``fail`` for ours.

    ``away``: errors that mean that something the work needs is not there for the moment. ``frees_disk``: it goes on
    when the disk is full.
    """

    claim: Callable[[], Row | None]
    do: Callable[[Row], None]
    reject: Callable[[Row, str, dict[str, Any]], None]
    fail: Callable[[Row, str], None]
    users_fault: Callable[[Exception], Fault | None]
    away: tuple[type[Exception], ...] = ()
    frees_disk: bool = False

    def run_one(self) -> bool:
        """Claim and do the next row; False when there is none, or no disk to work on: then the rows wait."""
        if not self.frees_disk and not has_room():
            log.error("the disk is full: work waits")
            return False
        row = self.claim()
        if row is None:
            return False
        if is_spent(row):
            self.fail(row, "worker_lost")
            return True
        with _told(row):
            self._do(row)
        return True

    def _do(self, row: Row) -> None:
        try:
            with heartbeat(row):
                self.do(row)
        except Lost:
            log.info("%s %s was taken over", type(row).__name__, row.pk)
        except Exception as error:  # noqa: BLE001 - a task's edge: the row must end or rest, whatever came
            self._ended_in(row, error)

    def _ended_in(self, row: Row, error: Exception) -> None:
        fault = (error.code, error.params) if isinstance(error, Refusal) else self.users_fault(error)
        if fault:
            self.reject(row, *fault)
            return
        # Libraries tell a full disk in words of their own, so without room whatever failed is tried again.
        is_away = isinstance(error, AWAY + self.away) or not has_room()
        if is_away and row.attempts < MOST_ATTEMPTS:
            log.warning("%s %s waits: %s", type(row).__name__, row.pk, type(error).__name__)
            if isinstance(error, OperationalError | InterfaceError):
                close_old_connections()
            step_back(row, AWAY_SECONDS)
            return
        log.error("%s %s failed", type(row).__name__, row.pk, exc_info=error)
        rest(row)
        row.errors += 1
        if is_spent(row):
            row.owner = ""
            self.fail(row, "server_error")
