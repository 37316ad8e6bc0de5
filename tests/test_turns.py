"""Whose turn it is: lanes, the ring of organisations, who has enough, long books - at a few looks a claim."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from accounts.models import Organisation, User
from lib import claims, turns
from synthesis import transitions
from synthesis.models import Job
from synthesis.states import JobState
from tests.test_claims import at_once, expire, person

pytestmark = pytest.mark.django_db


def waiting(user: User, count: int, **fields: Any) -> list[Job]:
    home = Organisation.home_of(user)
    facts = {"title": "a", "voice_name": "a", "engine": "espeak", "text_input": "Một câu.", "chars_total": 8} | fields
    return Job.objects.bulk_create([Job(organisation=home, created_by=user, **facts) for _ in range(count)])


def taken(count: int) -> list[Job]:
    jobs = [transitions.claim_plan() for _ in range(count)]
    return [job for job in jobs if job is not None]


def test_everybody_is_served_within_one_round_however_much_one_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "WINDOW", 4)  # the ring is longer than what is compared at a time
    monkeypatch.setattr(turns, "_served", {})
    people = [person(f"p{number}") for number in range(11)]
    for user in people:
        waiting(user, 30 if user == people[5] else 3)
    served = []
    for _ in range(3 * len(people)):
        job = transitions.claim_plan()
        assert job is not None
        served.append(job.organisation_id)
        Job.objects.filter(pk=job.pk).update(status=JobState.CANCELLED, owner="")
    for start in range(0, len(served), len(people)):
        assert len(set(served[start : start + len(people)])) == len(people)
    assert len(taken(60)) == 27, "then all that is left, of the one who has it"


def test_within_an_organisation_priority_and_then_age_decide() -> None:
    user = person()
    old, young = waiting(user, 2)
    (urgent,) = waiting(user, 1, priority=5)
    (previewed,) = waiting(user, 1, lane=claims.Lane.INTERACTIVE)
    (bulk,) = waiting(user, 1, lane=claims.Lane.BULK, priority=9)
    assert [job.pk for job in taken(9)] == [previewed.pk, urgent.pk, old.pk, young.pk, bulk.pk]


def test_what_somebody_lost_goes_before_what_waits_in_its_lane() -> None:
    first, second = person("a"), person("b")
    waiting(first, 2)
    lost = transitions.claim_plan()
    assert lost is not None
    expire(lost)
    waiting(second, 2)
    again = transitions.claim_plan()
    assert again is not None
    assert (again.pk, again.lost_leases) == (lost.pk, 1)


def test_who_has_enough_in_the_making_lets_others_pass() -> None:
    full, other = person("full"), person("other")
    waiting(full, transitions.MOST_IN_THE_MAKING, status=JobState.RENDERING)
    waiting(full, 5)
    (theirs,) = waiting(other, 1)
    (bulk,) = waiting(full, 1, lane=claims.Lane.BULK)
    assert [job.pk for job in taken(3)] == [theirs.pk, bulk.pk], "the lane that is full waits, the other goes on"


@pytest.mark.django_db(transaction=True)
def test_seven_workers_at_once_claim_every_waiting_job_once() -> None:
    for number in range(12):
        waiting(person(f"p{number}"), 10)
    claimed = [job.pk for mine in at_once(7, lambda: taken(40)) for job in mine]
    assert len(claimed) == len(set(claimed)) == 120


def test_a_claim_looks_at_a_few_rows_however_many_wait() -> None:
    """The plan of every query of a claim is a walk along an index: no sort, and no more rows than organisations."""
    if connection.vendor != "postgresql":
        pytest.skip("the plans are PostgreSQL's")
    for number in range(4):
        waiting(person(f"p{number}"), 3000 if number == 0 else 3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE synthesis_job")
    with CaptureQueriesContext(connection) as queries:
        assert transitions.claim_plan() is not None
    looks = [
        query["sql"] for query in queries if query["sql"].startswith(("SELECT", "WITH")) and "_job" in query["sql"]
    ]
    assert len(looks) >= 6
    with connection.cursor() as cursor:
        for sql in looks:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql.replace("%", "%%"))
            assert most_rows(cursor.fetchone()[0][0]["Plan"]) <= 10, sql


def most_rows(plan: dict[str, Any]) -> int:
    """The most rows that any part of a query's plan had in its hands at once."""
    seen = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    return max([seen, *(most_rows(part) for part in plan.get("Plans", []))])


def test_long_books_get_half_of_the_workers(settings: Settings) -> None:
    settings.WORKER_PROCESSES = 4
    long = transitions.LONG_CHARS + 1
    for number in range(5):
        waiting(person(f"long{number}"), 1, chars_total=long)
    (short,) = waiting(person("short"), 1)
    held = taken(6)
    assert sorted(job.chars_total for job in held) == [8, long, long]
    assert short.pk in {job.pk for job in held}
    transitions.move_job(next(job for job in held if job.chars_total == long), JobState.CANCELLED)
    Job.objects.filter(owner="").update(lease_until=None)
    assert [job.chars_total for job in taken(3)] == [long], "a place that is free again is taken"
