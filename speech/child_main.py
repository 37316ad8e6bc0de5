"""The inside of a child of ``speech.child``: gives up what it does not need, then runs one function.

Order matters: limits and network go before anything heavy is imported and before the file is opened.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TextIO

from speech.errors import SpeechError
from speech.types import Progress

CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWNET: Final = 0x40000000
PR_SET_PDEATHSIG: Final = 1

Task = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]


def main(function: str, parent: int) -> int:
    """Run ``module:name`` on ``request.json`` of the working directory; 0 when it answered or refused."""
    order = json.loads(Path("request.json").read_text())
    limit(order["limits"])
    drop_network()
    die_with(parent)
    out = _take_stdout()
    try:
        module, _, name = function.partition(":")
        task: Task = getattr(importlib.import_module(module), name)
        _say(out, answer=dict(task(order["request"], lambda done, total: _say(out, progress=[done, total]))))
    except SpeechError as error:
        _say(out, error={"kind": type(error).__name__, "code": error.code, "params": error.params})
    except MemoryError:
        _say(out, error={"kind": "SpeechError", "code": "reader_crashed", "params": {}})
    return 0


def limit(limits: Mapping[str, int]) -> None:
    """Hard limits of this process and of all it starts. No NPROC: it counts all processes of the user."""
    wanted = {
        resource.RLIMIT_AS: limits["memory_bytes"],
        resource.RLIMIT_NOFILE: limits["open_files"],
        resource.RLIMIT_FSIZE: limits["file_bytes"],
        resource.RLIMIT_CORE: 0,
    }
    for which, value in wanted.items():
        resource.setrlimit(which, (value, value))
    # The soft limit sends SIGXCPU, which the parent can tell from a crash; the hard one kills a second later.
    resource.setrlimit(resource.RLIMIT_CPU, (limits["cpu_seconds"], limits["cpu_seconds"] + 1))


def drop_network() -> bool:
    """Move into a network namespace without interfaces; False where the kernel does not let us.

    Root does it directly: a user namespace would cost it the right to read other users' files.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def die_with(parent: int) -> None:
    """Be killed when the parent goes, also by SIGKILL. After ``drop_network``, which resets the wish."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("the parent is gone")


def _take_stdout() -> TextIO:
    """Keep standard output for answers: what a library prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    return out


def _say(out: TextIO, **message: Any) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
