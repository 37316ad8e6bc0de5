"""A whole site as processes of its own, to be killed: PostgreSQL, Redis, web, two workers, two beats."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

from urllib3 import encode_multipart_formdata

from tests.services import SURVIVES_KILLS, Services
from tests.site import QUEUES, ROOT, free_port

IS_FULL = os.environ.get("GIONG_FAULTS") == "full"
LEASE_SECONDS = 5
CELERY = ["celery", "--quiet", "-A", "config"]
WORKER = [*CELERY, "worker", "-P", "prefork", "-Q", QUEUES, "--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "beat", "--pidfile="]
PATIENCE_SECONDS = 60.0


@dataclass
class Part:
    """One of the site's processes, with the children that it starts."""

    name: str
    line: list[str]
    env: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        guarded = ["setpriv", "--pdeathsig", "KILL", sys.executable, "-m", *self.line]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                guarded, cwd=ROOT, env=self.env, stdout=out, stderr=out, start_new_session=True
            )

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def children(self) -> list[int]:
        """The worker's children, eldest first; not what they started in turn."""
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in found.read_text().split()] if found.exists() else []

    def kill(self) -> None:
        """Only the first process: its children are left to themselves, as by the kernel's own killer."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        assert self.process is not None
        self.process.wait()

    def stop(self) -> float:
        """Ask it to end, as a deploy does; the seconds that it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(PATIENCE_SECONDS)
        return time.monotonic() - began

    def sweep_away(self) -> None:
        """End it with all that it started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGCONT)
            os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()


class Site:
    """The site under test. ``parts`` and ``services.servers`` are what a fault may strike."""

    def __init__(self, services: Services, workers: int, children: int, beats: int) -> None:
        self.services, self.port = services, free_port()
        self.var = Path(services.new_var_dir("site"))
        self.env = self._environment()
        web = ["uvicorn", "config.asgi:application", "--lifespan", "off", "--log-level", "warning"]
        lines = {f"worker{n}": [*WORKER, "-c", str(children), "-n", f"w{n}@%h"] for n in range(workers)}
        lines |= {f"beat{n}": BEAT for n in range(beats)}
        lines["web"] = [*web, "--port", str(self.port)]
        self.parts = {name: Part(name, line, self.env, self.var / f"{name}.log") for name, line in lines.items()}

    def _environment(self) -> dict[str, str]:
        given = {
            "DATABASE_URL": self.services.start_postgres(**SURVIVES_KILLS),
            "REDIS_URL": self.services.start_redis("redis"),
            "VAR_DIR": str(self.var),
            "LEASE_SECONDS": str(LEASE_SECONDS),
            "SWEEP_SECONDS": "2",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        return {**os.environ, **given}

    @property
    def workers(self) -> list[Part]:
        return [part for name, part in self.parts.items() if name.startswith("worker")]

    def start(self) -> None:
        self.manage("migrate", "-v", "0")
        for part in self.parts.values():
            part.start()
        wait_until(lambda: self.answers("/health"), "the site did not start")

    def stop(self) -> None:
        for part in self.parts.values():
            part.sweep_away()

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, check=True)

    def audit(self, *, swept: bool = False) -> dict[str, Any]:
        """What the rows and the files say, asked in a process of its own."""
        script = f"import django; django.setup(); from tests.faults.audit import main; main(swept={swept})"
        line = [sys.executable, "-c", script]
        done = subprocess.run(line, cwd=ROOT, env=self.env, check=True, capture_output=True, text=True)
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    def answers(self, path: str) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return bool(answer.status == 200)
        return False

    def logs(self) -> str:
        return "\n".join(f"--- {log.name}\n{log.read_text(errors='replace')[-3000:]}" for log in self.var.glob("*.log"))


class Person:
    """A program that speaks for one user and does not give up while something is being restarted."""

    def __init__(self, site: Site, name: str) -> None:
        self._base, self._token = f"http://127.0.0.1:{site.port}", ""
        self._account = {"email": f"{name}@example.com", "password": "giong-noi-viet-2026"}
        self._token = self.call("POST", "/api/auth/register", self._account)["access"]

    def call(
        self, method: str, path: str, body: dict[str, Any] | bytes | None = None, content_type: str = "application/json"
    ) -> Any:
        """The answer, asked for again while the site is away."""
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._once(method, path, data, content_type)
            except OSError as error:
                if time.monotonic() > deadline or not self._may_go_on(error):
                    raise
            time.sleep(0.2)

    def _may_go_on(self, error: OSError) -> bool:
        """Whether it makes sense to ask again: the site was away, or our fifteen minutes were over."""
        if isinstance(error, HTTPError) and error.code == 401 and self._token:
            self._token = ""
            self._token = self.call("POST", "/api/auth/login", self._account)["access"]
            return True
        return not isinstance(error, HTTPError) or error.code >= 500

    def _once(self, method: str, path: str, data: bytes | None, content_type: str) -> Any:
        request = urllib.request.Request(f"{self._base}{path}", method=method)
        request.add_header("Content-Type", content_type)
        if self._token:
            request.add_header("Authorization", f"Bearer {self._token}")
        with urllib.request.urlopen(request, data, timeout=20) as answer:
            return json.loads(answer.read())

    def upload(self, path: str, filename: str, data: bytes, **fields: str) -> Any:
        """Send a file with its form; the answer."""
        body, content_type = encode_multipart_formdata({**fields, "file": (filename, data)})
        return self.call("POST", path, body, content_type)

    def read(self, document: str) -> str:
        """Queue a job that reads a document; its id."""
        wish = {"voice_profile_id": "vi-north", "document_id": document}
        return str(self.call("POST", "/api/generation/create", wish)["id"])

    def say(self, text: str) -> str:
        """Queue a job; its id."""
        made = self.call("POST", "/api/generation/create", {"voice_profile_id": "vi-north", "text": text})
        return str(made["id"])

    def status(self, job: str) -> str:
        return str(self.call("GET", f"/api/generation/{job}")["status"])


def wait_until(is_so: Callable[[], bool], otherwise: str, seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(otherwise)
        time.sleep(0.1)


@contextmanager
def running_site(*, workers: int = 2, children: int = 1, beats: int = 2) -> Iterator[Site]:
    services = Services()
    try:
        site = Site(services, workers, children, beats)
        try:
            site.start()
            yield site
        finally:
            site.stop()
    finally:
        services.stop()
