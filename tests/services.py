"""A private PostgreSQL and Redis for a test run, started before Django reads its settings.

As a pytest plugin (`-p tests.services`) it starts them once, in the process that controls the run, and
points the settings at them through the environment. Under pytest-xdist every worker gets a Redis and a
VAR_DIR of its own (one worker's FLUSHDB must not surprise another) and shares the PostgreSQL server, where
pytest-django gives it a database of its own. `GIONG_TEST_DB=sqlite` leaves PostgreSQL out. All sockets are
unix sockets in a short temporary folder; nothing listens on the network, and nothing outlives the run, also
when it is killed.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from deploy.local.places import ENV_FILE, parse_env

OWNER = "GIONG_TEST_SERVICES"  # process id of the run's controller: its workers must not start servers again
START_SECONDS = 60.0
POSTGRES_USER = "giong"
Command = Sequence[str | Path]
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}
SURVIVES_KILLS = {"synchronous_commit": "on"}  # what was committed is with the kernel, which nobody kills here


class WorkerSpec(Protocol):
    """What pytest-xdist knows about a worker it will start (execnet's XSpec)."""

    env: dict[str, str]


@dataclass
class Server:
    """One server: how it is started, how one knows that it answers, and its process."""

    line: list[str]
    log: Path
    ends_with: signal.Signals
    answers: Callable[[], bool]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it (again) and wait until it answers."""
        deadline = time.monotonic() + START_SECONDS
        while not self._starts(deadline):
            time.sleep(0.2)

    def _starts(self, deadline: float) -> bool:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(self.line, stdout=out, stderr=out, start_new_session=True, cwd="/")
        while not self.answers():
            if time.monotonic() > deadline:
                raise pytest.UsageError(f"a server did not start:\n{self.log.read_text(errors='replace')}")
            if self.process.poll() is not None:
                return False  # those whom a killed one left behind still hold its memory or its socket
            time.sleep(0.05)
        return True

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.ends_with)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


class Services:
    """Servers of one test run below one temporary folder; `stop` ends and removes all of it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="giong-test-", dir="/tmp"))
        self.servers: dict[str, Server] = {}

    def start_postgres(self, **changes: str) -> str:
        """A fresh cluster that need not survive a crash; returns the DATABASE_URL of an empty database."""
        folder, programs = self.folder / "postgres", _postgres_programs()
        folder.mkdir()
        as_user = _drop_root(self.folder, folder)
        encoding = ["--encoding=UTF8", "--locale=C.UTF-8"]
        made = [
            "--no-sync",
            "--auth=trust",
            f"--username={POSTGRES_USER}",
            *encoding,
            f"--pgdata={folder}/data",
        ]
        _run([*as_user, programs / "initdb", *made])
        settings = [part for name, value in (POSTGRES_SETTINGS | changes).items() for part in ("-c", f"{name}={value}")]
        server: Command = [programs / "postgres", "-k", str(folder), "-D", str(folder / "data"), *settings]
        client = ["-h", str(folder), "-U", POSTGRES_USER]
        is_ready: Command = [programs / "pg_isready", "-q", *client]
        self._start("postgres", server, folder / "log", signal.SIGINT, lambda: _succeeds(is_ready), as_user)
        _run([programs / "createdb", *client, "giong"])
        return f"postgres://{POSTGRES_USER}@/giong?host={folder}"

    def start_redis(self, name: str) -> str:
        """An empty server that keeps nothing; returns its REDIS_URL."""
        folder = self.folder / name
        folder.mkdir()
        at, log = folder / "redis.sock", folder / "log"
        listen = ["--port", "0", "--unixsocket", str(at), "--dir", str(folder)]
        server = ["redis-server", *listen, "--save", "", "--appendonly", "no"]
        self._start(name, server, log, signal.SIGTERM, lambda: _succeeds(["redis-cli", "-s", str(at), "ping"]))
        return f"unix://{at}"

    def new_var_dir(self, name: str) -> str:
        """An empty VAR_DIR."""
        folder = self.folder / f"var-{name}"
        folder.mkdir()
        return str(folder)

    def stop(self) -> None:
        """End all servers and remove their files; may be called again."""
        while self.servers:
            self.servers.popitem()[1].stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _start(
        self, name: str, command: Command, log: Path, ends_with: signal.Signals, answers: Callable[[], bool],
        as_user: Sequence[str] = (),
    ) -> None:  # fmt: skip
        # The kernel sends the signal when we are gone, so that kill -9 on the run leaves no server behind.
        # It has to be set after the change of user, which clears it.
        guard = ["setpriv", "--pdeathsig", ends_with.name.removeprefix("SIG")]
        self.servers[name] = server = Server([*as_user, *guard, *map(str, command)], log, ends_with, answers)
        server.start()


def _postgres_programs() -> Path:
    found = Path("/usr/lib/postgresql").glob("[0-9]*/bin/initdb")
    versions = sorted(found, key=lambda path: int(path.parts[-3]))
    if not versions:
        raise pytest.UsageError("tests need PostgreSQL: run `make test`, or set GIONG_TEST_DB=sqlite")
    return versions[-1].parent


def _drop_root(*folders: Path) -> list[str]:
    """PostgreSQL refuses root: give `folders` to an ordinary user; returns the prefix that becomes it."""
    if os.geteuid() != 0:
        return []
    user = _unprivileged()
    for folder in folders:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def _unprivileged() -> pwd.struct_passwd:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres")
    return pwd.getpwnam("nobody")


def _run(command: Command) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, cwd="/")
    if done.returncode:
        raise pytest.UsageError(f"{Path(command[0]).name} ended with {done.returncode}: {done.stderr.strip()}")


def _succeeds(command: Command) -> bool:
    return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0


# --- the pytest plugin

_services: Services | None = None


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Before pytest-django loads the settings: a wrapper runs before all plain hooks."""
    if OWNER not in os.environ:
        start_for_run()
    return (yield)


def start_for_run() -> Services:
    """Start what this run needs, point the environment at it, and see to it that it ends with us."""
    global _services
    services = _services = Services()
    atexit.register(services.stop)
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # pytest then ends in order, and so do we
    os.environ |= dict.fromkeys(_private_settings(), "")  # empty counts as not given: tests know no private .env
    os.environ[OWNER] = str(os.getpid())
    os.environ["SECRET_KEY"] = secrets.token_urlsafe(50)
    os.environ["VAR_DIR"] = services.new_var_dir("main")
    os.environ["REDIS_URL"] = services.start_redis("redis")
    os.environ["DATABASE_URL"] = ""
    if os.environ.get("GIONG_TEST_DB") != "sqlite":
        os.environ["DATABASE_URL"] = services.start_postgres()
    return services


def _private_settings() -> list[str]:
    return list(parse_env(ENV_FILE.read_text(encoding="utf-8"))) if ENV_FILE.exists() else []


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: Sequence[WorkerSpec]) -> None:
    """Give each worker a Redis and a folder of its own."""
    if _services is None:
        return
    for number, spec in enumerate(specs):
        spec.env["REDIS_URL"] = _services.start_redis(f"redis-{number}")
        spec.env["VAR_DIR"] = _services.new_var_dir(str(number))


def pytest_unconfigure() -> None:
    """The end of the run, in the process that started the servers."""
    if _services is not None and os.environ.get(OWNER) == str(os.getpid()):
        _services.stop()


def pytest_report_header() -> str:
    """One line at the top of the run about what it runs on."""
    database = os.environ.get("DATABASE_URL", "").partition(":")[0] or "sqlite"
    return f"services: {database}, private redis, python {sys.version.split()[0]}"
