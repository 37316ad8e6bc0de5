"""Segments that a worker takes along: they end with the first one's claim, or wait again as if nobody had had them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Count

from accounts import blobs
from accounts.models import Blob, Organisation, User
from lib import storage
from lib.refusals import Refusal
from speech.errors import SpeechError
from synthesis import transitions
from synthesis.models import Job, Segment, Take
from synthesis.services import Wish, create_job
from synthesis.stages import planning, rendering
from synthesis.states import JobState, SegmentState
from tests.working import work_all

pytestmark = pytest.mark.django_db
TEXT = "\n\n".join(f"Đoạn thứ {n} kể về một người thợ mộc sống trong ngôi làng bên sông." for n in range(12))
ALONG = 12 // 3
Say = Callable[[Segment], Any]


@pytest.fixture(autouse=True)
def _a_third_of_a_job_is_taken_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "ALONG_SHARE", 3)
    monkeypatch.setattr(rendering, "ALONG_SECONDS", 60.0)


@pytest.fixture
def owner() -> User:
    return User.objects.create_user("owner@example.com")


def planned(user: User, text: str = TEXT) -> Job:
    job = create_job(by=user, wish=Wish(voice="vi-north", text=text, language="vi"))
    assert planning.WORK.run_one()
    job.refresh_from_db()
    return job


def saying(monkeypatch: pytest.MonkeyPatch, before: Callable[[Segment], None]) -> None:
    say: Say = rendering._say

    def watched(segment: Segment) -> Any:
        before(segment)
        return say(segment)

    monkeypatch.setattr(rendering, "_say", watched)


def positions(job: Job, status: SegmentState) -> list[int]:
    return list(job.segments.filter(status=status).order_by("position").values_list("position", flat=True))


def nobody_has_any(job: Job) -> bool:
    return not job.segments.exclude(owner="").exists()


def test_a_claim_of_a_long_job_ends_several_segments(owner: User) -> None:
    job = planned(owner)
    assert rendering.WORK.run_one()
    assert positions(job, SegmentState.DONE) == list(range(1 + ALONG))
    job.refresh_from_db()
    ended = job.segments.filter(status=SegmentState.DONE)
    assert job.chars_done == sum(one.span_end - one.span_start for one in ended)
    assert nobody_has_any(job)
    work_all()
    job.refresh_from_db()
    assert (job.status, job.missing_segments, job.chars_done) == (JobState.READY, 0, job.chars_total)
    accepted = Take.objects.filter(is_accepted=True).values("segment").annotate(n=Count("pk"))
    assert [one["n"] for one in accepted] == [1] * 12
    assert set(job.segments.values_list("attempts", "errors", "lost_leases")) == {(1, 0, 0)}
    assert list((storage.scratch_dir()).iterdir()) == []


def test_nothing_is_taken_along_while_somebody_else_waits(owner: User) -> None:
    job = planned(owner)
    create_job(by=User.objects.create_user("other@example.com"), wish=Wish(voice="vi-north", text="Một câu."))
    assert rendering.WORK.run_one()
    assert positions(job, SegmentState.DONE) == [0]
    assert nobody_has_any(job)


def test_who_comes_meanwhile_waits_for_two_segments_at_most(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = planned(owner)
    other = User.objects.create_user("other@example.com")

    def somebody_comes(segment: Segment) -> None:
        if segment.position == 1:
            create_job(by=other, wish=Wish(voice="vi-north", text="Một câu."))

    saying(monkeypatch, somebody_comes)
    assert rendering.WORK.run_one()
    assert positions(job, SegmentState.DONE) == [0, 1]
    assert nobody_has_any(job)
    assert set(job.segments.filter(position__gt=1).values_list("attempts", flat=True)) == {0}


def test_what_breaks_along_counts_only_when_it_is_claimed_itself(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = planned(owner)

    def breaks(segment: Segment) -> None:
        if segment.position == 2:
            raise SpeechError("text_too_long", limit=1)

    saying(monkeypatch, breaks)
    assert rendering.WORK.run_one()
    assert positions(job, SegmentState.DONE) == [0, 1]
    assert set(job.segments.values_list("errors", flat=True)) == {0}
    assert nobody_has_any(job)
    work_all()
    job.refresh_from_db()
    assert (job.status, job.missing_segments) == (JobState.READY, 1)
    assert positions(job, SegmentState.FAILED) == [2]


def test_a_job_that_is_cancelled_meanwhile_gets_no_clips(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = planned(owner)

    def cancelled(segment: Segment) -> None:
        if segment.position == 2:
            transitions.stop(Job.objects.filter(pk=job.pk))

    saying(monkeypatch, cancelled)
    assert rendering.WORK.run_one()
    assert not Take.objects.exists()
    assert positions(job, SegmentState.DONE) == []
    assert nobody_has_any(job)


def test_what_somebody_else_took_over_is_left_to_them(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    job = planned(owner)

    def taken_over(segment: Segment) -> None:
        if segment.position == 3:
            job.segments.filter(position=1).update(owner="somebody")

    saying(monkeypatch, taken_over)
    assert rendering.WORK.run_one()
    assert positions(job, SegmentState.DONE) == [0, 2, 3, 4]
    assert list(job.segments.exclude(owner="").values_list("position", "owner")) == [(1, "somebody")]
    assert not Take.objects.filter(segment__position=1).exists()


def test_equal_sentences_are_said_once(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    saying(monkeypatch, lambda segment: said.append(segment.key))
    job = planned(owner, "\n\n".join(["Câu này được nhắc lại mãi trong cả quyển sách dài của tôi."] * 12))
    work_all()
    job.refresh_from_db()
    assert job.status == JobState.READY
    assert len(said) == 1
    assert Take.objects.filter(is_accepted=True).count() == 12


def put(organisation: Organisation, data: bytes) -> blobs.Put:
    with storage.scratch() as path:
        path.write_bytes(data)
        return blobs.put(path, organisation=organisation, prefix=settings.GENERATED_AUDIO_DIR)


def stored(key: str) -> bytes:
    with storage.open_stream(key) as stream:
        return stream.read()


def test_equal_bytes_are_kept_once(owner: User) -> None:
    home = Organisation.home_of(owner)
    (known,) = blobs.keep_all([put(home, b"one")], organisation=home, created_by=owner)
    puts = [put(home, data) for data in (b"two", b"one", b"two", b"three")]
    kept = blobs.keep_all(puts, organisation=home, created_by=owner)
    assert [blob.size_bytes for blob in kept] == [3, 3, 3, 5]
    assert kept[1] == known
    assert kept[0] == kept[2]
    assert [stored(blob.key) for blob in kept] == [b"two", b"one", b"two", b"three"]
    gone = {one.stored.key for one in puts} - {blob.key for blob in kept}
    assert len(gone) == 2
    for key in gone:
        with pytest.raises(storage.StorageFailed):
            stored(key)


def test_no_room_for_one_is_room_for_none(owner: User, settings: Any) -> None:
    settings.MAX_STORAGE_BYTES = 5
    home = Organisation.home_of(owner)
    puts = [put(home, b"one"), put(home, b"two")]
    with pytest.raises(Refusal) as caught:
        blobs.keep_all(puts, organisation=home, created_by=owner)
    assert caught.value.code == "storage_full"
    assert not Blob.objects.exists()
    for one in puts:
        with pytest.raises(storage.StorageFailed):
            stored(one.stored.key)
