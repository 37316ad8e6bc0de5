"""Bad input: a stable code and a sentence in the user's language, in page and API alike; nothing half-made."""

from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import Blob
from documents.models import Document
from synthesis.models import Job
from tests import making
from tests.conftest import Cast
from tests.enrolling import samples_page
from tests.working import work_all
from voices.models import Voice

pytestmark = pytest.mark.django_db
NOISE = np.random.default_rng(1).normal(0, 0.05, 16000 * 8)
HOSTILE_NAMES = ["../../etc/passwd.wav", "a\x00b.wav", "🙂🎵 giọng.wav", "x" * 400 + ".wav", ".wav", "C:\\t\\a.wav"]


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def send_voice(api: APIClient, name: str, data: bytes, **fields: Any) -> Any:
    file = making.named(name, data)
    return api.post("/api/voice-profiles/upload", {"file": file, "name": "G", **fields}, format="multipart")


def send_document(api: APIClient, name: str, data: bytes) -> Any:
    return api.post("/api/documents/upload", {"file": making.named(name, data)}, format="multipart")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.wav", b"", "empty_file"),
        ("a.mp3", b"%PDF-1.7 not audio at all" * 50, "unsupported_format"),
        ("a.wav", b"MZ" + bytes(5000), "unsupported_format"),
    ],
)
def test_a_voice_that_is_no_audio_is_refused_at_once(api: APIClient, name: str, data: bytes, code: str) -> None:
    answer = send_voice(api, name, data)
    assert answer.status_code == 400
    assert answer.json()["errors"]["file"][0]["code"] == code
    assert (Voice.objects.count(), Blob.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (making.recording()[: len(making.recording()) // 3], "truncated_audio"),
        (b"RIFF\x00\x00\x00\x00WAVE" + b"\xff" * 4000, "unreadable_audio"),
        (making.sound(np.zeros(16000 * 8)), "silent_audio"),
        (making.sound(NOISE), "too_little_speech"),
        (making.sound(0.3 * np.sin(np.arange(16000 * 8) / 6)), "too_little_speech"),
        (making.sound(NOISE[: 16000 * 2]), "audio_too_short"),
        (making.recording(seconds=310.0), "audio_too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_recording_that_cannot_serve_is_rejected_with_a_reason(api: APIClient, data: bytes, code: str) -> None:
    sent = send_voice(api, "a.wav", data, consent="self").json()
    work_all()
    task = api.get(f"/api/jobs/{sent['task_id']}").json()
    assert (task["status"], task["error"]) == ("FAILURE", code)
    assert task["message"].startswith("Lỗi: ")
    assert "{" not in task["message"]
    voice = api.get(f"/api/voice-profiles/{sent['profile_id']}").json()
    assert (voice["status"], voice["reasons"][0]["code"]) == ("failed", code)
    english = api.get(f"/api/jobs/{sent['task_id']}", headers={"Accept-Language": "en"}).json()
    assert english["message"] != task["message"]


def test_an_upload_over_the_limit_is_413(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_UPLOAD_SIZE", 100_000)
    answer = send_voice(api, "a.wav", making.recording())
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    answer = send_document(api, "a.txt", b"a" * 2_000_000)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert Blob.objects.count() == 0


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_names_are_cleaned_and_harm_nothing(api: APIClient, name: str) -> None:
    answer = send_voice(api, name, making.recording(), consent="self")
    assert answer.status_code == 200
    voice = Voice.objects.get()
    sample = voice.samples.get()
    assert len(sample.filename) <= 200
    assert not set("/\\\x00") & set(sample.filename)
    assert sample.original.key.startswith("voices/")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty_file"),
        ("a.exe", b"MZ" + bytes(100), "unsupported_format"),
    ],
)
def test_a_document_of_no_format_is_refused_at_once(api: APIClient, name: str, data: bytes, code: str) -> None:
    answer = send_document(api, name, data)
    assert answer.status_code == 400
    assert answer.json()["errors"]["file"][0]["code"] == code
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "data", "codes"),
    [
        ("a.docx", b"PK\x03\x04" + bytes(500), {"unreadable_document"}),
        ("a.zip", b"PK\x03\x04" + bytes(500), {"unsupported_format"}),
        ("a.pdf", making.pdf_file()[:300], {"unreadable_document", "no_text"}),
        ("a.txt", bytes(range(256)) * 20, {"unsupported_format", "unreadable_document"}),
        ("a.docx", making.word_file()[:-200], {"unreadable_document"}),
        ("a.txt", b" \n\n \n", {"no_text"}),
    ],
)
def test_a_broken_document_is_rejected_with_a_reason(api: APIClient, name: str, data: bytes, codes: set[str]) -> None:
    sent = send_document(api, name, data).json()
    work_all()
    task = api.get(f"/api/jobs/{sent['task_id']}").json()
    assert task["status"] == "FAILURE"
    assert task["error"] in codes
    assert api.get(f"/api/documents/{sent['document_id']}").json()["error"]["code"] == task["error"]


def test_too_many_pages_names_limit_and_plan(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_DOCUMENT_PAGES", 2)
    sent = send_document(api, "a.pdf", making.pdf_file(pages=3)).json()
    work_all()
    task = api.get(f"/api/jobs/{sent['task_id']}").json()
    assert task["error"] == "too_many_pages"
    assert "3" in task["message"]
    assert "Miễn phí" in task["message"]


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"voice_profile_id": "vi-north"}, 400, "text_or_document"),
        ({"voice_profile_id": "vi-north", "text": "a", "document_id": "b"}, 400, "text_or_document"),
        ({"voice_profile_id": "vi-north", "text": " \n "}, 400, "text_or_document"),
        ({"voice_profile_id": "vi-north", "text": "... !!! —"}, 400, "nothing_to_say"),
        ({"voice_profile_id": "nobody", "text": "Xin chào"}, 404, "not_found"),
        ({"voice_profile_id": "vi-north", "document_id": "../x"}, 404, "not_found"),
        ({"text": "Xin chào"}, 400, "invalid"),
        ({"voice_profile_id": "vi-north", "text": "Xin chào", "speed": 9}, 400, "invalid"),
        ({"voice_profile_id": "vi-north", "text": "Xin chào", "speed": "NaN"}, 400, "invalid"),
        ({"voice_profile_id": "vi-north", "text": "Xin chào", "format": "exe"}, 400, "invalid"),
        ({"voice_profile_id": "vi-north", "text": "Xin chào", "language": "fr"}, 400, "invalid"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(api: APIClient, wish: dict[str, Any], status: int, code: str) -> None:
    answer = api.post("/api/generation/create", wish, format="json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Job.objects.count() == 0


def test_text_over_the_limit_is_413(api: APIClient) -> None:
    wish = {"voice_profile_id": "vi-north", "text": "a" * (settings.MAX_TEXT_CHARS + 1)}
    answer = api.post("/api/generation/create", wish, format="json")
    assert (answer.status_code, answer.json()["code"]) == (413, "text_too_long")


@pytest.mark.parametrize("text", ["Xin\x00 chào \ud800 bạn", "‮Xin chào​ các bạn 🙂", "Xin chào\u2028bạn\r\nnhé"])
def test_odd_text_is_read_all_the_same(api: APIClient, text: str) -> None:
    from accounts.models import User
    from synthesis.services import Wish, create_job

    create_job(by=User.objects.get(email="owner@example.com"), wish=Wish(voice="vi-north", text=text))
    work_all()
    assert Job.objects.get().status == "READY"


def test_broken_json_and_wrong_types_are_400_and_never_500(api: APIClient) -> None:
    broken = api.post("/api/generation/create", b"{", content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "parse_error")
    assert api.post("/api/generation/create", [1], format="json").status_code == 400
    assert api.post("/api/documents/upload", {"file": "text"}, format="json").status_code == 415
    assert api.put("/api/documents").json()["code"] == "method_not_allowed"
    assert api.get("/api/documents?cursor=x").json()["code"] == "bad_cursor"
    assert api.get("/api/documents?limit=x").status_code == 400


def test_a_page_shows_the_same_refusal_at_its_field(cast: Cast) -> None:
    browser = cast.browser(cast.owner)
    file = SimpleUploadedFile("a.mp3", b"not audio" * 100)
    answer = browser.post(samples_page(cast.owner), {"file": file})
    assert answer.status_code == 422
    assert "Định dạng tệp này chưa được hỗ trợ" in answer.content.decode()
    empty = browser.post("/documents/", {"file": SimpleUploadedFile("a.txt", b"")})
    assert "Tệp trống" in empty.content.decode()
