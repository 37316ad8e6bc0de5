"""Files that want to hurt: through API, page and command line each ends in an answer or a code, within limits.

Short in every run; ``GIONG_FAULTS=full`` takes every file at full size, and the worker over all of them twice.
"""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils.module_loading import import_string

from documents.models import Document
from speech.cli import EXIT_BAD_INPUT, main
from tests import hostile, hostile_books, making
from tests.conftest import PASSWORD, Cast
from tests.enrolling import samples_page
from tests.faults.watching import Watch, processes, resident_mb
from tests.site import Site, running
from tests.speech.corpus import CORPUS
from tests.working import work_all
from voices.models import Voice

FULL = os.environ.get("GIONG_FAULTS") == "full"
MOST_MB = 512
MOST_SECONDS = 20.0
START_SECONDS = 5.0
MOST_GROWTH = 0.05
MUTANTS = 25 if FULL else 1
ROOM = {
    "MAX_VOICES": 10_000, "MAX_SAMPLES": 10_000, "MAX_DOCUMENTS": 10_000, "MAX_UPLOADS_A_MINUTE": 100_000,
    "MAX_STORAGE_BYTES": 10**11,
}  # fmt: skip
CODES = frozenset().union(*(import_string(path) for path in settings.REFUSAL_CATALOGUES))

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(3600 if FULL else 300)]
Make = Callable[[], bytes]


@dataclass(frozen=True)
class Kind:
    """One of the two things that strangers upload, and its addresses; recordings have a page for each voice."""

    upload: str
    page: str
    row: Any
    command: tuple[str, ...]


RECORDING = Kind("/api/voice-profiles/upload", "", Voice, ("enrol", "{file}", "-o", "{out}"))
DOCUMENT = Kind("/api/documents/upload", "/documents/", Document, ("extract", "{file}"))


def picked(files: dict[str, Make], short: int) -> dict[str, Make]:
    """All of them, or one of ``short``."""
    return files if FULL else dict(list(files.items())[::short])


def of_corpus(folder: str) -> dict[str, Make]:
    return {path.name: path.read_bytes for path in sorted((CORPUS / folder).glob("*"))}


BOOKS = hostile_books.book_files(1024 if FULL else 256)
DOCUMENTS = picked({**hostile.documents(full=FULL), **BOOKS, **of_corpus("documents/hostile")}, 5)
RECORDINGS = picked({**hostile.recordings(full=FULL), **of_corpus("speech/odd")}, 9)
CASES = [pytest.param(DOCUMENT, DOCUMENTS, id="documents"), pytest.param(RECORDING, RECORDINGS, id="recordings")]


@pytest.fixture(autouse=True)
def _room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Caps have tests of their own."""
    for name, value in ROOM.items():
        monkeypatch.setattr(settings, name, value)


def form(name: str, data: bytes) -> dict[str, Any]:
    return {"file": making.named(name, data), "name": "G", "language": "vi"}


def by_api(api: Any, kind: Kind, name: str, data: bytes) -> str:
    """The code that the file ends in, READY without one."""
    sent = api.post(kind.upload, form(name, data), format="multipart")
    if sent.status_code != 200:
        assert 400 <= sent.status_code < 500, (name, sent.status_code)
        return str(sent.json()["errors"]["file"][0]["code"])
    work_all()
    task = api.get(f"/api/jobs/{sent.json()['task_id']}").json()
    assert task["status"] in {"SUCCESS", "FAILURE"}, (name, task)
    assert "{" not in task["message"]
    return str(task.get("error", "READY"))


@pytest.mark.parametrize(("kind", "files"), CASES)
def test_by_api_each_file_is_read_or_refused_within_the_limits(cast: Cast, kind: Kind, files: dict[str, Make]) -> None:
    api, rows = cast.api(cast.owner), []
    for name, make in files.items():
        data = make()
        with Watch() as watch:
            code = by_api(api, kind, name, data)
        rows.append((name, len(data), code, watch.seconds, watch.most_mb))
    print_table(rows)
    strange = [row for row in rows if row[2] not in CODES | {"READY"}]
    assert not strange
    assert max(row[3] for row in rows) < MOST_SECONDS + START_SECONDS
    assert max(row[4] for row in rows) < MOST_MB


def print_table(rows: list[tuple[str, int, str, float, float]]) -> None:
    for name, size, code, seconds, most in rows:
        print(f"| {name} | {size:,} | {code} | {seconds:.1f} s | {most:.0f} MB |")
    print(f"| {len(rows)} files | | | {max(r[3] for r in rows):.1f} s | {max(r[4] for r in rows):.0f} MB |")


@pytest.mark.parametrize(("kind", "files"), CASES)
def test_by_page_each_file_is_taken_or_refused_with_a_sentence(cast: Cast, kind: Kind, files: dict[str, Make]) -> None:
    browser, api = cast.browser(cast.owner), cast.api(cast.owner)
    page = kind.page or samples_page(cast.owner)
    for name, make in files.items():
        data = make()
        answer = browser.post(page, form(name, data))
        told = api.post(kind.upload, form(name, data), format="multipart")
        if told.status_code == 200:
            assert answer.status_code == 302, (name, answer.status_code)
        else:
            assert answer.status_code == 422, (name, answer.status_code)
            assert told.json()["errors"]["file"][0]["detail"] in answer.content.decode()


@pytest.mark.parametrize(("kind", "files"), CASES)
def test_by_command_line_each_file_is_read_or_refused(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], kind: Kind, files: dict[str, Make]
) -> None:
    for name, make in files.items() if FULL else list(files.items())[::3]:
        path = tmp_path / name
        path.write_bytes(make())
        done = main([word.format(file=path, out=tmp_path / "voice.npz") for word in kind.command])
        told = capfdbinary.readouterr()
        assert done in {0, EXIT_BAD_INPUT}, name
        if done:
            problem = json.loads(told.err)
            assert problem["code"] in CODES, name
            assert problem["message"] == problem["message"].replace("{", ""), name


@pytest.mark.parametrize(
    ("kind", "name", "make"),
    [
        (DOCUMENT, "a.docx", making.word_file),
        (DOCUMENT, "a.pdf", making.pdf_file),
        (DOCUMENT, "a.txt", lambda: making.TEXT.encode()),
        (RECORDING, "a.wav", lambda: making.recording("wav")),
        (RECORDING, "a.flac", lambda: making.recording("flac")),
        (RECORDING, "a.mp3", lambda: making.recording("mp3")),
        (RECORDING, "a.ogg", lambda: making.recording("ogg")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_damaged_files_are_read_or_refused(cast: Cast, kind: Kind, name: str, make: Make) -> None:
    api = cast.api(cast.owner)
    codes = [by_api(api, kind, name, data) for data in hostile.mutants(make(), MUTANTS)]
    assert set(codes) <= CODES | {"READY"}
    assert "server_error" not in codes


def test_the_workers_memory_is_flat(tmp_path: Path) -> None:
    files = {
        **{name: (DOCUMENT, make) for name, make in DOCUMENTS.items()},
        **{name: (RECORDING, make) for name, make in RECORDINGS.items()},
    }
    wanted = files if FULL else dict(list(files.items())[::5])
    env = {name: str(value) for name, value in ROOM.items()}
    with running(tmp_path, **env) as site:
        worker = next(pid for pid in processes(b"celery") if site_of(pid) == str(tmp_path / "var"))
        caller = Caller.registered(site)
        caller.upload(DOCUMENT, "a.docx", making.word_file())
        caller.upload(RECORDING, "a.wav", making.recording())  # what is loaded once is there now
        held = [resident_mb(worker)]
        for _ in range(2):
            for name, (kind, make) in wanted.items():
                caller.upload(kind, name, make())
            held.append(resident_mb(worker))
        print(f"| worker before and after two rounds over {len(wanted)} files | {held} MB |")
    assert held[2] < held[1] * (1 + MOST_GROWTH)


def site_of(pid: int) -> str:
    words = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return next((word.decode().partition("=")[2] for word in words if word.startswith(b"VAR_DIR=")), "")


@dataclass(frozen=True)
class Caller:
    """Somebody with an account, over real HTTP."""

    site: Site
    token: str

    @classmethod
    def registered(cls, site: Site) -> "Caller":
        told = _ask(site, "/api/auth/register", {"email": "owner@example.com", "password": PASSWORD})
        return cls(site, told["access"])

    def upload(self, kind: Kind, name: str, data: bytes) -> None:
        """Send a file and wait until the worker is through with it."""
        told = _ask(self.site, kind.upload, form(name, data), self.token)
        while "task_id" in told and told.get("status") not in {"SUCCESS", "FAILURE"}:
            time.sleep(0.05)
            told = _ask(self.site, f"/api/jobs/{told['task_id']}", None, self.token)


def _ask(site: Site, path: str, fields: dict[str, Any] | None, token: str = "") -> dict[str, Any]:
    body = encode_multipart(BOUNDARY, fields) if fields and "file" in fields else json.dumps(fields).encode()
    kind = MULTIPART_CONTENT if fields and "file" in fields else "application/json"
    headers = {"Content-Type": kind, **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(site.address + path, body if fields else None, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as refused:
        if refused.code >= 500:
            raise
        return dict(json.load(refused))
