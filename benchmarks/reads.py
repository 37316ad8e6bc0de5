"""What an authenticated read costs beside a bare DRF endpoint of the same server, and whether many rows slow it.

    python -m benchmarks.reads [ROWS]

One uvicorn as in production on PostgreSQL. One reader has 10 voices, documents and jobs, another one has ROWS
(100,000) of each, in the same tables. All paths are asked in turn over one kept connection, so that whatever else
the machine does falls on all of them alike. Prints JSON: p50 in milliseconds (median of five rounds); each read
against what bare DRF makes of the same rows and fields (``benchmarks._bare``) and against an empty answer; and the
many rows against the few.
"""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.services import start_for_run

SERVICES = start_for_run()
os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings"}

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import Blob, Organisation, User
from accounts.tokens import open_family
from documents.models import Document, Extraction
from synthesis.models import Job, Rendition
from voices.models import Consent, Voice, VoiceVersion

FEW, MANY = 10, int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ROUNDS, CALLS, WARM = 5, 150, 50
BATCH = 5000
LISTS = {"documents": "/api/documents", "voices": "/api/voice-profiles", "history": "/api/generation/history"}


class Unix(http.client.HTTPConnection):
    """One kept connection to a server's unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost")
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


def fill(email: str, rows: int) -> tuple[User, dict[str, str]]:
    """A reader with ``rows`` finished things of each kind, and the paths that they read."""
    user = User.objects.create_user(email)
    home = Organisation.home_of(user)
    mine = {"organisation": home, "created_by": user}
    blob = Blob.objects.create(**mine, sha256="0" * 64, size_bytes=1, key=f"bench/{email}")
    voices = Voice.objects.bulk_create([Voice(**mine, name=f"Giọng {n}") for n in range(rows)], BATCH)
    documents = Document.objects.bulk_create(
        [Document(**mine, filename=f"Sách {n}.docx", blob=blob) for n in range(rows)], BATCH
    )
    done = {"organisation": home, "number": 1, "status": "READY"}
    VoiceVersion.objects.bulk_create([VoiceVersion(**done, voice=voice) for voice in voices], BATCH)
    Extraction.objects.bulk_create(
        [Extraction(**done, document=row, page_count=1, word_count=1, format="docx") for row in documents], BATCH
    )
    Consent.objects.bulk_create([Consent(voice=voice, kind="self", given_by=user) for voice in voices], BATCH)
    version = VoiceVersion.objects.filter(voice=OuterRef("pk")).values("pk")
    reading = Extraction.objects.filter(document=OuterRef("pk")).values("pk")
    Voice.objects.filter(created_by=user).update(current_version=Subquery(version))
    Document.objects.filter(created_by=user).update(current_extraction=Subquery(reading))
    job = add_jobs(user, blob, documents)
    return user, {
        **{name: f"{path}?limit={FEW}" for name, path in LISTS.items()},
        "document": f"/api/documents/{documents[-1].public_id}",
        "job": f"/api/jobs/{job.public_id}",
        "me": "/api/auth/me",
        **{f"bare {name}": f"/bench/{name}" for name in (*LISTS, "me")},
        "bare document": f"/bench/document/{documents[-1].public_id}",
    }


def add_jobs(user: User, blob: Blob, documents: list[Document]) -> Job:
    home, now = Organisation.home_of(user), timezone.now()
    jobs = Job.objects.bulk_create(
        [
            Job(
                organisation=home, created_by=user, status="READY", title="Sách", text_input="Xin chào. " * 50,
                document=document, preset="vi-north", voice_name="Bắc", completed_at=now,
            )
            for document in documents
        ],
        BATCH,
    )  # fmt: skip
    Rendition.objects.bulk_create(
        [
            Rendition(
                organisation=home, job=job, status="ACTIVE", format="mp3", blob=blob, filename="a.mp3",
                mime_type="audio/mpeg", size_bytes=1, duration_seconds=1.5, expires_at=now,
            )
            for job in jobs
        ],
        BATCH,
    )  # fmt: skip
    return jobs[-1]


def ask(line: http.client.HTTPConnection, path: str, token: str) -> float:
    """Milliseconds of one read."""
    start = time.perf_counter()
    line.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
    answer = line.getresponse()
    body = answer.read()
    spent = (time.perf_counter() - start) * 1000
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {body[:300]!r}")
    return spent


def measure(at: Path, asked: dict[str, tuple[str, str]]) -> dict[str, float]:
    """The median of five rounds' medians for each path; the paths take turns."""
    line, medians = Unix(at), {name: list[float]() for name in asked}
    for _ in range(WARM):
        for path, token in asked.values():
            ask(line, path, token)
    for _ in range(ROUNDS):
        spent = {name: list[float]() for name in asked}
        for _ in range(CALLS):
            for name, (path, token) in asked.items():
                spent[name].append(ask(line, path, token))
        for name, times in spent.items():
            medians[name].append(statistics.median(times))
    return {name: statistics.median(each) for name, each in medians.items()}


def serve(at: Path) -> "subprocess.Popen[bytes]":
    """The web process as `deploy/entrypoint` starts it, on a unix socket."""
    options = ["--lifespan", "off", "--no-access-log", "--uds", str(at)]
    with (SERVICES.folder / "web.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "benchmarks._bare:application", *options], stdout=log, stderr=log
        )
    while not at.exists():
        if server.poll() is not None:
            raise SystemExit("uvicorn did not start")
        time.sleep(0.1)
    return server


def main() -> None:
    call_command("migrate", verbosity=0)
    (few, few_paths), (many, many_paths) = fill("few@example.com", FEW), fill("many@example.com", MANY)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    asked = {"empty": ("/bench/empty", "")}
    for user, paths, rows in ((few, few_paths, FEW), (many, many_paths, MANY)):
        token = open_family(user)["access"]
        asked |= {f"{name} {rows}": (path, token) for name, path in paths.items()}
    at = SERVICES.folder / "web.sock"
    server = serve(at)
    try:
        found = measure(at, asked)
    finally:
        server.terminate()
        server.wait()
    print(json.dumps(figures(found), indent=1))


def figures(found: dict[str, float]) -> dict[str, object]:
    reads = {name.removesuffix(f" {FEW}") for name in found if name.endswith(f" {FEW}")}
    ours = sorted(name for name in reads if not name.startswith("bare "))
    bare = [name for name in ours if f"bare {name}" in reads]
    return {
        "p50_ms": {name: round(spent, 3) for name, spent in found.items()},
        "to_bare": {name: round(found[f"{name} {FEW}"] / found[f"bare {name} {FEW}"], 2) for name in bare},
        "to_empty": {name: round(found[f"{name} {FEW}"] / found["empty"], 2) for name in ours},
        f"{MANY}_to_{FEW}": {name: round(found[f"{name} {MANY}"] / found[f"{name} {FEW}"], 2) for name in ours},
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    main()
