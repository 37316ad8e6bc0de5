"""What is away for a moment costs a moment: store, broker, channel layer, mail's confirmation."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from accounts import blobs
from accounts.models import Blob, Organisation, RefreshFamily, User
from lib import hints, push, storage
from synthesis import transitions
from synthesis.models import Job, Rendition, Segment, Take
from synthesis.services import Wish, cancel, create_job, delete_job
from synthesis.stages import following, keeping, planning, rendering
from tests import making
from tests.conftest import Cast
from tests.test_main_path import create, upload_document, upload_voice
from tests.working import work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def black_hole() -> Iterator[str]:
    """The address of a server that accepts and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def make_due(rows: Any) -> None:
    rows.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_store_that_is_away_is_waited_for_and_costs_no_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    job = create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Câu một. Câu hai. Câu ba."))

    def away(*args: Any, **kwargs: Any) -> None:
        raise storage.StorageFailed("away")

    with monkeypatch.context() as broken:
        broken.setattr(storage, "put_file", away)
        for _ in range(5):
            work_all()
            make_due(Segment.objects.filter(status="RENDERING"))
    assert set(Segment.objects.values_list("errors", flat=True)) == {0}
    work_all()
    job.refresh_from_db()
    assert (job.status, job.missing_segments) == ("READY", 0)


def test_letting_go_of_a_voice_takes_no_upload_that_is_under_way(cast: Cast) -> None:
    import io

    upload_voice(cast.api(cast.owner), consent="self")
    work_all()
    with storage.spool(io.BytesIO(b"somebody's upload, its row is not written yet")) as spooled:
        theirs = _keep(spooled, cast.stranger)
    cast.browser(cast.owner).post(f"/voices/{_only_voice()}/delete/")
    following.follow_all()
    assert list(Blob.objects.all()) == [theirs]
    with storage.open_stream(theirs.key) as stream:
        assert stream.read().startswith(b"somebody")


def _keep(spooled: storage.Spooled, person: User) -> Blob:
    return blobs.keep(spooled.path, organisation=Organisation.home_of(person), created_by=person, prefix="voices")


def _only_voice() -> str:
    from voices.models import Voice

    return str(Voice.objects.get().public_id)


def test_bytes_that_the_store_does_not_let_go_of_are_tried_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    with storage.spool(io.BytesIO(b"biometric")) as spooled:
        blob = _keep(spooled, cast.owner)
    blobs.release([blob.pk])

    def away(key: str) -> None:
        raise storage.StorageFailed("away")

    with monkeypatch.context() as broken:
        broken.setattr(storage, "delete", away)
        with pytest.raises(storage.StorageFailed):
            blobs.collect()
    with storage.spool(io.BytesIO(b"biometric")) as spooled:
        again = _keep(spooled, cast.owner)
    assert again.pk != blob.pk, "doomed bytes are not used again"
    assert blobs.collect() == 1
    assert list(Blob.objects.all()) == [again]


def test_cancel_and_delete_mean_the_job_as_it_is_now(cast: Cast) -> None:
    seen = create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Câu một. Câu hai."))
    assert planning.WORK.run_one()
    assert seen.status == "QUEUED", "what the page read"
    cancel(by=cast.owner, job=seen)
    assert Job.objects.get().status == "CANCELLED"
    other = create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Câu ba. Câu tư."))
    assert planning.WORK.run_one()
    delete_job(by=cast.owner, job=other)
    assert transitions.claim_segment() is None
    assert not rendering.WORK.run_one()


@pytest.mark.parametrize("with_audio", [False, True])
def test_deleting_a_document_stops_its_jobs_and_keeps_audio_unless_all_was_to_go(cast: Cast, with_audio: bool) -> None:
    api = cast.api(cast.owner)
    sent = upload_document(api, "sach.docx", making.word_file())
    work_all()
    wish = {"voice_profile_id": "vi-north", "document_id": sent["document_id"]}
    done = create(api, **wish)
    work_all()
    create(api, **wish)
    api.delete(f"/api/documents/{sent['document_id']}" + ("?with_audio=1" if with_audio else ""))
    following.follow_all()
    assert sorted(Job.objects.values_list("status", flat=True)) == ["CANCELLED", "READY"]
    audio = api.get(f"/api/generation/{done['id']}/audio").status_code
    assert audio == (404 if with_audio else 200), "hidden for a day with its document"


def test_clips_of_jobs_that_ended_badly_go_with_the_audio_of_their_time(cast: Cast) -> None:
    job = create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Câu một. Câu hai."))
    planning.WORK.run_one()
    rendering.WORK.run_one()
    cancel(by=cast.owner, job=job)
    keeping.expire_old_audio()
    assert Take.objects.count() == 1
    Job.objects.update(created_at=timezone.now() - settings.AUDIO_EXPIRY - timedelta(days=1))
    keeping.expire_old_audio()
    assert Take.objects.count() == 0


def test_what_a_killed_process_left_in_scratch_goes_after_a_day() -> None:
    import os

    old, new = storage.scratch_dir() / "old", storage.scratch_dir() / "new"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (time.time() - 90_000, time.time() - 90_000))
    keeping.expire_old_audio()
    assert (old.exists(), new.exists()) == (False, True)


def test_a_store_that_is_away_keeps_nobodys_session_alive(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast.api(cast.owner)
    RefreshFamily.objects.update(expires_at=timezone.now() - timedelta(days=100))

    def away(*args: Any, **kwargs: Any) -> None:
        raise storage.StorageFailed("away")

    monkeypatch.setattr(blobs, "sweep", away)
    keeping.expire_old_audio()
    assert not RefreshFamily.objects.exists()


def test_a_failed_encoding_is_tried_again_when_somebody_asks(cast: Cast) -> None:
    api = cast.api(cast.owner)
    made = create(api, voice_profile_id="vi-north", text="Xin chào.")
    work_all()
    path = f"/api/generation/{made['id']}/audio?format=wav"
    api.get(path)
    Rendition.objects.filter(format="wav").update(status="FAILED")
    assert api.get(path).status_code == 409
    work_all()
    assert api.get(path).status_code == 200


def test_a_black_holed_broker_costs_a_second_once(black_hole: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(current_app.conf, "broker_write_url", black_hole)  # it falls back on the next one: first
    monkeypatch.setattr(current_app.conf, "broker_url", black_hole)
    hints.breaker.reset()
    start = time.monotonic()
    for _ in range(5):
        hints.hint("generate_speech")
    hints.breaker.reset()
    assert time.monotonic() - start < 3, "it was 25 s without a limit"


def test_a_bell_that_nobody_answers_costs_a_second(black_hole: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from uuid import uuid4

    from channels_redis.pubsub import RedisPubSubChannelLayer

    layer = RedisPubSubChannelLayer(hosts=[black_hole])
    monkeypatch.setattr(push, "get_channel_layer", lambda: layer)
    start = time.monotonic()
    push.breaker.reset()
    for _ in range(5):
        push._ring(uuid4(), {"type": "bell"})
    push.breaker.reset()
    assert time.monotonic() - start < 3, "it was for ever without a limit"


@pytest.mark.parametrize("host", ["localhost:8000", "10.0.0.7", "anything.example"])
def test_the_sign_of_life_asks_for_no_host_name(client: Any, host: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["giong.example"]
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get("/health", headers={"host": host})
    assert (answer.status_code, answer.json()) == (200, {"status": "healthy"})


def test_a_mail_server_that_is_away_does_not_undo_a_registration(settings: Any, client: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    given = {"email": "moi@example.com", "password": "giong-noi-viet-2026"}
    answer = client.post("/api/auth/register", given, content_type="application/json")
    assert answer.status_code == 201
    assert User.objects.filter(email="moi@example.com").exists()


def test_on_a_full_disk_work_waits_and_nothing_is_blamed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    api = cast.api(cast.owner)
    document = upload_document(api, "sach.docx", making.word_file())
    create(api, voice_profile_id="vi-north", text="Câu một. Câu hai.")
    with monkeypatch.context() as full:
        full.setattr(storage, "ROOM_BYTES", 1 << 62)
        assert work_all() == 0
    assert api.get(f"/api/jobs/{document['task_id']}").json()["status"] == "PENDING"
    assert Job.objects.get().status == "QUEUED"
    work_all()
    assert api.get(f"/api/jobs/{document['task_id']}").json()["status"] == "SUCCESS"
    assert (Job.objects.get().status, Job.objects.get().missing_segments) == ("READY", 0)


def test_hints_that_nobody_reads_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    import redis

    monkeypatch.setattr(hints, "MOST_WAITING", 5)
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.flushall()
    for _ in range(20):
        hints.hint("generate_speech")
    assert broker.llen("tts_generation") == 5
    broker.flushall()
