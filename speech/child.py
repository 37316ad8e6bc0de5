"""One function of the core in a limited child process: what opens strangers' files runs nowhere else.

The child is a fresh interpreter in its own session, so this works from a Celery prefork child (daemonic
processes may not have ``multiprocessing`` children), from a thread and from the command line alike. It
speaks JSON lines on its standard output; the parent keeps the deadline, because native code that loops
holds the interpreter and no signal handler of its own would run.
"""

import contextlib
import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from speech.errors import EngineError, NotReady, SpeechError
from speech.types import Progress, no_progress

TASKS: Final[dict[str, str]] = {
    "convert": "speech.extract.converted.task:convert_task",
    "decode": "speech.audio.decoding:decode_task",
    "extract": "speech.extract.reading:extract_task",
    "recognise": "speech.extract.ocr.page:recognise_task",
    "page_picture": "speech.extract.pictures.page:page_task",
}
"""What a child may be asked for: nothing else is ever imported by name."""

ROOT: Final = Path(__file__).resolve().parent.parent
READ_BYTES: Final = 1 << 16
MOST_SECRET_CHARS: Final = 1024
ERRORS: Final = {kind.__name__: kind for kind in (SpeechError, EngineError, NotReady)}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Limits:
    """What one child may use. ``file_bytes`` bounds each file it writes, ``output_bytes`` its answer.

    ``memory_bytes`` is of address space, which the kernel refuses at once: what is resident is always less.
    ``local_sockets`` is what LibreOffice needs to start; see ``speech.child_seal``.
    """

    memory_bytes: int = 512 << 20
    cpu_seconds: int = 20
    wall_seconds: float = 20.0
    output_bytes: int = 64 << 20
    open_files: int = 64
    file_bytes: int = 512 << 20
    local_sockets: bool = False


@contextlib.contextmanager
def private_directory() -> Iterator[Path]:
    """A directory for the files a child leaves, readable by us only, gone afterwards whatever happens."""
    with tempfile.TemporaryDirectory(prefix="giong-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def run(
    task: str,
    request: Mapping[str, Any],
    *,
    limits: Limits,
    progress: Progress = no_progress,
    directory: Path | None = None,
    secret: str = "",
) -> dict[str, Any]:
    """The JSON object that ``task`` answers to ``request`` (JSON; paths absolute).

    ``secret`` reaches the task as ``request["secret"]``, through a pipe: it is in no file, argument or environment.
    The child works in ``directory`` (see ``private_directory``), or in one that is removed on return.
    Raises the child's own ``SpeechError``; ``took_too_long`` past the wall or CPU limit;
    ``unpacks_too_large`` when the answer outgrows its limit; ``reader_crashed`` when the child died, ran out
    of memory or failed; ``EngineError`` ``reader_killed`` when somebody else killed it.
    """
    with contextlib.ExitStack() as stack:
        room = directory or stack.enter_context(private_directory())
        process = _start(TASKS[task], request, limits, room)
        _tell(process, secret)
        return _Talk(process, limits, progress).result()


def _start(function: str, request: Mapping[str, Any], limits: Limits, room: Path) -> "subprocess.Popen[bytes]":
    (room / "request.json").write_text(json.dumps({"limits": asdict(limits), "request": dict(request)}))
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "speech.child_main", function, str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # libraries quote the document there
        cwd=room,
        env=_environment(room),
        start_new_session=True,
        close_fds=True,
    )


def _tell(process: "subprocess.Popen[bytes]", secret: str) -> None:
    """What the child reads before anything else. It fits into a pipe, so that nobody waits here for a child."""
    with contextlib.suppress(BrokenPipeError), process.stdin or contextlib.nullcontext() as pipe:
        if pipe:
            pipe.write(json.dumps(secret[:MOST_SECRET_CHARS]).encode() + b"\n")


def _environment(room: Path) -> dict[str, str]:
    """No secrets, no proxies, no thread pools: threads cost address space and the machine is shared."""
    threads = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "HOME": str(room),
        "TMPDIR": str(room),
        "LANG": "C.UTF-8",
        **dict.fromkeys(threads, "1"),
    }


@dataclass
class _Talk:
    """One conversation with a child: reads its lines until it ends or the deadline passes."""

    process: "subprocess.Popen[bytes]"
    limits: Limits
    progress: Progress
    heard: int = 0
    pending: bytearray = field(default_factory=bytearray)
    last: dict[str, Any] = field(default_factory=dict)

    def result(self) -> dict[str, Any]:
        deadline = time.monotonic() + self.limits.wall_seconds
        try:
            self._listen(deadline)
            self._await_exit(deadline)
        finally:
            self._kill()
        return self._verdict()

    def _listen(self, deadline: float) -> None:
        """Until the child closes its end: all that it started has ended then too."""
        if self.process.stdout is None:
            return
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while True:
                if selector.select(_left(deadline)):
                    data = os.read(self.process.stdout.fileno(), READ_BYTES)
                    if not data:
                        return
                    self._hear(data)

    def _hear(self, data: bytes) -> None:
        self.heard += len(data)
        if self.heard > self.limits.output_bytes:
            raise SpeechError("unpacks_too_large", limit_mb=self.limits.output_bytes >> 20)
        self.pending += data
        if b"\n" in data:
            *lines, self.pending = self.pending.split(b"\n")
            for line in lines:
                self._understand(line)

    def _understand(self, line: bytearray) -> None:
        match message := _message(line):
            case {"progress": [int(done), int(total)]}:
                self.progress(done, total)
            case {"open": str(what)}:
                _warn_open(what)
            case (
                {"answer": dict()}
                | {"error": {"kind": str(), "code": str(), "params": dict()}}
                | {"bug": [str(), str(), int()]}
            ):
                self.last = message
            case _:
                raise SpeechError("reader_crashed")

    def _await_exit(self, deadline: float) -> None:
        try:
            self.process.wait(_left(deadline))
        except subprocess.TimeoutExpired:
            raise SpeechError("took_too_long") from None

    def _kill(self) -> None:
        """The whole group: a decoder that the child started must not outlive it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def _verdict(self) -> dict[str, Any]:
        if "answer" in self.last:
            answer: dict[str, Any] = self.last["answer"]
            return answer
        if "error" in self.last:
            error = self.last["error"]
            raise ERRORS.get(error["kind"], SpeechError)(error["code"], **error["params"])
        if self.process.returncode == -signal.SIGXCPU:
            raise SpeechError("took_too_long")
        if self.process.returncode == -signal.SIGKILL:  # by nobody here: the machine lacks memory, or somebody's hand
            raise EngineError("reader_killed")
        kind, file, line = self.last.get("bug", ("no", "word", 0))
        log.warning("child ended with %s: %s at %s:%s", self.process.returncode, kind, file, line)
        raise SpeechError("reader_crashed")


def _message(line: bytes | bytearray) -> Any:
    """What a line says, None for what is no JSON: a file may have taken the child over."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


@cache
def _warn_open(what: str) -> None:
    """Once in a process: that the kernel refuses does not change while it runs."""
    log.warning("this kernel lets no child give up: %s", what)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise SpeechError("took_too_long")
    return left
