"""What a claim costs when much work waits: one tenant with 20,000 jobs and 199 with 50 each, against a backlog of 300,
alternating in one run on a private PostgreSQL.

    python -m benchmarks.claims

Prints JSON: milliseconds of CPU that a claim costs with both backlogs (ours and the database's), their ratio, how many
claims it took until every tenant was served, claims a second of several threads, none of them double, and what a
worker pays before each sentence when every tenant has as much in the making as it may.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.services import start_for_run

SERVICES = start_for_run()

import os
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Organisation, User
from synthesis import transitions
from synthesis.models import Job, Segment
from synthesis.states import JobState

TENANTS = 200
BIG, SMALL = 20_000, 50
FEW = 300
CLAIMS = 250
ROUNDS = 3
THREADS = 7  # a process has eight connections
MAKING = 3  # jobs of each tenant in the making, for the claims of segments


def tenants() -> list[tuple[Organisation, User]]:
    people = [User.objects.create_user(f"tenant-{number}@example.com") for number in range(TENANTS)]
    return [(Organisation.home_of(person), person) for person in people]


def backlog(everybody: list[tuple[Organisation, User]], first: int, others: int) -> None:
    """Only these jobs wait: ``first`` of the first tenant, ``others`` of each other one."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE synthesis_job CASCADE")
    rows = [
        Job(
            organisation=home,
            created_by=person,
            title="a",
            voice_name="a",
            engine="espeak",
            text_input="Một câu.",
            chars_total=100,
        )
        for number, (home, person) in enumerate(everybody)
        for _ in range(others if number else first)
    ]
    Job.objects.bulk_create(rows, batch_size=2000)
    settle()


def settle() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def done(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(status=JobState.CANCELLED, owner="", lease_until=None)


def timed(claim: Callable[[], Any], times: int, end: Callable[[Any], None]) -> tuple[float, list[int]]:
    """Milliseconds of CPU for each claim and its end, here and in the database's process; and whose rows they were."""
    served = []
    start = cpu_seconds()
    for _ in range(times):
        row = claim()
        if row is not None:
            served.append(row.organisation_id)
            end(row)
    return round((cpu_seconds() - start) * 1000 / times, 2), served


def cpu_seconds() -> float:
    """Of this thread and of the database's process that serves it. Clocks on the wall tell of others on the machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.thread_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until_all_served(served: list[int]) -> int | None:
    seen: set[int] = set()
    for number, organisation in enumerate(served, start=1):
        seen.add(organisation)
        if len(seen) == TENANTS:
            return number
    return None


def many_threads() -> dict[str, float]:
    def some() -> list[int]:
        try:
            found = [transitions.claim_plan() for _ in range(CLAIMS // THREADS)]
            return [job.pk for job in found if job is not None]
        finally:
            connection.close()

    start = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        claimed = [key for mine in pool.map(lambda _: some(), range(THREADS)) for key in mine]
    seconds = time.perf_counter() - start
    return {
        "a_second": round(len(claimed) / seconds, 1),
        "claimed": len(claimed),
        "double": len(claimed) - len(set(claimed)),
    }


def segments(everybody: list[tuple[Organisation, User]]) -> dict[str, float]:
    """All tenants have as much in the making as they may: what a worker pays before each sentence."""
    backlog(everybody, BIG, SMALL)
    for home, _ in everybody:
        keys = list(Job.objects.filter(organisation=home).order_by("pk").values_list("pk", flat=True)[:MAKING])
        Job.objects.filter(pk__in=keys).update(status=JobState.RENDERING, rendering_at=timezone.now())
    jobs = Job.objects.filter(status=JobState.RENDERING)
    Segment.objects.bulk_create(
        Segment(
            organisation_id=job.organisation_id,
            job=job,
            position=number,
            span_start=0,
            span_end=1,
            source_text="a",
            spoken_text="a",
            language="vi",
            key=f"{job.pk}-{number}",
            lane=job.lane,
        )
        for job in jobs
        for number in range(10)
    )
    settle()
    spent, served = timed(transitions.claim_segment, CLAIMS, lambda row: transitions.finish_segment(row, "DONE"))
    nothing, _ = timed(transitions.claim_plan, CLAIMS, done)
    return {
        "segment_cpu_ms": spent,
        "segment_claims_until_all_tenants_served": until_all_served(served) or -1,
        "nothing_to_plan_cpu_ms": nothing,
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    everybody = tenants()
    big: list[float] = []
    small: list[float] = []
    reached: list[int | None] = []
    for _ in range(ROUNDS):
        backlog(everybody, FEW - TENANTS + 1, 1)
        small.append(timed(transitions.claim_plan, CLAIMS, done)[0])
        backlog(everybody, BIG, SMALL)
        spent, served = timed(transitions.claim_plan, CLAIMS, done)
        big.append(spent)
        reached.append(until_all_served(served))
    figures = {
        "backlog_300_cpu_ms": statistics.median(small),
        "backlog_29950_cpu_ms": statistics.median(big),
        "ratio": round(statistics.median(big) / statistics.median(small), 2),
        "claims_until_all_tenants_served": reached,
        "threads": many_threads(),
        "all_full": segments(everybody),
        "cores": os.cpu_count(),
    }
    json.dump(figures, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    try:
        main()
    finally:
        connection.close()
        SERVICES.stop()
