"""What an organisation may have before plans exist: each cap, its code and sentence, and what happens behind it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db.models import Sum
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import blobs, limits, usage
from accounts.models import Blob, Organisation, UsageCounter, User
from accounts.states import UsageKind
from documents import services as documents
from documents.models import Document
from lib.refusals import Refusal, sentence
from synthesis import services as synthesis
from synthesis.models import Job, Rendition, Segment, Take
from synthesis.services import Wish, create_job
from synthesis.stages import keeping
from synthesis.states import JobState, SegmentState
from tests import making
from tests.conftest import Cast
from tests.test_main_path import create, upload_document, upload_voice
from tests.working import work_all
from voices.models import Voice, VoiceVersion

pytestmark = pytest.mark.django_db
FILE = "Một trang ngắn.".encode().ljust(2000, b"a")


def stored(user: User) -> int:
    return limits.stored_bytes(Organisation.home_of(user))


def job_of(user: User, text: str = "Câu một. Câu hai. Câu ba.") -> Job:
    return create_job(by=user, wish=Wish(voice="vi-north", text=text, language="vi"))


def send(cast: Cast, data: bytes = FILE, path: str = "/api/documents/upload", **fields: Any) -> Any:
    form = {"file": making.named("a.txt", data), **fields}
    return cast.api(cast.owner).post(path, form, format="multipart")


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    return dict(answer.json())


@pytest.fixture(autouse=True)
def _counted_right(db: None) -> Iterator[None]:
    """Whatever a test did: the counters say what is stored."""
    yield
    counters = UsageCounter.objects.filter(kind=UsageKind.STORED_BYTES)
    sums = dict(Blob.objects.order_by().values_list("organisation").annotate(size=Sum("size_bytes")))
    assert {key: used for key, used in counters.values_list("organisation", "used") if used} == sums


def test_the_main_path_is_counted_and_going_is_counted_back(cast: Cast) -> None:
    api = cast.api(cast.owner)
    voice = upload_voice(api, consent="self")
    document = upload_document(api, "Sách.docx", making.word_file())
    work_all()
    job = create(api, voice_profile_id=voice["profile_id"], document_id=document["document_id"])
    work_all()
    assert stored(cast.owner) == Blob.objects.aggregate(all=Sum("size_bytes"))["all"] > 100_000
    api.delete(f"/api/generation/{job['id']}")
    api.delete(f"/api/documents/{document['document_id']}")
    api.delete(f"/api/voice-profiles/{voice['profile_id']}")
    for rows in (Document.objects, Job.objects):
        rows.update(deleted_at=timezone.now() - timedelta(days=2))
    keeping.expire_old_audio()
    Blob.objects.update(unnamed_since=timezone.now() - timedelta(days=2))
    blobs.collect()
    assert (stored(cast.owner), Blob.objects.count()) == (0, 0)


def test_a_wrong_count_is_found_and_put_right(cast: Cast) -> None:
    send(cast)
    UsageCounter.objects.update(used=7)
    UsageCounter.objects.create(
        organisation=Organisation.home_of(cast.owner), kind=UsageKind.CHARS, period="2020-01-01", used=9
    )
    assert usage.correct() == 1
    assert usage.correct() == 0
    assert stored(cast.owner) == len(FILE)
    assert not UsageCounter.objects.filter(period="2020-01-01").exists()


def test_a_site_that_stored_before_it_counted_counts_all_of_it(cast: Cast) -> None:
    send(cast)
    UsageCounter.objects.all().delete()
    send(cast, FILE + b"b")
    assert stored(cast.owner) == 2 * len(FILE) + 1


def test_full_storage_refuses_with_the_numbers_and_what_to_do(cast: Cast, settings: Settings) -> None:
    settings.MAX_STORAGE_BYTES = 3_500
    assert send(cast).status_code == 200
    problem = refused(send(cast, FILE + b"b"), 413, "storage_full")
    assert problem["errors"]["file"]
    documents.upload_document(by=cast.owner, stream=making.named("a.txt", FILE), filename="a.txt")
    assert stored(cast.owner) == len(FILE), "the same bytes again need no room"
    facts = {"used_gb": 19.87, "limit_gb": 20}
    assert "19,87 trên 20 GB" in sentence("storage_full", facts, "vi")
    assert "19.87 of 20 GB" in sentence("storage_full", facts, "en")


def test_the_told_length_is_looked_at_before_the_body_is_read(cast: Cast, settings: Settings) -> None:
    settings.MAX_STORAGE_BYTES = 1_000
    answer = cast.api(cast.owner).post(
        "/api/documents/upload", b"not a form at all", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH="5000",
    )  # fmt: skip
    refused(answer, 413, "storage_full")


def test_what_can_be_undone_counts_for_storage_and_not_as_a_document(cast: Cast, settings: Settings) -> None:
    settings.MAX_DOCUMENTS = 1
    gone = send(cast).json()["document_id"]
    problem = refused(send(cast, FILE + b"b"), 429, "too_many_documents")
    assert "1 tài liệu" in problem["detail"]
    cast.api(cast.owner).delete(f"/api/documents/{gone}")
    assert send(cast, FILE + b"b").status_code == 200
    assert stored(cast.owner) == 2 * len(FILE) + 1
    with pytest.raises(Refusal, match="1 tài liệu"):
        documents.restore_document(by=cast.owner, document=Document.objects.get(public_id=gone))
    assert Document.objects.filter(deleted_at__isnull=True).count() == 1


def test_a_voice_too_many(cast: Cast, settings: Settings) -> None:
    settings.MAX_VOICES = 1
    api = cast.api(cast.owner)
    first = upload_voice(api)
    sound = making.named("b.wav", making.recording(seconds=12))
    answer = api.post("/api/voice-profiles/upload", {"file": sound, "name": "Hai"}, format="multipart")
    refused(answer, 429, "too_many_voices")
    assert (Voice.objects.count(), Blob.objects.count()) == (1, 1)
    api.delete(f"/api/voice-profiles/{first['profile_id']}")
    upload_voice(api)


def test_caps_are_an_organisations_own(cast: Cast, settings: Settings) -> None:
    settings.MAX_DOCUMENTS = settings.MAX_JOBS_AT_ONCE = 1
    send(cast)
    job_of(cast.owner)
    upload_document(cast.api(cast.stranger), "a.txt", FILE)
    job_of(cast.stranger)
    assert (Document.objects.count(), Job.objects.count()) == (2, 2)


def test_a_job_that_ends_or_is_cancelled_makes_room_for_another(cast: Cast, settings: Settings) -> None:
    settings.MAX_JOBS_AT_ONCE = 1
    first = job_of(cast.owner)
    wish = {"voice_profile_id": "vi-north", "text": "Một câu."}
    refused(cast.api(cast.owner).post("/api/generation/create", wish, format="json"), 429, "too_many_jobs")
    synthesis.cancel(by=cast.owner, job=first)
    job_of(cast.owner)
    work_all()
    job_of(cast.owner)
    assert Job.objects.count() == 3


def test_a_retry_needs_a_place_and_costs_no_characters(cast: Cast, settings: Settings) -> None:
    job = job_of(cast.owner)
    Job.objects.update(status=JobState.FAILED, error_code="server_error")
    used = limits.chars_today(job.organisation)
    settings.MAX_JOBS_AT_ONCE = 1
    job_of(cast.owner, "Khác.")
    path = f"/api/generation/{job.public_id}/retry"
    refused(cast.api(cast.owner).post(path), 429, "too_many_jobs")
    settings.MAX_JOBS_AT_ONCE = 2
    assert cast.api(cast.owner).post(path).status_code == 200
    assert limits.chars_today(job.organisation) == used + len("Khác.")


def test_characters_of_a_day_come_back_at_midnight_in_vietnam(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = datetime(2026, 11, 21, 22, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    monkeypatch.setattr(timezone, "now", lambda: evening)
    settings.MAX_CHARS_A_DAY = 10_010
    job_of(cast.owner, "Mười chữ." + "a" * 9_991)
    wish = {"voice_profile_id": "vi-north", "text": "Mười một ký tự."}
    answer = cast.api(cast.owner).post("/api/generation/create", wish, format="json")
    problem = refused(answer, 429, "characters_today")
    assert "cần 15 ký tự; hôm nay còn 10 trên 10.010" in problem["detail"]
    assert "00:00 22/11/2026" in problem["detail"]
    assert answer["Retry-After"] == str(2 * 3600 + 1)
    monkeypatch.setattr(timezone, "now", lambda: evening + timedelta(hours=2))
    job_of(cast.owner, "Mười một ký tự.")


def test_a_document_counts_the_characters_that_are_read_aloud(cast: Cast, settings: Settings) -> None:
    document = upload_document(cast.api(cast.owner), "Sách.docx", making.word_file())["document_id"]
    work_all()
    chars = sum(len(title) + sum(map(len, paragraphs)) for title, paragraphs in making.BOOK.items())
    settings.MAX_CHARS_A_DAY = chars - 1
    wish = {"voice_profile_id": "vi-north", "document_id": document}
    refused(cast.api(cast.owner).post("/api/generation/create", wish, format="json"), 429, "characters_today")
    settings.MAX_CHARS_A_DAY = chars
    create(cast.api(cast.owner), **wish)
    assert limits.chars_today(Organisation.home_of(cast.owner)) == chars


def test_uploads_a_minute_and_none_while_nobody_counts(cast: Cast, settings: Settings) -> None:
    settings.MAX_UPLOADS_A_MINUTE = 2
    answers = [send(cast, FILE + bytes([65 + number])) for number in range(5)]
    assert [answer.status_code for answer in answers].count(200) >= 2
    last = refused(answers[-1], 429, "too_many_uploads")
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "2 lượt" in last["detail"]


def test_no_upload_while_redis_is_away(cast: Cast, settings: Settings) -> None:
    api = cast.api(cast.owner)
    away = {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"}
    if "redis" not in away["BACKEND"]:
        pytest.skip("counts in memory here")
    settings.CACHES = {"default": away}
    answer = api.post("/api/documents/upload", {"file": making.named("a.txt", FILE)}, format="multipart")
    refused(answer, 503, "try_later")
    assert (Document.objects.count(), Blob.objects.count()) == (0, 0)


def test_the_form_says_the_same_and_the_account_page_shows_what_is_used(cast: Cast, settings: Settings) -> None:
    settings.MAX_DOCUMENTS = 1
    send(cast)
    browser = cast.browser(cast.owner)
    answer = browser.post("/documents/", {"file": making.named("b.txt", FILE + b"b")})
    assert answer.status_code == 422
    assert "mức tối đa" in answer.content.decode()
    page = browser.get("/account/").content.decode()
    assert "Lưu trữ: 2 kB trên 20,0 GB" in page
    assert "Ký tự hôm nay: 0 trên 10.000.000" in page


def test_too_much_comes_before_a_bad_wish(cast: Cast, settings: Settings) -> None:
    """429 by tier, then 413, 404, 400."""
    settings.MAX_JOBS_AT_ONCE = settings.MAX_CHARS_A_DAY = 0
    api = cast.api(cast.owner)
    for wish in ({"text": "", "voice_profile_id": ""}, {"text": "a" * 1_000_001, "voice_profile_id": "vi-north"}):
        with pytest.raises(Refusal) as refusal:
            create_job(by=cast.owner, wish=Wish(voice=wish["voice_profile_id"], text=wish["text"]))
        assert (refusal.value.code, refusal.value.status) == ("too_many_jobs", 429)
    settings.MAX_DOCUMENTS = settings.MAX_STORAGE_BYTES = 0
    refused(api.post("/api/documents/upload", {}, format="multipart"), 429, "too_many_documents")


def test_a_job_that_finds_the_storage_full_can_go_on_when_there_is_room(cast: Cast, settings: Settings) -> None:
    job = job_of(cast.owner)
    settings.MAX_STORAGE_BYTES = 30_000  # two clips and a bit
    work_all()
    job.refresh_from_db()
    assert (job.status, job.error_code) == (JobState.FAILED, "storage_full")
    assert set(Segment.objects.values_list("status", "errors")) >= {(SegmentState.DONE, 0)}
    kept = set(Take.objects.values_list("pk", flat=True))
    assert kept
    settings.MAX_STORAGE_BYTES = 20_000_000
    synthesis.retry(by=cast.owner, job=job)
    Segment.objects.update(lease_until=None)
    work_all()
    job.refresh_from_db()
    assert (job.status, job.missing_segments) == (JobState.READY, 0)
    assert kept <= set(Take.objects.values_list("pk", flat=True)), "what was read once is not read again"


def test_storage_that_fills_before_the_end_fails_the_job_and_not_its_clips(cast: Cast, settings: Settings) -> None:
    from synthesis.stages import planning, rendering

    job = job_of(cast.owner)
    assert planning.WORK.run_one()
    while rendering.WORK.run_one():
        pass
    settings.MAX_STORAGE_BYTES = stored(cast.owner) + 1_000
    work_all()
    job.refresh_from_db()
    assert (job.status, job.error_code) == (JobState.FAILED, "storage_full")
    assert not Rendition.objects.exists()
    settings.MAX_STORAGE_BYTES = 20_000_000
    synthesis.retry(by=cast.owner, job=job)
    work_all()
    job.refresh_from_db()
    assert job.status == JobState.READY


def test_a_voice_that_found_the_storage_full_can_be_tried_again(cast: Cast, settings: Settings) -> None:
    upload_voice(cast.api(cast.owner), consent="self")
    settings.MAX_STORAGE_BYTES = stored(cast.owner) + 1_000
    work_all()
    version = VoiceVersion.objects.get()
    assert (version.status, version.error_code) == ("FAILED", "storage_full")
    settings.MAX_STORAGE_BYTES = 20_000_000
    from voices import services as voices

    voices.retry(by=cast.owner, version=version)
    work_all()
    version.refresh_from_db()
    assert version.status == "READY"


@pytest.fixture(autouse=True)
def _no_uploads_before() -> None:
    cache.clear()
