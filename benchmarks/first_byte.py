"""The first byte of one sentence over HTTP against the bare engine saying it.

    python -m benchmarks.first_byte [ROUNDS]

One uvicorn and one Celery worker with as many processes as there are cores, on a private PostgreSQL (which writes to
disk, as in production) and Redis. Each round the bare engine says a sentence that nobody has said before; then a
client signed in with a token asks for another one (POST /api/generation/create) and for its audio until that comes,
and stops at the first byte. Prints JSON: medians in milliseconds, and what is left of "twice the engine and 300 ms".
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests import services

services.POSTGRES_SETTINGS |= {"fsync": "on", "synchronous_commit": "on"}
SERVICES = services.start_for_run()
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "WARNING"}

import django

django.setup()

from django.core.management import call_command

from accounts.models import User
from accounts.tokens import open_family
from speech.engines import registry
from speech.text import chunks
from speech.types import TextOptions

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 25
WARM = 3
POLL_SECONDS = 0.01
PATIENCE_SECONDS = 60.0
SENTENCE = "Hôm qua, bà nội kể cho chúng tôi nghe câu chuyện thứ {n} về chú mèo nhỏ ở ngôi làng ven sông."


@contextmanager
def site(port: int) -> Iterator[None]:
    queues = "voice_processing,document_processing,tts_generation,default"
    cores = str(len(os.sched_getaffinity(0)))
    web = ["uvicorn", "config.asgi:application", "--lifespan", "off", "--no-access-log", "--port", str(port)]
    worker = ["celery", "--quiet", "-A", "config", "worker", "-c", cores, "-Q", queues, "--prefetch-multiplier", "1"]
    commands = ([*web, "--log-level", "warning"], [*worker, "--without-mingle", "--loglevel", "error"])
    running = [subprocess.Popen([sys.executable, "-m", *command]) for command in commands]
    try:
        yield
    finally:
        for process in running:
            process.terminate()
            process.wait()


def said(number: int) -> float:
    """Seconds until the bare engine has said a sentence."""
    engine = registry.get("espeak")
    (chunk,) = chunks(SENTENCE.format(n=number), TextOptions(language="vi"))
    start = time.perf_counter()
    engine.say(chunk, engine.voice("vi-north"), knobs={}, seed=number)
    return time.perf_counter() - start


class Client:
    """One kept connection of somebody who is signed in."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Host": "localhost"}

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> http.client.HTTPResponse:
        """The answer, of which nothing has been read yet."""
        self._connection.request(method, path, json.dumps(body) if body else None, self._headers)
        return self._connection.getresponse()

    def wait(self) -> None:
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while time.perf_counter() < deadline:
            try:
                self.ask("GET", "/health").read()
            except ConnectionError:
                self._connection.close()
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("the site does not answer")


def heard(client: Client, number: int) -> float:
    """Seconds from the request until the first byte of the audio."""
    start = time.perf_counter()
    wish = {"voice_profile_id": "vi-north", "text": SENTENCE.format(n=number), "language": "vi"}
    created = json.load(client.ask("POST", "/api/generation/create", wish))
    path = f"/api/generation/{created['id']}/audio"
    while time.perf_counter() - start < PATIENCE_SECONDS:
        answer = client.ask("GET", path)
        if answer.status == 200 and answer.read(1):
            spent = time.perf_counter() - start
            answer.read()
            return spent
        answer.read()
        time.sleep(POLL_SECONDS)
    raise TimeoutError(path)


def measure(client: Client) -> tuple[list[float], list[float]]:
    alone, site_wide = [], []
    for number in range(-WARM, ROUNDS):
        alone.append(said(2 * number))
        site_wide.append(heard(client, 2 * number + 1))
    return alone[WARM:], site_wide[WARM:]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def main() -> None:
    call_command("migrate", verbosity=0)
    port, user = free_port(), User.objects.create_user("bench@example.com")
    client = Client(port, open_family(user)["access"])
    with site(port):
        client.wait()
        alone, site_wide = measure(client)
    engine, first = (1000 * statistics.median(values) for values in (alone, site_wide))
    figures = {
        "rounds": ROUNDS,
        "engine_ms": round(engine, 1),
        "first_byte_ms": round(first, 1),
        "first_byte_p95_ms": round(1000 * sorted(site_wide)[int(0.95 * len(site_wide))], 1),
        "allowed_ms": round(2 * engine + 300, 1),
        "left_ms": round(2 * engine + 300 - first, 1),
    }
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
