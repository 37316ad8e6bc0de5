"""State tables: the choices, the allowed moves and the final states of one kind of row.

``docs/states.md`` is drawn from every table that is registered here by its app's ``states.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models


class WorkState(models.TextChoices):
    """Work on an upload: an extraction of a document, a version of a voice."""

    QUEUED = "QUEUED", "Đang chờ"
    RUNNING = "RUNNING", "Đang xử lý"
    READY = "READY", "Sẵn sàng"
    NEEDS_PASSWORD = "NEEDS_PASSWORD", "Cần mật khẩu"
    REJECTED = "REJECTED", "Bị từ chối"
    FAILED = "FAILED", "Lỗi"


@dataclass(frozen=True)
class StateTable:
    """``moves`` maps each state to the states it may become; a state without moves is final."""

    name: str
    moves: Mapping[str, frozenset[str]]

    def sources(self, to: str) -> frozenset[str]:
        """The states that may become ``to``."""
        return frozenset(state for state, nexts in self.moves.items() if to in nexts)


def work_table(name: str, *, without: frozenset[str] = frozenset(), in_parts: bool = False) -> StateTable:
    """QUEUED -> RUNNING -> READY | NEEDS_PASSWORD | REJECTED | FAILED; FAILED may be queued again, NEEDS_PASSWORD when
    the password has come, and what is done ``in_parts`` when one of them is over."""
    ends = frozenset({"READY", "NEEDS_PASSWORD", "REJECTED", "FAILED"}) - without
    again = ends & {"NEEDS_PASSWORD", "FAILED"}
    running = ends | {"QUEUED"} if in_parts else ends
    moves: dict[str, frozenset[str]] = {"QUEUED": frozenset({"RUNNING", "FAILED"}), "RUNNING": running}
    moves.update({state: frozenset({"QUEUED"}) for state in sorted(again)})
    moves.update({state: frozenset() for state in sorted(ends - again)})
    return StateTable(name, moves)
