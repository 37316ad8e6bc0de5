"""Keeps one part of the site running: `KEPT=COMMAND python -m deploy.local.keep NAME` starts it again when it dies.

The command has a session of its own, so that a signal to honcho's group reaches only its first process: a worker
finishes what runs before it ends.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Final

from deploy.local import say

YOUNG_SECONDS: Final = 20.0  # whoever dies younger than this was not able to live
MOST_YOUNG_DEATHS: Final = 5  # one after the other; then the start is given up
PAUSE_SECONDS: Final = 1.0


class Part:
    """One command, alive until it is asked to end or cannot live."""

    def __init__(self, name: str, line: Sequence[str]) -> None:
        self._name = name
        self._line = ["setpriv", "--pdeathsig", "TERM", *line]
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = threading.Event()

    def end(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask it to end, and do not start it again."""
        self._asked.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def run(self, sleep: Callable[[float], None] = time.sleep) -> int:
        """Until it has ended as asked (0), or has died too often too young (its last status)."""
        deaths = 0
        while not self._asked.is_set():
            began = time.monotonic()
            status = self._once()
            if self._asked.is_set():
                return 0
            deaths = deaths + 1 if time.monotonic() - began < YOUNG_SECONDS else 1
            if deaths >= MOST_YOUNG_DEATHS:
                return status or 1
            say.step(f"{self._name} ended with {status} and is started again")
            sleep(PAUSE_SECONDS * deaths)
        return 0

    def _once(self) -> int:
        self._process = subprocess.Popen(self._line, start_new_session=True)
        if self._asked.is_set():  # the signal came while it was made
            self._process.terminate()
        return self._process.wait()


def main(name: str) -> int:
    part = Part(name, shlex.split(os.environ["KEPT"]))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, part.end)
    return part.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
