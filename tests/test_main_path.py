"""The main path over the API, as a program walks it: a voice and a document in, an audiobook out."""

import io
from typing import Any

import pytest
import soundfile
from rest_framework.test import APIClient

from documents.models import Section
from synthesis.models import Job, Segment
from tests import making
from tests.conftest import Cast
from tests.working import work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def upload_voice(api: APIClient, **fields: Any) -> dict[str, Any]:
    data = {"file": making.named("giong.wav", making.recording()), "name": "Giọng của tôi", **fields}
    answer = api.post("/api/voice-profiles/upload", data, format="multipart")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def upload_document(api: APIClient, name: str, data: bytes) -> dict[str, Any]:
    answer = api.post("/api/documents/upload", {"file": making.named(name, data)}, format="multipart")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def create(api: APIClient, **wish: Any) -> dict[str, Any]:
    answer = api.post("/api/generation/create", wish, format="json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_voice_and_a_document_become_an_audiobook(api: APIClient) -> None:
    voice = upload_voice(api, transcript=making.READING, consent="self")
    document = upload_document(api, "Sách.docx", making.word_file())
    work_all()
    assert api.get(f"/api/jobs/{voice['task_id']}").json()["status"] == "SUCCESS"
    assert api.get(f"/api/jobs/{document['task_id']}").json()["status"] == "SUCCESS"

    made = create(api, voice_profile_id=voice["profile_id"], document_id=document["document_id"])
    assert made["status"] == "pending"
    work_all()
    job = api.get(f"/api/generation/{made['id']}").json()
    assert (job["status"], job["progress"], job["missing_segments"]) == ("completed", 100, 0)

    audio = api.get(job["audio_path"])
    assert audio["Content-Type"] == "audio/mpeg"
    wave, rate = soundfile.read(io.BytesIO(body_of(audio)))
    words = len(making.TEXT.split())
    assert len(wave) / rate == pytest.approx(job["duration"], abs=0.2)
    assert words / 5 < job["duration"] < words, "between 1 and 5 words a second"
    assert 0.05 < abs(wave).max() <= 1.0


def test_nothing_of_the_text_is_lost_and_chapters_have_their_times(api: APIClient) -> None:
    document = upload_document(api, "sach.docx", making.word_file())
    work_all()
    made = create(api, voice_profile_id="vi-north", document_id=document["document_id"])
    work_all()
    job = Job.objects.get(public_id=made["id"])
    read = " ".join(Segment.objects.filter(job=job).order_by("position").values_list("source_text", flat=True))
    assert read.split() == making.TEXT.split()
    chapters = job.renditions.get(format="mp3").chapters
    assert [chapter["title"] for chapter in chapters] == list(making.BOOK)
    assert chapters[0]["start_seconds"] == 0
    assert 0 < chapters[1]["start_seconds"] < job.renditions.get(format="mp3").duration_seconds


PAGE = "".join(f"<p>{line}</p>" for line in making.TEXT.split("\n\n"))
CUES = "1\n00:00:01,500 --> 00:00:04,000\nNgày xưa có một người\n\n"
CUES += "2\n00:00:04,000 --> 00:00:09,000\nthợ mộc sống ở một làng bên sông.\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", making.pdf_file()),
        ("a.txt", making.TEXT.encode()),
        ("a.html", f"<!doctype html><html>{PAGE}</html>".encode()),
        ("a.md", f"# Sách\n\n{making.TEXT}".encode()),
        ("a.srt", CUES.encode()),
        ("a.epub", making.book_file()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_other_formats_are_read_too(api: APIClient, name: str, data: bytes) -> None:
    document = upload_document(api, name, data)
    work_all()
    body = api.get(f"/api/documents/{document['document_id']}").json()
    assert body["status"] == "ready", body
    assert body["word_count"] > 10
    assert "tiếng Việt" in body["text_content"] or "thợ mộc" in body["text_content"]
    assert body["language"] == "vi"
    assert body["estimated_duration"] == pytest.approx(body["word_count"] * 60 / 150, abs=0.1)


def test_subtitles_keep_their_times(api: APIClient) -> None:
    upload_document(api, "a.srt", CUES.encode())
    work_all()
    times = Section.objects.order_by("position").values_list("start_seconds", "end_seconds")
    assert list(times) == [(1.5, 4.0), (4.0, 9.0)]


def test_a_locked_book_is_refused_with_its_code(api: APIClient) -> None:
    document = upload_document(api, "a.epub", making.book_file(**{"META-INF/license.lcpl": "{}"}))
    work_all()
    told = api.get(f"/api/jobs/{document['task_id']}").json()
    assert (told["status"], told["error"]) == ("FAILURE", "locked_book")
    assert "bản quyền" in told["message"]


def test_equal_sentences_are_rendered_once(api: APIClient) -> None:
    create(api, voice_profile_id="vi-north", text="Câu này lặp lại. Câu này lặp lại. Câu kia thì khác.")
    work_all()
    takes = Segment.objects.get(position=0).takes.get(), Segment.objects.get(position=1).takes.get()
    assert takes[0].blob == takes[1].blob
    assert Segment.objects.get(position=2).takes.get().blob != takes[0].blob


def test_equal_sentences_of_two_tenants_are_never_shared(cast: Cast) -> None:
    for person in (cast.owner, cast.stranger):
        create(cast.api(person), voice_profile_id="vi-north", text="Câu này ai cũng đọc.")
    work_all()
    blobs = {segment.takes.get().blob_id for segment in Segment.objects.all()}
    assert len(blobs) == 2


def test_seeking_answers_206_and_downloads_have_a_human_name(api: APIClient) -> None:
    made = create(api, voice_profile_id="vi-south", text="Xin chào các bạn.")
    work_all()
    path = f"/api/generation/{made['id']}/audio"
    whole = body_of(api.get(path))
    part = api.get(path, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert body_of(part) == whole[100:200]
    tail = api.get(path, headers={"Range": "bytes=-50"})
    assert body_of(tail) == whole[-50:]
    assert api.get(path, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    assert "Xin%20ch%C3%A0o" in api.get(path)["Content-Disposition"]


def test_another_format_is_made_on_demand_from_the_lossless_master(api: APIClient) -> None:
    made = create(api, voice_profile_id="vi-north", text="Xin chào các bạn.")
    work_all()
    path = f"/api/generation/{made['id']}/audio?format=wav"
    waiting = api.get(path)
    assert (waiting.status_code, waiting.json()["code"]) == (409, "not_ready")
    assert int(waiting["Retry-After"]) > 0
    work_all()
    wave = api.get(path)
    assert wave["Content-Type"] == "audio/wav"
    assert body_of(wave)[:4] == b"RIFF"
    assert api.get(path.replace("wav", "exe")).json()["code"] == "unknown_format"


def test_a_job_can_be_cancelled_and_deleted(api: APIClient) -> None:
    made = create(api, voice_profile_id="vi-north", text="Xin chào.")
    assert api.post(f"/api/generation/{made['id']}/cancel").status_code == 200
    assert api.get(f"/api/jobs/{made['task_id']}").json()["status"] == "REVOKED"
    assert work_all() == 0
    assert api.post(f"/api/generation/{made['id']}/cancel").json()["code"] == "not_cancellable"
    assert api.delete(f"/api/generation/{made['id']}").status_code == 200
    assert api.get(f"/api/generation/{made['id']}").status_code == 404


def test_a_failed_job_is_retried_under_the_same_task_id_and_keeps_what_was_rendered(
    api: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lib import claims
    from synthesis.stages import assembling

    monkeypatch.setattr(claims, "MAX_ERRORS", 1)
    made = create(api, voice_profile_id="vi-north", text="Câu một. Câu hai.")
    with monkeypatch.context() as broken:
        broken.setattr(assembling, "_join", lambda job, path: 1 / 0)
        work_all()
    body = api.get(f"/api/jobs/{made['task_id']}").json()
    assert (body["status"], body["error"]) == ("FAILURE", "server_error")
    rendered = set(Segment.objects.values_list("takes__public_id", flat=True))
    assert api.post(f"/api/generation/{made['id']}/retry").json()["task_id"] == made["task_id"]
    work_all()
    assert api.get(f"/api/jobs/{made['task_id']}").json()["status"] == "SUCCESS"
    assert set(Segment.objects.values_list("takes__public_id", flat=True)) == rendered


def test_the_first_paragraph_is_heard_before_the_whole_and_its_clips_are_used_again(cast: Cast) -> None:
    from synthesis.services import Wish, create_job, create_preview

    wish = Wish(voice="vi-north", text="Đoạn một có một câu.\n\nĐoạn hai dài hơn. Có hai câu.")
    preview = create_preview(by=cast.owner, wish=wish)
    whole = create_job(by=cast.owner, wish=wish)
    assert preview.text_input == "Đoạn một có một câu."
    assert preview.lane < whole.lane
    work_all()
    first = whole.segments.get(position=0).takes.get()
    assert first.blob == preview.segments.get(position=0).takes.get().blob
    assert [job["id"] for job in cast.api(cast.owner).get("/api/generation/history").json()] == [str(whole.public_id)]
