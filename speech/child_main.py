"""The inside of a child of ``speech.child``: gives up what it does not need, then runs one function.

Order matters: limits and network go before anything heavy is imported and before the file is opened.
"""

import importlib
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from speech.child_lifeline import die_with_parent
from speech.child_seal import seal
from speech.errors import SpeechError
from speech.types import Progress

Task = Callable[[Mapping[str, Any], Progress], Mapping[str, Any]]


def main(function: str, parent: int) -> int:
    """Run ``module:name`` on ``request.json`` of the working directory; 0 when it answered or refused."""
    order = json.loads(Path("request.json").read_text())
    request = {**order["request"], **_secret()}
    limit(order["limits"])
    sealed = seal(local_sockets=order["limits"]["local_sockets"])
    die_with(parent)
    out = _take_stdout()
    sys.excepthook = lambda kind, error, trace: _say(out, bug=_place(kind, trace))
    if not sealed:
        _say(out, open="network")
    try:
        module, _, name = function.partition(":")
        task: Task = getattr(importlib.import_module(module), name)
        _say(out, answer=dict(task(request, lambda done, total: _say(out, progress=[done, total]))))
    except SpeechError as error:
        _say(out, error={"kind": type(error).__name__, "code": error.code, "params": error.params})
    except MemoryError:
        _say(out, error={"kind": "SpeechError", "code": "reader_crashed", "params": {}})
    return 0


def _secret() -> dict[str, str]:
    """The parent's line on standard input, nothing where it has no secret; afterwards nobody can read there."""
    secret = json.loads(sys.stdin.buffer.readline() or '""')
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return {"secret": secret} if secret else {}


def _place(kind: type[BaseException], trace: TracebackType | None) -> list[str | int]:
    """The kind of a bug and where in our code it was. What it says may quote the document, which no log may hold."""
    frames = [frame for frame in traceback.extract_tb(trace) if "site-packages" not in frame.filename]
    return [kind.__name__, Path(frames[-1].filename).name, frames[-1].lineno or 0]


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


def die_with(parent: int) -> None:
    """Be killed when the parent goes, also by SIGKILL. After ``seal``, which resets the wish."""
    die_with_parent()
    if os.getppid() != parent:
        sys.exit("the parent is gone")


def _take_stdout() -> TextIO:
    """Keep standard output for answers: what a library prints goes where nobody reads it."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)
    return out


def _say(out: TextIO, **message: Any) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()


if __name__ == "__main__":
    # All is said: a library that hangs or crashes while it takes itself down can spoil nothing any more.
    os._exit(main(sys.argv[1], int(sys.argv[2])))
