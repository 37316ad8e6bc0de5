"""How a job ends badly."""

from typing import Any

from synthesis import transitions
from synthesis.models import Job
from synthesis.states import JobState

WITHDRAWN = frozenset({"consent_required", "voice_revoked"})
NO_ROOM = "storage_full"  # ends the job, to be tried again when there is room: what was rendered is kept


def reject_job(job: Job, code: str, params: dict[str, Any]) -> None:
    """The user's text, voice or document cannot be used. Without consent there is nothing to try again."""
    to = JobState.CANCELLED if code in WITHDRAWN else JobState.FAILED
    transitions.move_job(job, to, owned=True, error_code=code, error_params=params)


def fail_job(job: Job, code: str) -> None:
    """Our fault; it can be tried again."""
    transitions.move_job(job, JobState.FAILED, owned=True, error_code=code)
