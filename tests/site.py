"""The whole site as processes of its own: SQLite, the run's private Redis, one worker; and what they write."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from django.conf import settings

START_SECONDS = 60.0
ROOT = Path(settings.BASE_DIR)
QUEUES = "voice_processing,document_processing,tts_generation,default"


@dataclass(frozen=True)
class Site:
    """A running site that nobody has used yet."""

    address: str
    folder: Path
    env: dict[str, str]

    def manage(self, *arguments: str, **env: str) -> None:
        """Run ``manage.py`` on the site's data."""
        line = [sys.executable, "manage.py", *arguments]
        given = {**self.env, "LOG_LEVEL": "WARNING", **env}
        subprocess.run(line, cwd=ROOT, env=given, check=True, stdout=subprocess.DEVNULL)

    def said(self, part: str) -> str:
        """What ``web`` or ``worker`` wrote until now, on both of its streams."""
        return (self.folder / f"{part}.log").read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, *worker_options: str, **env: str) -> Iterator[Site]:
    """Start the site in ``folder`` with ``env`` over the run's own settings."""
    # DEBUG lets whitenoise serve the front end as it was built, without `collectstatic`.
    base = {**os.environ, "VAR_DIR": str(folder / "var"), "DATABASE_URL": "", "DEBUG": "true", **env}
    port = free_port()
    site = Site(f"http://localhost:{port}", folder, base)
    site.manage("migrate", "-v", "0")
    web = ["uvicorn", "config.asgi:application", "--lifespan", "off", "--port", str(port)]
    worker = ["celery", "--quiet", "-A", "config", "worker", "-Q", QUEUES, "--without-gossip", "--without-mingle"]
    with ExitStack() as stack:
        _start(stack, [*worker, *(worker_options or ("-P", "solo"))], folder / "worker.log", base)
        process = _start(stack, web, folder / "web.log", base)
        _wait_for(site, process)
        yield site


def _start(stack: ExitStack, command: list[str], log: Path, env: dict[str, str]) -> "subprocess.Popen[bytes]":
    out = stack.enter_context(log.open("wb"))
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=env, stdout=out, stderr=out)
    stack.callback(process.wait, 30)
    stack.callback(process.terminate)
    return process


def _wait_for(site: Site, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{site.address}/health", timeout=5):
                return
        except URLError:
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the site did not start:\n{site.said('web')}")
        time.sleep(0.1)
