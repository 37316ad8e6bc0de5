"""Tasks that do what hostile files make readers do; run by the tests in real children."""

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from speech.child_files import confine
from speech.errors import NotReady, SpeechError
from speech.types import Progress

TASKS = (
    "echo", "refuse", "lack", "sleep", "spin", "hoard", "crash", "fail", "babble", "flood", "connect", "mumble",
    "mistype", "nest", "sockets", "peek",
)  # fmt: skip


def echo(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    print("a library talks on standard output")
    for done in range(3):
        progress(done + 1, 3)
    Path("left.txt").write_text("a result file")
    return {"request": dict(request), "environment": dict(os.environ), "cwd": os.getcwd()}


def refuse(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    raise SpeechError("audio_too_long", limit="300")


def lack(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    raise NotReady("engine_not_ready", engine="ffmpeg", why="missing")


def sleep(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Sleeps in a grandchild too, as a decoder would, and tells the parent who it is."""
    grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    progress(grandchild.pid, 0)
    time.sleep(60)
    return {}


def spin(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    while True:
        sum(range(1000))


def hoard(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    return {"size": len(bytearray(2 << 30))}


def crash(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    ctypes.string_at(0)
    return {}


def fail(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    raise KeyError("quoted from the document")


def babble(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    return {"text": "x" * (4 << 20)}


def flood(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    with Path("big").open("wb") as file:
        for _ in range(64):
            file.write(bytes(1 << 20))
    return {}


def connect(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    try:
        with socket.create_connection(("127.0.0.1", request["port"]), timeout=2):
            return {"connected": True}
    except OSError:
        return {"connected": False}


def sockets(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Which kinds of sockets can be made, and whether one can listen and one can reach the server at ``path``."""
    made = {
        f"{family.name} {kind.name}": _can(partial(socket.socket, family, kind))
        for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK)
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW)
    }
    listens = _can(lambda: _local("bind", "own"))
    return {**made, "listens": listens, "connects": _can(lambda: _local("connect", request["path"]))}


def _local(call: str, path: str) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        getattr(one, call)(path)


def _append(path: str) -> None:
    with open(path, "ab"):
        pass


def _can(act: Callable[[], object]) -> bool:
    try:
        act()
    except OSError:
        return False
    return True


def peek(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """What can be opened once this process has confined itself to its room and to ``reads``."""
    room = Path.cwd()
    is_confined = confine(reads=[Path(each) for each in request["reads"]], writes=[room])
    return {
        "is_confined": is_confined,
        "read": [each for each in request["paths"] if _can(Path(each).read_bytes)],
        "written": [each for each in request["paths"] if _can(partial(_append, each))],
        "own": _can((room / "own").touch),
    }


def _write(line: str) -> Mapping[str, Any]:
    """A line where the answers go, past what guards it: the descriptor that ``_take_stdout`` kept is the last one."""
    with os.fdopen(max(int(name) for name in os.listdir("/proc/self/fd") if _is_pipe(name)), "w") as out:
        out.write(line + "\n")
    return {}


def _is_pipe(name: str) -> bool:
    return Path(f"/proc/self/fd/{name}").exists() and os.readlink(f"/proc/self/fd/{name}").startswith("pipe:")


def mumble(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    return _write("this is no JSON")


def mistype(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    return _write('{"answer": [1, 2, 3]}')


def nest(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    return _write("[" * 100_000)
