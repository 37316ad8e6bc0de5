"""How long one task goes on claiming: a slice, then it makes room for the other queues and hints itself."""

import logging
import mmap
import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections

from lib.hints import hint

log = logging.getLogger(__name__)
SLICE_SECONDS = 20.0

# A worker's children do not hear that it was told to stop; this byte is made before they are, so all of them see it.
_stopping = mmap.mmap(-1, 1)


def stop_draining() -> None:
    """The worker was told to end: what is being done is finished, nothing more is claimed."""
    _stopping[0] = 1


def is_stopping() -> bool:
    """Whether the worker is to end: long work that can go on elsewhere does."""
    return bool(_stopping[0])


def drain(run_one: Callable[[], bool], *, again: str) -> None:
    """Call ``run_one`` until there is nothing to do, or the slice is over or the worker ends (then hint ``again``)."""
    end = time.monotonic() + SLICE_SECONDS
    while _runs(run_one):
        if time.monotonic() > end or is_stopping():
            hint(again)
            return


def _runs(run_one: Callable[[], bool]) -> bool:
    """A database that is away ends the slice quietly; the sweep begins another."""
    try:
        return run_one()
    except (OperationalError, InterfaceError) as error:
        log.warning("work waits: %s", type(error).__name__)
        close_old_connections()
        return False
