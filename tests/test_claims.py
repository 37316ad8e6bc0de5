"""The row decides: claims, leases, fences, fairness - with two real workers where two meet."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Organisation, User
from lib import claims
from lib.claims import Lost, guarded, heartbeat
from synthesis import transitions
from synthesis.models import Job, Segment
from synthesis.services import Wish, create_job
from synthesis.stages import keeping, planning, rendering
from synthesis.states import JobState, SegmentState
from tests.working import work_all

pytestmark = pytest.mark.django_db
SENTENCES = "Câu thứ nhất. Câu thứ hai. Câu thứ ba. Câu thứ tư."


def person(name: str = "a") -> User:
    return User.objects.create_user(f"{name}@example.com")


def planned(user: User, text: str = SENTENCES, **wish: Any) -> Job:
    job = create_job(by=user, wish=Wish(voice="vi-north", text=text, **wish))
    assert planning.WORK.run_one()
    job.refresh_from_db()
    assert job.status == JobState.RENDERING
    return job


def expire(row: Any) -> None:
    type(row).objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def at_once(count: int, act: Callable[[], Any]) -> list[Any]:
    def once(_: int) -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(once, range(count)))


def test_a_claimed_row_is_nobody_elses_until_its_lease_ends() -> None:
    planned(person(), "Chỉ một câu.")
    first = transitions.claim_segment()
    assert first is not None
    assert transitions.claim_segment() is None
    expire(first)
    second = transitions.claim_segment()
    assert second is not None
    assert (second.pk, second.attempts, second.lost_leases, second.errors) == (first.pk, 2, 1, 0)


def test_a_late_writer_is_fenced_off() -> None:
    planned(person(), "Chỉ một câu.")
    late = transitions.claim_segment()
    assert late is not None
    expire(late)
    assert transitions.claim_segment() is not None
    with pytest.raises(Lost), guarded(late):
        raise AssertionError("a late writer got in")
    assert not transitions.finish_segment(late, SegmentState.DONE)
    assert Segment.objects.get().status == SegmentState.RENDERING


def test_an_error_rests_the_row_and_the_third_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    job = planned(person(), "Câu hỏng. Câu lành.")
    bad = job.segments.get(position=0)

    say = rendering._say

    def fails(segment: Segment) -> Any:
        if segment.pk == bad.pk:
            raise RuntimeError("the engine broke")
        return say(segment)

    monkeypatch.setattr(rendering, "_say", fails)
    for errors in (1, 2):
        work_all()
        bad.refresh_from_db()
        assert (bad.status, bad.errors, bad.owner) == (SegmentState.RENDERING, errors, "")
        assert bad.is_resting
        expire(bad)
    work_all()
    bad.refresh_from_db()
    job.refresh_from_db()
    assert (bad.status, bad.error_code) == (SegmentState.FAILED, "server_error")
    assert (job.status, job.missing_segments) == (JobState.READY, 1)


def test_ten_lost_leases_end_poison_work_without_running_it_again() -> None:
    job = planned(person(), "Câu làm chết máy.")
    segment = job.segments.get()
    for _ in range(claims.MAX_LOST_LEASES):
        assert transitions.claim_segment() is not None
        expire(segment)
    work_all()
    segment.refresh_from_db()
    job.refresh_from_db()
    assert (segment.status, segment.error_code, segment.errors) == (SegmentState.FAILED, "worker_lost", 0)
    assert (job.status, job.error_code) == (JobState.FAILED, "all_failed")


def test_the_heartbeat_extends_only_its_owners_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    planned(person(), "Chỉ một câu.")
    row = transitions.claim_segment()
    assert row is not None
    Segment.objects.filter(pk=row.pk).update(lease_until=timezone.now() + timedelta(seconds=5))
    assert claims.extend(row)
    assert Segment.objects.get().lease_until > timezone.now() + timedelta(seconds=50)
    Segment.objects.filter(pk=row.pk).update(owner="somebody else")
    assert not claims.extend(row)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_beats_from_its_own_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claims, "HEARTBEAT_SECONDS", 0.05)
    planned(person(), "Chỉ một câu.")
    row = transitions.claim_segment()
    assert row is not None
    soon = timezone.now() + timedelta(seconds=2)
    Segment.objects.filter(pk=row.pk).update(lease_until=soon)
    with heartbeat(row):
        for _ in range(100):
            if Segment.objects.get().lease_until > soon:
                break
            time.sleep(0.05)
    assert Segment.objects.get().lease_until > soon


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_claim_every_row_once() -> None:
    planned(person(), " ".join(f"Câu số {number}." for number in range(40)))
    total = Segment.objects.count()

    def all_i_can() -> list[int]:
        mine = []
        for _ in range(total * 3):
            segment = transitions.claim_segment()
            if segment is not None:
                mine.append(segment.pk)
        return mine

    claimed = [pk for mine in at_once(6, all_i_can) for pk in mine]
    assert len(claimed) == len(set(claimed)) == total


@pytest.mark.django_db(transaction=True)
def test_when_the_last_segments_finish_together_assembly_starts_exactly_once() -> None:
    user = person()
    for round_number in range(8):
        job = planned(user, f"Vòng {round_number} một. Vòng {round_number} hai. Vòng {round_number} ba.")
        held = [transitions.claim_segment() for _ in range(3)]
        assert at_once(3, partial(finish_one, held, job)).count(True) == 1
        job.refresh_from_db()
        assert job.status == JobState.ASSEMBLING
        assert job.chars_done == job.chars_total


def finish_one(held: list[Segment | None], job: Job) -> bool:
    segment = held.pop()
    assert segment is not None
    transitions.finish_segment(segment, SegmentState.DONE)
    return transitions.advance(job)


def test_a_job_that_nobody_advanced_is_found_by_the_sweep() -> None:
    job = planned(person(), "Chỉ một câu.")
    segment = transitions.claim_segment()
    assert segment is not None
    transitions.finish_segment(segment, SegmentState.DONE)
    keeping.hint_waiting_rows()
    job.refresh_from_db()
    assert job.status == JobState.ASSEMBLING


def test_a_tenant_with_a_long_queue_does_not_starve_the_others() -> None:
    big, small = person("big"), person("small")
    planned(big, " ".join(f"Dài {number}." for number in range(60)))
    planned(small, "Ngắn một. Ngắn hai.")
    served = []
    for _ in range(6):
        segment = transitions.claim_segment()
        assert segment is not None
        served.append(segment.organisation_id)
    home = Organisation.home_of(small)
    assert served.count(home.pk) == 2, "the least busy organisation goes first"


def test_somebody_who_waits_at_the_page_goes_before_a_book() -> None:
    from synthesis.services import create_preview

    user = person()
    planned(user)
    create_preview(by=user, wish=Wish(voice="vi-north", text="Nghe thử nhé."))
    assert planning.WORK.run_one()
    segment = transitions.claim_segment()
    assert segment is not None
    assert segment.job.kind == "preview"


def test_a_move_that_the_table_does_not_know_is_not_made() -> None:
    job = planned(person())
    transitions.move_job(job, JobState.CANCELLED)
    for state in JobState:
        assert not transitions.move_job(job, state)
    assert Job.objects.get().status == JobState.CANCELLED


def test_every_move_of_a_job_leaves_an_event_with_who_and_why() -> None:
    from synthesis.models import JobEvent

    user = person()
    create_job(by=user, wish=Wish(voice="vi-north", text="Xin chào."))
    work_all()
    moves = list(JobEvent.objects.filter(kind="job").order_by("pk").values_list("old", "new"))
    assert moves == [
        ("", "QUEUED"),
        ("QUEUED", "PLANNING"),
        ("PLANNING", "RENDERING"),
        ("RENDERING", "ASSEMBLING"),
        ("ASSEMBLING", "READY"),
    ]
    assert JobEvent.objects.order_by("pk").first().created_by == user


def test_progress_is_the_sum_of_finished_characters() -> None:
    job = planned(person())
    seen = [job.progress_percent]
    while rendering.WORK.run_one():
        job.refresh_from_db()
        seen.append(job.progress_percent)
        done = sum(s.span_end - s.span_start for s in job.segments.filter(status=SegmentState.DONE))
        assert job.chars_done == done
    assert seen == sorted(seen)
    assert seen[-1] == 99, "100 only when the audio is there"


@pytest.mark.django_db(transaction=True)
def test_a_hint_that_cannot_be_sent_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import current_app

    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(current_app, "send_task", away)
    with transaction.atomic():
        create_job(by=person(), wish=Wish(voice="vi-north", text="Xin chào."))
    work_all()
    assert Job.objects.get().status == JobState.READY
