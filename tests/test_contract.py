"""The owner's paths, fields and words (R1-R8), one by one. What they say is fixed; a change here breaks somebody."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from synthesis.models import Job
from synthesis.services import cancel
from tests import making
from tests.conftest import Cast
from tests.test_main_path import create, upload_document, upload_voice
from tests.working import work_all

pytestmark = pytest.mark.django_db
TASK = {"task_id", "kind", "status", "progress", "message", "eta_seconds", "version"}
VOICE = {
    "id", "user_id", "name", "audio_path", "duration", "quality_score", "status", "created_at", "language", "consent",
    "reasons",
}  # fmt: skip
DOCUMENT = {
    "id", "user_id", "filename", "file_path", "file_type", "text_content", "word_count", "status", "created_at",
    "estimated_duration", "page_count", "language",
}  # fmt: skip
GENERATION = {
    "id", "user_id", "voice_profile_id", "document_id", "text_input", "audio_path", "duration", "status", "created_at",
    "completed_at", "progress", "error", "expires_at", "missing_segments",
}  # fmt: skip


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


PATHS = [
    ("post", "/api/auth/register"),
    ("post", "/api/auth/login"),
    ("post", "/api/auth/refresh"),
    ("post", "/api/auth/logout"),
    ("get", "/api/auth/me"),
    ("post", "/api/voice-profiles/upload"),
    ("get", "/api/voice-profiles"),
    ("post", "/api/documents/upload"),
    ("get", "/api/documents"),
    ("post", "/api/generation/create"),
    ("get", "/api/generation/history"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
@pytest.mark.parametrize("slash", ["", "/"])
def test_owners_paths_answer_with_and_without_a_slash(api: APIClient, method: str, path: str, slash: str) -> None:
    status = getattr(api, method)(path + slash).status_code
    assert status in {200, 400, 415}, status


def test_a_voice(api: APIClient, cast: Cast) -> None:
    sent = upload_voice(api, language="vi", consent="permission", speaker_name="Bà Tư")
    assert set(sent) == {"task_id", "status", "message", "profile_id"}
    assert sent["status"] == "processing"
    path = f"/api/voice-profiles/{sent['profile_id']}"
    before = api.get(path).json()
    assert (before["status"], before["duration"], before["quality_score"]) == ("processing", None, None)
    waiting = api.get(f"/api/jobs/{sent['task_id']}").json()
    assert set(waiting) == TASK
    assert (waiting["status"], waiting["kind"], waiting["progress"]) == ("PENDING", "voice", 0)
    work_all()
    after = api.get(path).json()
    assert set(after) == VOICE
    assert (after["status"], after["user_id"]) == ("ready", str(cast.owner.public_id))
    assert 0 <= after["quality_score"] <= 100
    assert 5 <= after["duration"] <= 300
    assert (after["consent"]["kind"], after["consent"]["speaker_name"]) == ("permission", "Bà Tư")
    done = api.get(f"/api/jobs/{sent['task_id']}").json()
    assert (done["status"], done["progress"], done["message"]) == ("SUCCESS", 100, "Voice profile đã sẵn sàng!")
    assert (done["profile_id"], done["quality_score"]) == (sent["profile_id"], after["quality_score"])
    audio = api.get(after["audio_path"])
    assert audio.status_code == 200
    assert audio["Content-Type"] == "audio/flac"
    assert api.get("/api/voice-profiles").json() == [after]
    assert set(api.delete(path).json()) == {"message"}
    assert api.get(path).status_code == 404


def test_a_document(api: APIClient) -> None:
    sent = upload_document(api, "Tập 1.docx", making.word_file())
    assert set(sent) == {"task_id", "status", "message", "document_id"}
    assert (sent["status"], sent["message"]) == ("processing", "Đang đọc tài liệu...")
    path = f"/api/documents/{sent['document_id']}"
    assert api.get(path).json()["status"] == "processing"
    work_all()
    body = api.get(path).json()
    assert set(body) >= DOCUMENT
    assert (body["status"], body["filename"], body["file_type"]) == ("ready", "Tập 1.docx", "docx")
    assert body["text_content"].split() == making.TEXT.split()
    assert body["word_count"] == len(making.TEXT.split())
    assert body["page_count"] == 1
    done = api.get(f"/api/jobs/{sent['task_id']}").json()
    assert (done["status"], done["message"]) == ("SUCCESS", "Tài liệu đã được xử lý!")
    assert done["text"] == body["text_content"]
    assert (done["word_count"], done["estimated_duration"]) == (body["word_count"], body["estimated_duration"])
    file = api.get(body["file_path"])
    assert file["Content-Disposition"].startswith("attachment;")
    assert file["Content-Type"] == "application/octet-stream"
    assert [one["id"] for one in api.get("/api/documents").json()] == [sent["document_id"]]
    assert set(api.delete(path).json()) == {"message"}
    assert api.get(path).status_code == 404


def test_a_generation(api: APIClient) -> None:
    sent = create(api, voice_profile_id="vi-central", text="Xin chào các bạn.", language="vi", speed=1.2, format="wav")
    assert set(sent) == {"id", "task_id", "status", "message"}
    assert sent["status"] == "pending"
    path = f"/api/generation/{sent['id']}"
    before = api.get(path).json()
    assert (before["status"], before["audio_path"], before["progress"]) == ("pending", None, 0)
    assert api.get(f"{path}/audio").json()["code"] == "not_ready"
    assert api.get(f"{path}/audio").status_code == 409
    work_all()
    body = api.get(path).json()
    assert set(body) >= GENERATION
    assert (body["status"], body["voice_profile_id"], body["document_id"]) == ("completed", "vi-central", None)
    assert body["text_input"] == "Xin chào các bạn."
    assert body["completed_at"].endswith("Z")
    assert body["expires_at"] > body["completed_at"]
    done = api.get(f"/api/jobs/{sent['task_id']}").json()
    assert (done["status"], done["message"]) == ("SUCCESS", "Audio đã được tạo thành công!")
    assert done["audio_path"] == body["audio_path"]
    assert api.get(body["audio_path"])["Content-Type"] == "audio/wav"
    assert [one["id"] for one in api.get("/api/generation/history").json()] == [sent["id"]]


def test_expired_audio_is_410(api: APIClient) -> None:
    from synthesis.stages.following import expire_job

    sent = create(api, voice_profile_id="vi-north", text="Xin chào.")
    work_all()
    expire_job(Job.objects.get(public_id=sent["id"]))
    answer = api.get(f"/api/generation/{sent['id']}/audio")
    assert (answer.status_code, answer.json()["code"]) == (410, "expired")
    assert api.get(f"/api/generation/{sent['id']}").status_code == 200


def test_a_cancelled_job_is_revoked_on_the_socket_and_cancelled_for_the_owner(api: APIClient, cast: Cast) -> None:
    sent = create(api, voice_profile_id="vi-north", text="Xin chào.")
    cancel(by=cast.owner, job=Job.objects.get())
    assert api.get(f"/api/generation/{sent['id']}").json()["status"] == "cancelled"
    assert api.get(f"/api/jobs/{sent['task_id']}").json()["status"] == "REVOKED"


def test_lists_are_bare_arrays_newest_first_with_the_next_page_in_link(api: APIClient) -> None:
    made = [create(api, voice_profile_id="vi-north", text=f"Số {number}.")["id"] for number in range(5)]
    first = api.get("/api/generation/history?limit=2")
    assert [one["id"] for one in first.json()] == made[:2:-1]
    link = first["Link"]
    assert link.endswith('; rel="next"')
    second = api.get(link.split(">")[0][1:].removeprefix("http://testserver"))
    assert [one["id"] for one in second.json()] == made[2:0:-1]
    assert "Link" not in api.get("/api/generation/history?limit=5")
    assert len(api.get("/api/generation/history?limit=100000").json()) == 5


def test_health(client: Any) -> None:
    assert client.get("/health").json() == {"status": "healthy"}
    body = client.get("/healthz/").json()
    assert set(body["checks"]) == {"database", "redis", "storage", "workers"}
    assert (body["checks"]["database"], body["checks"]["redis"], body["checks"]["storage"]) == ("ok", "ok", "ok")
    assert body["status"] == "degraded", "no worker runs beside this test"


def test_the_schema_knows_every_path_and_is_open(client: Any) -> None:
    schema = client.get("/api/schema/?format=json", headers={"Accept": "application/json"})
    assert schema.status_code == 200
    known = {path.rstrip("/") for path in schema.json()["paths"]}
    assert {path for _, path in PATHS} <= known
    assert client.get("/api/docs/").status_code == 200


def test_queues_tasks_and_limits_are_the_owners() -> None:
    from celery import current_app
    from django.conf import settings

    from lib.hints import QUEUES

    current_app.loader.import_default_modules()
    assert {"process_voice_profile", "process_document", "generate_speech"} <= set(current_app.tasks)
    assert set(QUEUES.values()) == {"voice_processing", "document_processing", "tts_generation", "default"}
    conf = current_app.conf
    assert conf.accept_content == ["json"]
    assert (conf.task_serializer, conf.timezone) == ("json", "Asia/Ho_Chi_Minh")
    assert (conf.task_acks_late, conf.worker_prefetch_multiplier) == (True, 1)
    assert (conf.task_soft_time_limit, conf.task_time_limit) == (1500, 1800)
    assert conf.task_reject_on_worker_lost is False
    assert (settings.MAX_UPLOAD_SIZE, settings.MAX_AUDIO_DURATION, settings.MAX_DOCUMENT_PAGES) == (104857600, 300, 100)
