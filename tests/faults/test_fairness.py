"""One tenant with a thousand-page book and 49 others with one sentence each, on two workers with the real engine."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from synthesis import tasks, transitions
from synthesis.models import Job, Segment
from synthesis.services import Wish, create_job
from synthesis.stages import planning, rendering
from synthesis.states import JobState, SegmentState

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OTHERS = 49
BOOK_SEGMENTS = 5_000
WORKERS = 2
MOST_WAITED = 2  # segments of the book


@dataclass
class Road:
    """What was started when, as the workers saw it."""

    stop: threading.Event = field(default_factory=threading.Event)
    queued: dict[int, float] = field(default_factory=dict)
    planned: dict[int, tuple[float, float]] = field(default_factory=dict)
    started: list[tuple[float, int]] = field(default_factory=list)
    chosen: threading.local = field(default_factory=threading.local)

    def note(self, segment: Segment) -> None:
        """A worker chose ``segment``: when it began to look what is next."""
        self.started.append((self.chosen.at, segment.job_id))

    def plan(self, job: Job) -> None:
        """Plan ``job``, and note when it was in a worker's hands."""
        began = time.monotonic()
        planning.plan(job)
        self.planned[job.pk] = began, time.monotonic()

    def work(self) -> None:
        try:
            while not self.stop.is_set():
                self.chosen.at = time.monotonic()
                if not tasks._run_one():
                    time.sleep(0.005)
        finally:
            connection.close()

    def begin(self) -> list[threading.Thread]:
        workers = [threading.Thread(target=self.work) for _ in range(WORKERS)]
        for worker in workers:
            worker.start()
        return workers

    def end(self, workers: list[threading.Thread]) -> None:
        self.stop.set()
        for worker in workers:
            worker.join(60)

    def start_of(self, job: Job) -> float | None:
        return next((at for at, key in self.started if key == job.pk), None)

    def book_starts(self, job: Job, book: Job) -> int:
        """Segments of ``book`` that were chosen while ``job`` stood and waited, for its plan or for its own segment.
        What the other worker reads while one plans the job does not keep it waiting."""
        end = self.start_of(job)
        assert end is not None
        began, planned = self.planned[job.pk]
        stood = (self.queued[job.pk], began), (planned, end)
        return sum(key == book.pk and any(since < at < until for since, until in stood) for at, key in self.started)


@pytest.fixture
def road(monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    """Two workers that go on until the test ends."""
    road = Road()
    say = rendering._say

    def noted(segment: Segment) -> Any:
        road.note(segment)
        return say(segment)

    monkeypatch.setattr(rendering, "_say", noted)
    _plan_with(monkeypatch, road.plan)
    yield road
    road.stop.set()


def _plan_with(monkeypatch: pytest.MonkeyPatch, plan: Callable[[Job], None]) -> None:
    works = (replace(work, do=plan) if work.claim == planning.WORK.claim else work for work in tasks.WORKS)
    monkeypatch.setattr(tasks, "WORKS", tuple(works))


def people(count: int) -> list[User]:
    return [User.objects.create_user(f"person-{number}@example.com") for number in range(count)]


def say(person: User, text: str) -> Job:
    return create_job(by=person, wish=Wish(voice="vi-north", text=text, language="vi"))


def long_book(person: User) -> Job:
    """A book in the making: its first page is planned, and written out to a thousand pages."""
    job = say(person, "Ngày xưa, ở một ngôi làng bên sông, có người thợ mộc sống cùng ba đứa con trai rất ngoan.")
    assert planning.WORK.run_one()
    first = Segment.objects.get(job=job)
    Segment.objects.bulk_create(
        (_copy(first, position) for position in range(1, BOOK_SEGMENTS)),
        batch_size=1000,
    )
    Job.objects.filter(pk=job.pk).update(chars_total=BOOK_SEGMENTS * first.span_end, segments_total=BOOK_SEGMENTS)
    return job


def _copy(first: Segment, position: int) -> Segment:
    values = {one.attname: getattr(first, one.attname) for one in Segment._meta.concrete_fields if not one.primary_key}
    return Segment(**values | {"position": position, "key": f"{position:064}", "seed": position})


def wait_for(road: Road, jobs: list[Job], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not all(road.start_of(job) for job in jobs):
        assert time.monotonic() < end, "somebody's sentence was never begun"
        time.sleep(0.01)


def test_one_sentence_waits_for_two_segments_of_a_long_book_at_most(road: Road) -> None:
    reader, *others = people(1 + OTHERS)
    book = long_book(reader)
    say(others[0], "Làm nóng máy.")
    workers = road.begin()
    try:
        while len(road.started) < 10:
            time.sleep(0.01)
        jobs = []
        for number, person in enumerate(others):
            job = say(person, f"Câu của người thứ {number}.")
            road.queued[job.pk] = time.monotonic()
            jobs.append(job)
            if number % 5 == 0:  # now alone, now together
                wait_for(road, jobs, 60)
        wait_for(road, jobs, 120)
        so_far = len(road.started)
        while len(road.started) < so_far + 5:  # the book goes on as well
            time.sleep(0.01)
    finally:
        road.end(workers)
    waited = sorted(road.book_starts(job, book) for job in jobs)
    print(f"segments of the book that a sentence waited for: {waited}")
    assert waited[-1] <= MOST_WAITED
    assert not Segment.objects.filter(status=SegmentState.FAILED).exists()
    assert Job.objects.get(pk=book.pk).status == JobState.RENDERING


def test_two_long_books_do_not_keep_both_workers_from_a_sentence(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one is planned the other waits, and the second worker says what is short."""
    monkeypatch.setattr(transitions, "LONG_CHARS", 2_000)
    first, second, other = people(3)
    text = " ".join(f"Câu dài số {number} của một cuốn sách rất dài." for number in range(80))
    books = [say(person, text) for person in (first, second)]
    planned_now: set[int] = set()
    at_once: list[int] = []
    gate, began = threading.Event(), threading.Event()

    def slow(job: Job) -> None:
        if job.chars_total > 2_000:
            planned_now.add(job.pk)
            at_once.append(len(planned_now))
            began.set()
            assert gate.wait(120)
        planning.plan(job)
        planned_now.discard(job.pk)

    _plan_with(monkeypatch, slow)
    workers = road.begin()
    try:
        assert began.wait(60)
        sentence = say(other, "Một câu ngắn.")
        wait_for(road, [sentence], 60)
        assert {Job.objects.get(pk=book.pk).status for book in books} <= {JobState.QUEUED, JobState.PLANNING}
        gate.set()
        wait_for(road, books, 120)
    finally:
        gate.set()
        road.end(workers)
    assert at_once == [1, 1], "half of two workers, one after the other"
