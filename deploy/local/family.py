"""Processes below us: none may be left behind, also when one in the middle was killed (Linux)."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36  # prctl(2)


def adopt_orphans() -> None:
    """From now on a descendant whose parent ends becomes our child instead of init's: we can see it."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children() -> list[int]:
    """Process ids of our direct children that still run."""
    found, us = [], os.getpid()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it ended while we looked
            state, ppid = stat.read_text().rpartition(")")[2].split()[:2]
            if int(ppid) == us and state != "Z":
                found.append(int(stat.parent.name))
    return found


def wait_for_rest(keep: set[int], seconds: float) -> None:
    """Wait for all children but `keep` to end; those that are still there after `seconds` are ended.

    Parents before children: whoever is killed leaves its children to us, for the next round.
    """
    deadline = time.monotonic() + seconds
    while rest := _reap(keep):
        if time.monotonic() > deadline:
            _kill(rest)
        time.sleep(0.1)


def _reap(keep: set[int]) -> list[int]:
    rest = [pid for pid in children() if pid not in keep]
    for pid in rest:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    return rest


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
