"""What processes use while something runs, read from /proc."""

import os
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

LOOK_SECONDS = 0.01
CHILD = b"speech.child_main"


def resident_mb(pid: int, what: str = "VmRSS") -> float:
    """Resident memory of a process: now, or at its highest (``VmHWM``)."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition(f"{what}:")[2].split()[0]) / 1024


def processes(word: bytes) -> list[int]:
    """The running processes with ``word`` in their command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if word in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
    return found


def below(pid: int) -> list[int]:
    """``pid`` and all that it started."""
    found = [pid]
    for parent in found:
        with suppress(OSError):
            found += map(int, Path(f"/proc/{parent}/task/{parent}/children").read_text().split())
    return found


@dataclass
class Watch:
    """The most memory in MB that one child of ours, with all its programs, held while the block ran; its seconds."""

    most_mb: float = 0.0
    seconds: float = 0.0
    _ended: threading.Event = field(default_factory=threading.Event)
    _since: dict[int, float] = field(default_factory=dict)

    def __enter__(self) -> "Watch":
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            ours = set(below(os.getpid()))
            for child in ours.intersection(processes(CHILD)):
                now = time.monotonic()
                self.seconds = max(self.seconds, now - self._since.setdefault(child, now))
                with suppress(OSError, IndexError):
                    self.most_mb = max(self.most_mb, sum(map(resident_mb, below(child))))
