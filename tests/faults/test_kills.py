"""Kills, freezes and losses at random moments: every job ends READY, once, with the audio of an undisturbed run."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.error import HTTPError

import pytest
import redis

from tests import making
from tests.faults.site import IS_FULL, LEASE_SECONDS, Part, Person, Site, running_site, wait_until

FAULTS, JOBS, SENTENCES = (100, 40, 40) if IS_FULL else (10, 6, 20)
AT_ONCE = 6
EVERY_DOCUMENT = 5  # one job in five reads a document
ENDS = {"READY", "FAILED", "CANCELLED"}
SEED = 20261121
FINISH_SECONDS = 600.0 if IS_FULL else 180.0

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000 if IS_FULL else 600), pytest.mark.xdist_group("faults")]


def text_of(number: int) -> str:
    return " ".join(f"Chuyện {number}, câu thứ {n}, kể về dòng sông chảy qua làng." for n in range(SENTENCES))


class Disturber:
    """Strikes the site where and when the dice say; whatever it kills it starts again, as a supervisor does."""

    def __init__(self, site: Site) -> None:
        self.site, self.dice = site, random.Random(SEED)
        self.struck: dict[str, int] = {}
        self._thawing: list[threading.Thread] = []
        self._strikes: list[tuple[Callable[[], None], int]] = [
            (self.kill_child, 6), (self.kill_worker, 4), (self.freeze_child, 3), (self.freeze_worker, 2),
            (self.deploy, 2), (self.empty_redis, 3), (self.kill_redis, 2), (self.kill_web, 2), (self.kill_beat, 2),
            (self.kill_postgres, 2),
        ]  # fmt: skip

    def strike(self) -> None:
        strikes, weights = zip(*self._strikes, strict=True)
        chosen = self.dice.choices(strikes, weights)[0]
        self.struck[chosen.__name__] = self.struck.get(chosen.__name__, 0) + 1
        chosen()

    def end(self) -> None:
        for thread in self._thawing:
            thread.join()

    def _worker(self) -> Part:
        return self.dice.choice(self.site.workers)

    def kill_child(self) -> None:
        for pid in self._worker().children()[:1]:
            send(pid, signal.SIGKILL)

    def kill_worker(self) -> None:
        revive(self._worker())

    def freeze_child(self) -> None:
        for pid in self._worker().children()[:1]:
            self._freeze([pid])

    def freeze_worker(self) -> None:
        worker = self._worker()
        self._freeze([worker.pid, *worker.children()])

    def _freeze(self, pids: list[int]) -> None:
        """Longer than its lease; whoever thaws must find itself fenced off."""
        for pid in pids:
            send(pid, signal.SIGSTOP)
        thread = threading.Thread(target=thaw, args=(pids, LEASE_SECONDS * 1.6))
        thread.start()
        self._thawing.append(thread)

    def deploy(self) -> None:
        worker = self._worker()
        send(worker.pid, signal.SIGCONT)
        for pid in worker.children():
            send(pid, signal.SIGCONT)
        worker.stop()
        worker.start()

    def empty_redis(self) -> None:
        with suppress(redis.ConnectionError):
            redis.Redis.from_url(self.site.env["REDIS_URL"]).flushall()

    def kill_redis(self) -> None:
        self._restart("redis")

    def kill_postgres(self) -> None:
        self._restart("postgres")

    def _restart(self, name: str) -> None:
        server = self.site.services.servers[name]
        server.kill()
        time.sleep(self.dice.uniform(0, 2))
        server.start()

    def kill_web(self) -> None:
        revive(self.site.parts["web"])

    def kill_beat(self) -> None:
        revive(self.site.parts["beat0"])


def revive(part: Part) -> None:
    part.kill()
    part.start()


def send(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def thaw(pids: list[int], after: float) -> None:
    time.sleep(after)
    for pid in pids:
        send(pid, signal.SIGCONT)


class Reader:
    """Posts the jobs of one person, some from pasted text and some from a document that is being read meanwhile."""

    def __init__(self, person: Person) -> None:
        self.person, self.jobs = person, list[str]()
        self.documents = {number: self._upload(number) for number in range(0, JOBS, EVERY_DOCUMENT)}

    def _upload(self, number: int) -> str:
        sent = self.person.upload("/api/documents/upload", f"{number}.txt", text_of(number).encode())
        return str(sent["document_id"])

    def learn(self) -> None:
        fields = {"name": "Giọng", "consent": "self"}
        self.person.upload("/api/voice-profiles/upload", "a.wav", making.recording(), **fields)

    def post_next(self) -> bool:
        """Whether the next job could be posted: its document may still be in work."""
        number = len(self.jobs)
        if number not in self.documents:
            self.jobs.append(self.person.say(text_of(number)))
            return True
        with suppress(HTTPError):
            self.jobs.append(self.person.read(self.documents[number]))
        return len(self.jobs) > number


def disturb(site: Site, reader: Reader) -> dict[str, int]:
    """Post the jobs a few at a time while faults strike; what struck."""
    disturber, strikes = Disturber(site), 0
    while strikes < FAULTS or len(reader.jobs) < JOBS:
        room = AT_ONCE - sum(state not in ENDS for state in site.audit()["jobs"].values())
        while room > 0 and len(reader.jobs) < JOBS * (strikes + 1) / FAULTS and reader.post_next():
            room -= 1
        if strikes < FAULTS:
            disturber.strike()
            strikes += 1
        time.sleep(disturber.dice.uniform(0.2, 1.5))
    disturber.end()
    return disturber.struck


def all_ready(site: Site) -> bool:
    found = site.audit()
    return {*found["jobs"].values(), *found["uploads"]} == {"READY"}


def undisturbed(site: Site) -> list[str]:
    """The same jobs by somebody whom nobody disturbs."""
    calm = Reader(Person(site, "calm"))
    while len(calm.jobs) < JOBS:
        if not calm.post_next():
            time.sleep(0.5)
    wait_until(lambda: all_ready(site), f"the undisturbed run did not end: {site.audit()}", FINISH_SECONDS)
    return calm.jobs


def test_whatever_is_killed_every_job_ends_once_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    with running_site() as site:
        reader = Reader(Person(site, "disturbed"))
        reader.learn()
        began = time.monotonic()
        struck = disturb(site, reader)
        wait_until(lambda: all_ready(site), f"not all READY: {site.audit()}\n{site.logs()}", FINISH_SECONDS)
        took = time.monotonic() - began
        calm = undisturbed(site)
        found = site.audit(swept=True)
    with capsys.disabled():
        figures = {key: found[key] for key in ("segments", "errors", "job_errors", "lost_leases", "blobs", "files")}
        print(f"\nfaults: {struck} over {len(reader.jobs)} jobs in {took:.0f} s; {figures}")
    assert (found["missing"], found["wrongly_taken"], found["errors"]) == (0, 0, 0)
    assert found["done"] == found["segments"]
    assert [found["masters"][job] for job in reader.jobs] == [found["masters"][job] for job in calm]
    orphans = {key: found[key] for key in ("files_without_rows", "rows_without_files", "blobs_unnamed")}
    assert orphans == dict.fromkeys(orphans, 0)
