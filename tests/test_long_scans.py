"""A scan of many pages is recognised in parts: nothing begins again, whoever is killed, and each part is within its
time."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from functools import cache as once
from typing import Any

import pymupdf
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from documents import passwords, recognising, transitions
from documents.models import DocumentEvent, Extraction, RecognisedPage
from documents.stages import WORK, purge_deleted
from lib.claims import Lost
from lib.states import WorkState
from speech import child
from tests import making
from tests.conftest import Cast
from tests.speech.extract.scans import add_scan, printed
from tests.test_main_path import upload_document
from tests.working import work_all

pytestmark = pytest.mark.django_db
PAGES = 4
SLIP = pymupdf.Rect(0, 0, 300, 80)  # small paper is read in half a second


def sentence(number: int) -> str:
    return f"Đây là trang thứ {number} của cuốn sách này."


@once
def slips(password: str = "", pages: int = PAGES) -> bytes:
    """Pages that are pictures of a few words each."""
    with pymupdf.open() as made:
        for number in range(1, pages + 1):
            html = f"<p>{sentence(number)}</p>"
            add_scan(made, printed(html, paper=SLIP, places=[(10, 15, 290, 75)]))
        locked: dict[str, Any] = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": password} if password else {}
        return bytes(made.tobytes(**locked))


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The pages for which children were started, one at a time."""
    started: list[int] = []
    run = child.run

    def told(task: str, request: Any, **options: Any) -> dict[str, Any]:
        if task == "recognise":
            started.append(request["number"])
        return run(task, request, **options)

    monkeypatch.setattr(child, "run", told)
    monkeypatch.setattr("speech.extract.ocr.crew.cores", lambda: 1)
    return started


@pytest.fixture
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part is over as soon as it has a page."""
    monkeypatch.setattr(recognising, "PART_SECONDS", 0.0)


def text(api: APIClient, document: str) -> str:
    return str(api.get(f"/api/documents/{document}").json()["text_content"])


@pytest.mark.usefixtures("in_haste")
def test_each_part_goes_on_where_the_last_one_ended(api: APIClient, asked: list[int]) -> None:
    document = upload_document(api, "dai.pdf", slips())["document_id"]
    seen = []
    while (reading := Extraction.objects.get()).status == "QUEUED":
        assert WORK.run_one()
        body = api.get(f"/api/jobs/{reading.public_id}").json()
        seen.append((body["progress"], body["message"]))
        assert RecognisedPage.objects.count() in {len(asked), 0}
        assert len(asked) <= 2 * len(seen), "what was begun ends, nothing else is begun"
    assert reading.status == "READY"
    assert sorted(asked) == list(range(1, PAGES + 1)), "each page once"
    assert seen[0][1].startswith("Đang nhận dạng trang "), "also while it waits for its turn"
    assert 0 < seen[0][0] < 50
    assert [percent for percent, _ in seen] == sorted(percent for percent, _ in seen)
    assert len(seen) >= PAGES // 2
    assert all(sentence(number) in text(api, document) for number in range(1, PAGES + 1))
    assert reading.recognised_pages == PAGES
    assert not RecognisedPage.objects.exists(), "the sections have taken their place"


@pytest.mark.usefixtures("in_haste", "asked")
def test_between_two_parts_others_have_their_turn_and_earlier_errors_are_forgiven(cast: Cast, api: APIClient) -> None:
    upload_document(api, "dai.pdf", slips(pages=3))
    Extraction.objects.update(errors=2, lost_leases=9)
    assert WORK.run_one()
    reading = Extraction.objects.get()
    assert (reading.status, reading.errors, reading.lost_leases, reading.owner) == ("QUEUED", 0, 0, "")
    short = upload_document(cast.api(cast.stranger), "ngan.txt", making.TEXT.encode())["document_id"]
    assert WORK.run_one()
    assert Extraction.objects.get(document__public_id=short).status == "READY"
    assert 1 <= RecognisedPage.objects.count() <= 2
    moves = DocumentEvent.objects.filter(kind="extraction").order_by("pk").values_list("old", "new")
    assert ("RUNNING", "QUEUED") in list(moves)


@pytest.mark.usefixtures("in_haste")
def test_a_locked_scan_is_opened_again_for_each_part(api: APIClient, asked: list[int]) -> None:
    sent = upload_document(api, "mat.pdf", slips("bí mật", pages=3))
    work_all()
    document, reading = sent["document_id"], Extraction.objects.get()
    path = f"/api/v1/documents/{document}/password"
    api.post(path, {"password": "bí mật"}, format="json")
    assert WORK.run_one()
    assert passwords.take(reading.public_id) == "bí mật", "sealed for the next part"
    assert WORK.run_one()
    assert Extraction.objects.get().status == "NEEDS_PASSWORD", "it was lost on the way"
    assert 1 <= RecognisedPage.objects.count() <= 2
    api.post(path, {"password": "bí mật"}, format="json")
    work_all()
    assert Extraction.objects.get().status == "READY"
    assert sorted(asked) == [1, 2, 3], "what was recognised before the password was lost is kept"
    assert passwords.take(reading.public_id) == ""


def test_a_worker_that_lost_its_work_keeps_no_page(api: APIClient) -> None:
    upload_document(api, "dai.pdf", slips())
    late = transitions.claim_extraction()
    assert late is not None
    keep = recognising.part_of(late).keep
    keep(1, [])
    Extraction.objects.update(owner="another")
    with pytest.raises(Lost):
        keep(2, [])
    assert list(RecognisedPage.objects.values_list("number", flat=True)) == [1]


def test_a_page_that_cannot_be_read_is_not_tried_in_every_part(api: APIClient, asked: list[int]) -> None:
    document = upload_document(api, "dai.pdf", slips(pages=3))["document_id"]
    RecognisedPage.objects.create(extraction=Extraction.objects.get(), number=2, lines=None)
    work_all()
    assert sorted(asked) == [1, 3]
    reading = Extraction.objects.get()
    assert (reading.status, reading.warnings, reading.recognised_pages) == ("READY", ["pages_unread"], 2)
    assert sentence(2) not in text(api, document)


@pytest.mark.usefixtures("in_haste", "asked")
def test_recognised_pages_go_with_their_document_and_with_a_failure_that_nobody_mends(api: APIClient) -> None:
    upload_document(api, "dai.pdf", slips())
    assert WORK.run_one()
    reading = transitions.claim_extraction()
    assert reading is not None
    transitions.finish(reading, WorkState.FAILED, error_code="server_error")
    purge_deleted(timezone.now() - timedelta(days=1))
    assert RecognisedPage.objects.exists(), "it can be tried again"
    purge_deleted(timezone.now())
    assert not RecognisedPage.objects.exists()


# --- a kill

WORKER = """
import sys
from pathlib import Path
import django
from django.conf import settings
name, media, scratch = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = name
settings.STORAGES["default"]["OPTIONS"]["location"] = Path(media)
settings.SCRATCH_DIR = Path(scratch)
django.setup()
from documents.stages import WORK
WORK.run_one()
"""


def wait_for(count: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while RecognisedPage.objects.count() < count:
        assert process.poll() is None, "the worker ended by itself"
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the database of a test in memory is its own")
def test_a_kill_costs_the_pages_in_flight(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    document = upload_document(api, "dai.pdf", slips())["document_id"]
    media, scratch = settings.STORAGES["default"]["OPTIONS"]["location"], settings.SCRATCH_DIR
    names = [connection.settings_dict["NAME"], str(media), str(scratch)]
    worker = subprocess.Popen([sys.executable, "-c", WORKER, *names], cwd=settings.BASE_DIR)
    try:
        wait_for(2, worker)
    finally:
        worker.kill()
        worker.wait()
    kept = set(RecognisedPage.objects.values_list("number", flat=True))
    assert Extraction.objects.get().status == "RUNNING"
    assert not WORK.run_one(), "its lease still runs"
    Extraction.objects.update(lease_until=timezone.now())
    started: list[int] = []
    run = child.run

    def told(task: str, request: Any, **options: Any) -> dict[str, Any]:
        started.extend([request["number"]] if task == "recognise" else [])
        return run(task, request, **options)

    monkeypatch.setattr(child, "run", told)
    work_all()
    assert Extraction.objects.get().status == "READY"
    assert sorted(started) == sorted(set(range(1, PAGES + 1)) - kept)
    assert all(sentence(number) in text(api, document) for number in range(1, PAGES + 1))
