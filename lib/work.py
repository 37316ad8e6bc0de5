"""One piece of claimed work: heartbeat, the three ways it can end, and never an exception past the edge."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from lib.claims import Claimable, Lost, heartbeat, is_spent, rest
from lib.refusals import Refusal

log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=Claimable)
Fault = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Work(Generic[Row]):
    """``do`` ends the row itself when all is well; ``reject`` is for the user's fault, ``fail`` for ours."""

    claim: Callable[[], Row | None]
    do: Callable[[Row], None]
    reject: Callable[[Row, str, dict[str, Any]], None]
    fail: Callable[[Row, str], None]
    users_fault: Callable[[Exception], Fault | None]

    def run_one(self) -> bool:
        """Claim and do the next row; False when there is none."""
        row = self.claim()
        if row is None:
            return False
        if is_spent(row):
            self.fail(row, "worker_lost")
            return True
        try:
            with heartbeat(row):
                self.do(row)
        except Lost:
            log.info("%s %s was taken over", type(row).__name__, row.pk)
        except Exception as error:  # noqa: BLE001 - a task's edge: the row must end or rest, whatever came
            self._ended_in(row, error)
        return True

    def _ended_in(self, row: Row, error: Exception) -> None:
        fault = (error.code, error.params) if isinstance(error, Refusal) else self.users_fault(error)
        if fault:
            self.reject(row, *fault)
            return
        log.error("%s %s failed", type(row).__name__, row.pk, exc_info=error)
        rest(row)
        row.errors += 1
        if is_spent(row):
            row.owner = ""
            self.fail(row, "server_error")
