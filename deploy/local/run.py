"""`make run`: prepare, migrate, start redis, web, worker and beat, and leave nothing behind."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from deploy.local import family, redis, say, setup
from deploy.local.places import PYTHON, ROOT, environment, var_dir, with_venv
from deploy.local.stamps import once

DEFAULT_PORT = "8000"
PATIENCE_SECONDS = 35.0  # a little more than honcho has (deploy/local/processes.py)


class Stopped(Exception):
    """Somebody asked us to end (Ctrl-C, SIGTERM)."""


def serve() -> None:
    """Run the site until it is stopped or one of its parts cannot live."""
    env = environment()
    host, port = env.get("HOST") or "127.0.0.1", env.get("PORT") or DEFAULT_PORT
    folder = var_dir(env)
    with _only_one(folder, f"http://localhost:{port}"):
        _check_port(host, port)
        setup.prepare()
        form = "plain" if sys.stdout.isatty() else "json"  # the site's own output is a pipe to honcho
        env = {"SITE_URL": f"http://localhost:{port}", "LOG_FORMAT": form, **with_venv(environment())}
        # honcho gives each process a PORT of its own, so the web process gets ours under another name.
        env |= {"HOST": host, "PORT": port, "WEB_PORT": port, "VAR_DIR": str(folder)}
        _run_all(env, folder)


@contextlib.contextmanager
def _only_one(folder: Path, address: str) -> Iterator[None]:
    """Hold the folder's lock; a second start on the same folder ends with who holds it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "run.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            say.stop(f"Giọng already runs on {folder}: {lock.read().strip()}. Stop it, or set another VAR_DIR.")
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {address}\n")
        lock.flush()
        yield


def _check_port(host: str, port: str) -> None:
    if not port.isdecimal() or not 0 < int(port) < 65536:
        say.stop(f"PORT is {port!r}; it has to be a number from 1 to 65535")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            say.stop(f"cannot listen on {host}:{port} ({error.strerror}). Choose another: make run PORT=8001")


def _run_all(env: dict[str, str], folder: Path) -> None:
    family.adopt_orphans()
    _raise_on_signals()
    private_redis, was_asked = None, False
    try:
        if not env.get("REDIS_URL"):
            private_redis = redis.Server(folder / "redis")
            env["REDIS_URL"] = private_redis.url
        _prepare_data(env)
        _watch(env, private_redis)
    except Stopped:
        was_asked = True
    finally:
        _end(private_redis)
    if not was_asked:
        say.stop("a part of the site cannot live, so the rest was stopped; its last lines are above")


def _raise_on_signals() -> None:
    def stopped(_signal: int, _frame: FrameType | None) -> None:
        for number in (
            signal.SIGINT,
            signal.SIGTERM,
        ):  # once is enough: a second Ctrl-C must not skip the cleaning up
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stopped)


def _prepare_data(env: dict[str, str]) -> None:
    say.step("Preparing the database")
    _manage(env, "migrate", "--verbosity", "0")
    inputs = [ROOT / "static" / "dist", setup.REQUIREMENTS]
    once("collectstatic", inputs, ROOT / "staticfiles", lambda: _collect_static(env))


def _collect_static(env: dict[str, str]) -> None:
    say.step("Compressing static files (a minute the first time)")
    _manage(env, "collectstatic", "--noinput", "--verbosity", "0")


def _manage(env: dict[str, str], *arguments: str) -> None:
    done = subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=env, check=False)
    if done.returncode:
        say.stop(f"`manage.py {' '.join(arguments)}` ended with {done.returncode}; its output is above")


def _watch(env: dict[str, str], private_redis: redis.Server | None) -> None:
    """Start honcho, say when the site answers, and come back when any part has ended for good."""
    line = [
        "setpriv",
        "--pdeathsig",
        "TERM",
        str(PYTHON),
        "-m",
        "deploy.local.processes",
        "start",
        "-e",
        os.devnull,
        "-d",
        str(ROOT),
    ]
    honcho = subprocess.Popen(
        [*line, "-f", "deploy/local/Procfile", "-p", env["PORT"]], cwd=ROOT, env=env, start_new_session=True
    )
    address = f"http://localhost:{env['PORT']}"
    is_greeted = False
    while honcho.poll() is None:
        if private_redis:
            private_redis.revive()
        if not is_greeted and _is_healthy(env):
            is_greeted = True
            _greet(address)
        time.sleep(0.25)


def _is_healthy(env: dict[str, str]) -> bool:
    host = "127.0.0.1" if env["HOST"] == "0.0.0.0" else env["HOST"]  # noqa: S104 - compared, not bound
    try:
        with urllib.request.urlopen(f"http://{host}:{env['PORT']}/healthz/", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _greet(address: str) -> None:
    say.step(f"Giọng runs at {address} - Ctrl-C stops it")
    say.step("A staff user for the admin: .venv/bin/python manage.py createsuperuser")


def _end(private_redis: redis.Server | None) -> None:
    """Stop honcho's processes first and Redis last, so that a finishing worker can still report."""
    say.step("Stopping")
    keep = {private_redis.process.pid} if private_redis else set()
    for pid in family.children():
        if pid not in keep:
            os.kill(pid, signal.SIGTERM)
    family.wait_for_rest(keep, PATIENCE_SECONDS)
    if private_redis:
        private_redis.stop(PATIENCE_SECONDS)
