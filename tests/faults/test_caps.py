"""Caps with 64 callers at once, over real HTTP: exactly as many pass as may, and the others leave nothing behind."""

import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from pytest_django.fixtures import Settings

from accounts.models import Blob, Organisation, UsageCounter, User
from accounts.states import UsageKind
from accounts.tokens import open_family
from documents.models import Document, DocumentEvent, Extraction
from synthesis.models import Job, JobEvent
from synthesis.services import Wish, create_job
from synthesis.states import JobState
from tests import making
from tests.serving import served
from voices.models import Sample, Voice, VoiceVersion

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
CALLERS = 64
LIMIT = 10
FILE_BYTES = 4000
Answer = tuple[int, str]


class Site:
    """The site over a socket, as one person's program sees it."""

    def __init__(self, address: str, person: User) -> None:
        self.address = address
        self.token = open_family(person)["access"]

    def post(self, path: str, body: bytes, kind: str) -> Answer:
        line = http.client.HTTPConnection(self.address, timeout=60)
        try:
            line.request("POST", path, body, {"Content-Type": kind, "Authorization": f"Bearer {self.token}"})
            answer = line.getresponse()
            told = json.loads(answer.read())
        finally:
            line.close()
        return answer.status, told.get("code", "")

    def upload(self, path: str, filename: str, data: bytes, **fields: str) -> Answer:
        form = encode_multipart(BOUNDARY, {"file": making.named(filename, data), **fields})
        return self.post(path, form, MULTIPART_CONTENT)

    def create(self, text: str) -> Answer:
        wish = {"voice_profile_id": "vi-north", "text": text, "language": "vi"}
        return self.post("/api/generation/create", json.dumps(wish).encode(), "application/json")


@pytest.fixture
def person() -> User:
    return User.objects.create_user("owner@example.com")


@pytest.fixture
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def site(address: str, person: User) -> Site:
    return Site(address, person)


def all_at_once(call: Callable[[int], Answer]) -> Counter[Answer]:
    """What ``CALLERS`` callers who start at the same moment are answered."""
    gate = threading.Barrier(CALLERS)

    def one(number: int) -> Answer:
        gate.wait()
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(CALLERS) as pool:
        return Counter(pool.map(one, range(CALLERS)))


def only(refused: Answer) -> dict[Answer, int]:
    return {(200, ""): LIMIT, refused: CALLERS - LIMIT}


def stored_files() -> int:
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return sum(path.is_file() for path in root.rglob("*"))


def left_in_scratch() -> list[Path]:
    return list(Path(settings.SCRATCH_DIR).glob("*"))


def counted(kind: UsageKind) -> int:
    return UsageCounter.objects.filter(kind=kind).aggregate(all=Sum("used"))["all"] or 0


def text_file(number: int) -> bytes:
    return f"Trang {number:03}. ".encode().ljust(FILE_BYTES, b"a")


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """After every test: what is stored is what rows name and what is counted."""
    yield
    assert stored_files() == Blob.objects.count()
    assert left_in_scratch() == []
    assert counted(UsageKind.STORED_BYTES) == (Blob.objects.aggregate(all=Sum("size_bytes"))["all"] or 0)


def test_documents(site: Site, settings: Settings) -> None:
    settings.MAX_DOCUMENTS, settings.MAX_UPLOADS_A_MINUTE = LIMIT, 10 * CALLERS
    answers = all_at_once(lambda n: site.upload("/api/documents/upload", f"{n}.txt", text_file(n)))
    assert answers == only((429, "too_many_documents"))
    rows = (Document, Extraction, DocumentEvent, Blob)
    assert [model._default_manager.count() for model in rows] == [LIMIT] * len(rows)


def test_voices(site: Site, settings: Settings) -> None:
    settings.MAX_VOICES, settings.MAX_UPLOADS_A_MINUTE = LIMIT, 10 * CALLERS
    sounds = [making.sound(np.full(1600, number / 100)) for number in range(CALLERS)]
    answers = all_at_once(lambda n: site.upload("/api/voice-profiles/upload", "a.wav", sounds[n], name=f"Giọng {n}"))
    assert answers == only((429, "too_many_voices"))
    rows = (Voice, Sample, VoiceVersion, Blob)
    assert [model._default_manager.count() for model in rows] == [LIMIT] * len(rows)


def test_stored_bytes(site: Site, settings: Settings) -> None:
    # A quarter of a file to spare: the early look counts the whole body, the form around the file too.
    settings.MAX_STORAGE_BYTES, settings.MAX_UPLOADS_A_MINUTE = LIMIT * FILE_BYTES + FILE_BYTES // 4, 10 * CALLERS
    answers = all_at_once(lambda n: site.upload("/api/documents/upload", f"{n}.txt", text_file(n)))
    assert answers == only((413, "storage_full"))
    assert (Document.objects.count(), Blob.objects.count()) == (LIMIT, LIMIT)
    assert counted(UsageKind.STORED_BYTES) == LIMIT * FILE_BYTES


def test_equal_files_are_stored_and_counted_once(site: Site, settings: Settings) -> None:
    settings.MAX_STORAGE_BYTES, settings.MAX_UPLOADS_A_MINUTE = 10 * FILE_BYTES, 10 * CALLERS
    answers = all_at_once(lambda n: site.upload("/api/documents/upload", f"{n}.txt", text_file(0)))
    assert answers == {(200, ""): CALLERS}
    assert (Document.objects.count(), Blob.objects.count()) == (CALLERS, 1)


def test_uploads_a_minute(site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MAX_UPLOADS_A_MINUTE = LIMIT
    end = int(time.time()) + 60
    monkeypatch.setattr("django_ratelimit.core._get_window", lambda value, period: end)  # no minute ends in this test
    answers = all_at_once(lambda n: site.upload("/api/documents/upload", f"{n}.txt", text_file(n)))
    assert answers == only((429, "too_many_uploads"))
    assert Document.objects.count() == LIMIT


def test_jobs_at_once(site: Site, settings: Settings) -> None:
    settings.MAX_JOBS_AT_ONCE = LIMIT
    assert all_at_once(lambda n: site.create(f"Câu số {n}.")) == only((429, "too_many_jobs"))
    assert (Job.objects.count(), JobEvent.objects.count()) == (LIMIT, LIMIT)
    assert counted(UsageKind.CHARS) == sum(len(job.text_input) for job in Job.objects.all()), "the refused cost nothing"


def test_retries_count_as_jobs_at_once(site: Site, person: User, settings: Settings) -> None:
    jobs = [create_job(by=person, wish=Wish(voice="vi-north", text=f"Câu {n}.")) for n in range(CALLERS)]
    Job.objects.update(status=JobState.FAILED, error_code="server_error")
    settings.MAX_JOBS_AT_ONCE = LIMIT
    paths = [f"/api/generation/{job.public_id}/retry" for job in jobs]
    assert all_at_once(lambda n: site.post(paths[n], b"", "application/json")) == only((429, "too_many_jobs"))
    assert Job.objects.filter(status=JobState.QUEUED).count() == LIMIT


def test_characters_a_day(site: Site, settings: Settings) -> None:
    text = "Một câu dài hai mươi."
    settings.MAX_CHARS_A_DAY = LIMIT * len(text) + 1
    assert all_at_once(lambda n: site.create(text)) == only((429, "characters_today"))
    assert (Job.objects.count(), counted(UsageKind.CHARS)) == (LIMIT, LIMIT * len(text))


def test_refusals_of_one_slow_nobody_else(address: str, site: Site, settings: Settings) -> None:
    settings.MAX_JOBS_AT_ONCE = LIMIT
    other = Site(address, User.objects.create_user("other@example.com"))
    home = Organisation.home_of(User.objects.get(email="other@example.com"))

    def call(number: int) -> Answer:
        return other.create("Của người khác.") if number < LIMIT else site.create(f"Câu {number}.")

    answers = all_at_once(call)
    assert answers == {(200, ""): 2 * LIMIT, (429, "too_many_jobs"): CALLERS - 2 * LIMIT}
    assert Job.objects.filter(organisation=home).count() == LIMIT
