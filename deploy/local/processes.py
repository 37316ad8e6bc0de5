"""honcho with more patience: by itself it kills the worker 5 s after the first process has ended."""

from __future__ import annotations

import sys
from typing import Final

from honcho import command, manager

GRACE_SECONDS: Final = 30  # for the worker to finish the sentence it renders; the row's lease covers what takes longer

if __name__ == "__main__":
    manager.KILL_WAIT = GRACE_SECONDS
    sys.exit(command.main())
