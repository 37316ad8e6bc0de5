"""A deploy in the middle of a long job: nothing lost, nothing blamed, and it goes on at once."""

import time

import pytest

from tests.faults.site import IS_FULL, Person, running_site, wait_until

SENTENCES = 400
CONTINUES_SECONDS = 10.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("faults")]


def progress(person: Person, job: str) -> int:
    return int(person.call("GET", f"/api/jobs/{job}")["progress"])


def test_a_deploy_loses_no_segment_and_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with running_site(workers=1, children=2, beats=1) as site:
        person = Person(site, "reader")
        job = person.say(" ".join(f"Câu thứ {n} của một quyển sách dài." for n in range(SENTENCES)))
        wait_until(lambda: progress(person, job) > 4, f"it did not begin\n{site.logs()}")
        began = time.monotonic()
        ended = site.workers[0].stop()
        site.workers[0].start()
        before = progress(person, job)
        wait_until(lambda: progress(person, job) > before, "it did not go on")
        went_on = time.monotonic() - began
        wait_until(lambda: person.status(job) == "completed", f"it did not end\n{site.logs()}", 120)
        found = site.audit()
    with capsys.disabled():
        print(f"\ndeploy: stopped in {ended:.1f} s at {before} %, went on after {went_on:.1f} s")
    assert 0 < before < 90, "it was not in the middle"
    assert found["done"] == found["segments"]
    blame = {key: found[key] for key in ("missing", "errors", "job_errors", "lost_leases", "wrongly_taken")}
    assert blame == dict.fromkeys(blame, 0)
    assert not IS_FULL or went_on <= CONTINUES_SECONDS, "among other tests the machine is not ours to time"
