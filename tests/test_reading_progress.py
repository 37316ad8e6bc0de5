"""How far a reading is, page by page, and how it ends: by the file's fault, or by ours, which can be tried again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pymupdf
import pytest
from django.utils import timezone, translation
from rest_framework.test import APIClient

from documents import progress, stages, transitions
from documents.models import Document, Extraction
from documents.progress import PageCount
from documents.states import Phase
from lib.refusals import sentence
from lib.states import WorkState
from speech.errors import EngineError, NotReady, SpeechError
from tests import making
from tests.conftest import Cast
from tests.test_main_path import upload_document
from tests.working import work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


@pytest.fixture
def reading(api: APIClient) -> Extraction:
    """One that a worker has begun."""
    upload_document(api, "dai.pdf", making.pdf_file())
    claimed = transitions.claim_extraction()
    assert claimed is not None
    return claimed


class Clock:
    """Time that passes when a test says so."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(progress, "time", clock)
    return clock


def read(count: PageCount, clock: Clock, pages: range, total: int, seconds: float) -> None:
    for page in pages:
        clock.now += seconds
        count(page, total)


def seen(api: APIClient, reading: Extraction) -> dict[str, Any]:
    body: dict[str, Any] = api.get(f"/api/jobs/{reading.public_id}").json()
    return body


def test_the_page_is_told_with_what_is_left_at_the_speed_so_far(
    cast: Cast, api: APIClient, reading: Extraction, clock: Clock
) -> None:
    count = PageCount(reading, Phase.READING)
    assert (seen(api, reading)["message"], seen(api, reading)["eta_seconds"]) == ("Đang đọc tài liệu...", None)
    read(count, clock, range(1, 4), 340, 1.0)
    assert seen(api, reading)["eta_seconds"] is None, "no speed to speak of yet"
    read(count, clock, range(4, 13), 340, 1.0)
    body = seen(api, reading)
    assert (body["status"], body["message"], body["progress"]) == ("PROCESSING", "Đang đọc trang 12/340", 3)
    assert body["eta_seconds"] == pytest.approx(328, abs=3)
    html = cast.browser(cast.owner).get(f"/documents/{reading.document.public_id}/").content.decode()
    assert "Đang đọc trang 12/340" in html, "also for who comes later"
    assert "còn khoảng 5 phút" in html
    with translation.override("en"):
        assert progress.working_message(Extraction.objects.get()) == "Reading page 12 of 340"


@pytest.mark.parametrize(
    ("phase", "said"),
    [(Phase.RECOGNISING, "Đang nhận dạng trang 3/20"), (Phase.PARTS, "Đang đọc phần 3/20")],
)
def test_what_is_counted_has_its_name(
    api: APIClient, reading: Extraction, clock: Clock, phase: Phase, said: str
) -> None:
    read(PageCount(reading, phase), clock, range(1, 4), 20, 0.1)
    assert seen(api, reading)["message"] == said


def test_progress_never_falls(api: APIClient, reading: Extraction, clock: Clock) -> None:
    count, told = PageCount(reading, Phase.READING), []
    for done in (5, 3, 9, 1, 10):
        read(count, clock, range(done, done + 1), 10, 1.0)
        told.append((seen(api, reading)["progress"], Extraction.objects.get().pages_done))
    assert told == [(47, 5), (47, 5), (85, 9), (85, 9), (95, 10)]
    assert seen(api, reading)["message"] == "Đang phân tích văn bản..."


def test_a_worker_that_lost_its_work_tells_nothing_more(api: APIClient, reading: Extraction, clock: Clock) -> None:
    Extraction.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    transitions.claim_extraction()
    read(PageCount(reading, Phase.READING), clock, range(1, 9), 10, 1.0)
    assert seen(api, reading)["progress"] == 0


Told = list[tuple[int, str]]


@pytest.fixture
def told(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> Told:
    """What is seen at each bell: per cent and words."""
    told: Told = []
    real = transitions.ring

    def ring(row: Extraction) -> None:
        told.append((seen(api, row)["progress"], seen(api, row)["message"]))
        real(row)

    monkeypatch.setattr(transitions, "ring", ring)
    return told


def scanned(pages: int) -> bytes:
    """A text page, then pictures of pages."""
    with pymupdf.open(stream=making.pdf_file(pages=pages)) as typed, pymupdf.open() as made:
        made.insert_pdf(typed, to_page=0)
        for page in typed.pages(1):
            made.new_page().insert_image(page.rect, pixmap=page.get_pixmap(dpi=150))
        return bytes(made.tobytes())


def test_recognised_pages_are_counted_with_the_others(api: APIClient, told: Told) -> None:
    document = upload_document(api, "quet.pdf", scanned(pages=3))["document_id"]
    work_all()
    assert "Trang 3 của tài liệu" in api.get(f"/api/documents/{document}").json()["text_content"]
    pages = [message for _, message in told if "trang" in message]
    assert pages == ["Đang đọc trang 1/3", "Đang nhận dạng trang 2/3"]
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)


def test_a_real_reading_counts_its_pages(api: APIClient, told: Told) -> None:
    upload_document(api, "dai.pdf", making.pdf_file(pages=4))
    work_all()
    pages = [message for _, message in told if message.startswith("Đang đọc trang")]
    assert pages == [f"Đang đọc trang {page}/4" for page in (1, 2, 3)]
    assert [percent for percent, _ in told] == sorted(percent for percent, _ in told)
    assert told[-1] == (100, "Tài liệu đã được xử lý!")


def test_trying_again_begins_at_the_beginning(cast: Cast, api: APIClient, reading: Extraction, clock: Clock) -> None:
    read(PageCount(reading, Phase.READING), clock, range(1, 9), 10, 1.0)
    transitions.finish(reading, WorkState.FAILED, error_code="server_error")
    cast.browser(cast.owner).post(f"/documents/{reading.document.public_id}/retry/")
    body = seen(api, reading)
    assert (body["status"], body["progress"], body["message"]) == ("PENDING", 0, "Đang đọc tài liệu...")
    assert (body["eta_seconds"], Extraction.objects.get().pages_total) == (None, None)


def ended_by(error: Exception, monkeypatch: pytest.MonkeyPatch) -> Extraction:
    def fail(*args: Any) -> None:
        raise error

    monkeypatch.setattr(stages, "_read", fail)
    for _ in range(3):
        stages.WORK.run_one()
        Extraction.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))
    return Extraction.objects.get()


@pytest.mark.parametrize(
    ("make", "status", "code"),
    [
        (lambda: SpeechError("unreadable_document"), "REJECTED", "unreadable_document"),
        (lambda: SpeechError("took_too_long"), "REJECTED", "took_too_long"),
        (lambda: SpeechError("reader_crashed"), "REJECTED", "reader_crashed"),
        (lambda: SpeechError("password_required"), "NEEDS_PASSWORD", "password_required"),
        (lambda: SpeechError("wrong_password"), "NEEDS_PASSWORD", "wrong_password"),
        (lambda: NotReady("converter_not_ready", converter="LibreOffice"), "FAILED", "converter_not_ready"),
        (lambda: EngineError("reader_killed"), "FAILED", "server_error"),
        (lambda: ZeroDivisionError(), "FAILED", "server_error"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_files_fault_is_told_and_ours_can_be_tried_again(
    cast: Cast, api: APIClient, monkeypatch: pytest.MonkeyPatch, make: Callable[[], Exception], status: str, code: str
) -> None:
    document = upload_document(api, "a.pdf", making.pdf_file())["document_id"]
    with monkeypatch.context() as broken:
        ended = ended_by(make(), broken)
    assert (ended.status, ended.error_code) == (status, code)
    assert sentence(code) != sentence("server_error") or code == "server_error"
    answer = cast.browser(cast.owner).post(f"/documents/{document}/retry/")
    assert answer.status_code == (302 if status == "FAILED" else 409)
    work_all()
    assert (Document.objects.get().status == "READY") is (status == "FAILED")
