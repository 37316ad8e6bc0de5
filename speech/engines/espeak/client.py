"""Our side of the espeak-ng server: one server per process, started on first use."""

import atexit
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import speech
from speech.engines.espeak import protocol
from speech.errors import EngineError, NotReady, SpeechError

CURE: Final = "libespeak-ng is missing: apt-get install libespeak-ng1 espeak-ng-data"
DEADLINE_SECONDS: Final = 25.0  # above the server's own limit for a sentence, so that its answer comes first
PROBE_SECONDS: Final = 15.0
_COMMAND: Final = (sys.executable, "-m", "speech.engines.espeak.server")
_ROOT: Final = Path(speech.__file__).resolve().parents[1]

_version = ""
_shared: tuple[int, "Client"] | None = None


def shared() -> "Client":
    """This process's client; a fork gets its own."""
    global _shared
    if _shared is None or _shared[0] != os.getpid():
        if _shared is not None:
            _shared[1].disown()
        _shared = (os.getpid(), Client())
    return _shared[1]


def probe() -> str:
    """The library's version. Raises ``NotReady`` with the cure. Only success is remembered."""
    global _version
    if not _version:
        try:
            done = subprocess.run(
                [*_COMMAND, "--probe"],
                cwd=_ROOT,
                env=_environment(),
                capture_output=True,
                timeout=PROBE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise EngineError("engine_failed", engine="espeak") from error
        if done.returncode != 0:
            raise NotReady("engine_not_ready", engine="espeak", why=CURE)
        _version = done.stdout.decode()
    return _version


class Client:
    """Asks the server one sentence at a time. Safe to use from several threads of one process."""

    def __init__(self, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        self._deadline_seconds = deadline_seconds
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None

    def say(self, request: protocol.Request) -> protocol.Answer:
        """Raises ``text_too_long``, ``NotReady``, or a transient ``EngineError`` when the server broke."""
        data = protocol.pack_request(request)
        if len(data) > protocol.MAX_TEXT_BYTES:
            raise SpeechError("text_too_long", limit=protocol.MAX_TEXT_BYTES)
        with self._lock:
            try:
                return self._ask(data)
            except protocol.Refused as error:
                raise EngineError("engine_failed", engine="espeak", why=str(error)) from error
            except (OSError, EOFError) as error:
                self._stop()
                probe()  # tells a missing library from a broken server
                raise EngineError("engine_failed", engine="espeak", why=repr(error)) from error

    def start(self) -> None:
        """Have the server ready. Raises ``NotReady`` when the library is missing."""
        probe()
        with self._lock:
            self._running()

    def close(self) -> None:
        with self._lock:
            self._stop()

    def disown(self) -> None:
        """After a fork: let go of the parent's server, which goes on serving the parent."""
        if self._server is not None:
            _close_pipes(self._server)
            self._server.returncode = 0  # not our child, so there is nothing to wait for
            self._server = None

    def _ask(self, data: bytes) -> protocol.Answer:
        server = self._running()
        if server.stdin is None or server.stdout is None:
            raise EOFError
        server.stdin.write(data)
        descriptor = server.stdout.fileno()
        deadline = time.monotonic() + self._deadline_seconds
        return protocol.read_answer(lambda size: _read(descriptor, size, deadline))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._server is not None and self._server.poll() is not None:
            self._stop()
        if self._server is None:
            self._server = subprocess.Popen(
                _COMMAND,
                cwd=_ROOT,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,  # a Ctrl-C in the terminal is for us to answer
            )
            atexit.register(self.close)
        return self._server

    def _stop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            atexit.unregister(self.close)
            _close_pipes(server)
            server.kill()
            server.wait()


def _environment() -> dict[str, str]:
    """Only what finding Python and the voices needs: secrets stay with us."""
    names = ("PATH", "LD_LIBRARY_PATH", "ESPEAK_DATA_PATH", "LANG")
    return {name: os.environ[name] for name in names if name in os.environ}


def _close_pipes(server: subprocess.Popen[bytes]) -> None:
    for pipe in (server.stdin, server.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()


def _read(descriptor: int, size: int, deadline: float) -> bytes:
    parts = []
    while size > 0:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError("espeak-ng took too long")
        part = os.read(descriptor, size)
        if not part:
            raise EOFError("espeak-ng ended")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
