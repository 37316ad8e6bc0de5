"""What ``GET /api/jobs/{task_id}`` and the socket say of one piece of work: one body for all kinds."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from lib.refusals import sentence
from lib.states import WorkState

OWNER_STATUS = {
    "DRAFT": "draft",
    "QUEUED": "processing",
    "RUNNING": "processing",
    "READY": "ready",
    "REJECTED": "failed",
    "FAILED": "failed",
    "NEEDS_PASSWORD": "failed",
    "REVOKED": "revoked",
}
TASK_STATUS = {
    "QUEUED": "PENDING",
    "RUNNING": "PROCESSING",
    "READY": "SUCCESS",
    "REJECTED": "FAILURE",
    "FAILED": "FAILURE",
    "NEEDS_PASSWORD": "FAILURE",
    "REVOKED": "REVOKED",
}
FINAL = frozenset({"SUCCESS", "FAILURE", "REVOKED"})
UPLOAD_FAILED = frozenset({WorkState.REJECTED, WorkState.FAILED, WorkState.NEEDS_PASSWORD})


@dataclass(frozen=True)
class TaskView:
    """The truth about one piece of work at one moment."""

    task_id: UUID
    kind: str
    status: str
    progress: int
    message: str
    version: int
    eta_seconds: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_final(self) -> bool:
        return self.status in FINAL

    def body(self) -> dict[str, Any]:
        return {
            "task_id": str(self.task_id),
            "kind": self.kind,
            "status": self.status,
            "progress": self.progress,
            "message": self.message,
            "eta_seconds": self.eta_seconds,
            "version": self.version,
            **self.facts,
        }


def failure(code: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Message and facts of work that ended badly."""
    return f"{gettext('Lỗi:')} {sentence(code, params)}", {"error": code}
