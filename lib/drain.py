"""How long one task goes on claiming: a slice, then it makes room for the other queues and hints itself."""

import time
from collections.abc import Callable

from lib.hints import hint

SLICE_SECONDS = 20.0


def drain(run_one: Callable[[], bool], *, again: str) -> None:
    """Call ``run_one`` until there is nothing to do or the slice is over (then hint ``again``)."""
    end = time.monotonic() + SLICE_SECONDS
    while run_one():
        if time.monotonic() > end:
            hint(again)
            return
