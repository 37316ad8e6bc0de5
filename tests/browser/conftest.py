"""The whole site as processes of its own (SQLite, the run's private Redis, one worker), and a real browser."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

START_SECONDS = 60.0
ROOT = Path(settings.BASE_DIR)
QUEUES = "voice_processing,document_processing,tts_generation,default"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(var_dir: Path) -> dict[str, str]:
    # DEBUG lets whitenoise serve the front end as it was built, without `collectstatic`.
    return {**os.environ, "VAR_DIR": str(var_dir), "DATABASE_URL": "", "DEBUG": "true"}


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5):
                return
        except URLError:
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"the site did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.1)


def _start(stack: ExitStack, command: list[str], log: Path, env: dict[str, str]) -> "subprocess.Popen[bytes]":
    out = stack.enter_context(log.open("wb"))
    process = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=env, stdout=out, stderr=out)
    stack.callback(process.wait, 30)
    stack.callback(process.terminate)
    return process


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running site that nobody has used yet."""
    if not (ROOT / "static" / "dist" / ".vite" / "manifest.json").exists():
        pytest.fail("the front end is not built: run `make setup`")
    folder = tmp_path_factory.mktemp("site")
    env, port = _environment(folder / "var"), _free_port()
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)
    web = ["uvicorn", "config.asgi:application", "--lifespan", "off", "--port", str(port)]
    worker = ["celery", "-A", "config", "worker", "-P", "solo", "-Q", QUEUES, "--without-gossip", "--without-mingle"]
    with ExitStack() as stack:
        _start(stack, worker, folder / "worker.log", env)
        process = _start(stack, web, folder / "web.log", env)
        _wait_for(f"http://localhost:{port}", process, folder / "web.log")
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("browser tests need chromium: run `make test`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A phone-sized page of a new visitor; the test fails if the page's policy or scripts complained."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=site, locale="vi-VN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert complaints == []
