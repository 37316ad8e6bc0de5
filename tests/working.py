"""A worker in the test's own process: claims and does everything there is to do, with the real stages."""

from accounts.stages import WORK as ERASE
from documents.stages import WORK as READ
from synthesis import tasks
from voices import tasks as voices_tasks

WORKS = (ERASE.run_one, voices_tasks._run_one, READ.run_one, tasks._run_one)


def work_all(limit: int = 500) -> int:
    """Run until nothing is claimable; how many pieces of work were done."""
    for done in range(limit):
        if not any(run_one() for run_one in WORKS):
            return done
    raise AssertionError(f"still work to do after {limit} pieces")
