"""An erasure ends, and leaves nothing, whatever is killed, away or under way meanwhile."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from accounts import privacy, services, stages
from accounts.models import Blob, Erasure, Organisation
from documents.models import Document
from lib import storage
from lib.claims import Lost
from lib.refusals import Refusal
from speech.engines import registry
from synthesis import tasks, transitions
from synthesis.models import Job, Take
from synthesis.services import Wish, create_job
from synthesis.stages import planning, rendering, voicing
from tests.conftest import Cast
from tests.erasing import files, files_of, rows, small_life, write_book
from tests.test_main_path import create, upload_voice
from tests.working import work_all


class Killed(BaseException):
    """As kill -9: nothing of ours catches it."""


def count_down(monkeypatch: pytest.MonkeyPatch, steps: int) -> list[int]:
    """Die at the ``steps``-th of all things that an erasure does to the world."""
    left = [steps]

    def watched(real: Any) -> Any:
        def step(*args: Any, **kwargs: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return real(*args, **kwargs)

        return step

    monkeypatch.setattr(storage, "delete", watched(storage.delete))
    monkeypatch.setattr(models.QuerySet, "delete", watched(models.QuerySet.delete))
    monkeypatch.setattr(models.Model, "delete", watched(models.Model.delete))
    monkeypatch.setattr(stages.transitions, "finish", watched(stages.transitions.finish))
    return left


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_step_it_is_done_by_the_next_worker() -> None:
    bystander = small_life("bystander")
    theirs, kept = rows(), files_of(Organisation.home_of(bystander))
    for steps in range(1, 200):
        user = small_life(f"person{steps}")
        home = Organisation.home_of(user)
        services.delete_account(by=user, user=user)
        with pytest.MonkeyPatch.context() as patched:
            left = count_down(patched, steps)
            try:
                stages.WORK.run_one()
            except Killed:
                assert Erasure.objects.filter(status="RUNNING").count() == 1
        Erasure.objects.filter(status="RUNNING").update(lease_until=timezone.now() - timedelta(seconds=1))
        stages.WORK.run_one()
        assert Erasure.objects.latest("pk").status == "DONE", steps
        assert files_of(home) == [], steps
        assert {row for row in rows() - theirs if row[0] != "accounts.Erasure"} == set(), steps
        if left[0] > 0:
            break
    assert 15 < steps < 199, "the last one was not killed any more"
    assert kept
    assert files_of(Organisation.home_of(bystander)) == kept


@pytest.mark.django_db(transaction=True)
def test_a_worker_in_the_middle_of_a_sentence_leaves_no_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Organisation.home_of(cast.owner)
    create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Câu một. Câu hai."))
    assert planning.WORK.run_one()
    engine = registry.get("espeak")
    real = engine.say

    def say(*args: Any, **kwargs: Any) -> Any:
        services.delete_account(by=cast.owner, user=cast.owner)
        assert stages.WORK.run_one()
        return real(*args, **kwargs)

    monkeypatch.setattr(engine, "say", say)
    assert rendering.WORK.run_one()
    assert Erasure.objects.get().status == "DONE"
    assert files_of(home) == []
    assert Blob.objects.count() == Take.objects.count() == 0
    assert work_all() == 0


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_was_faster_with_the_clip_writes_no_take(cast: Cast) -> None:
    create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Câu một. Câu hai."))
    assert planning.WORK.run_one()
    segment = transitions.claim_segment()
    assert segment is not None
    services.delete_account(by=cast.owner, user=cast.owner)
    with pytest.raises(Lost):
        rendering.render(segment)
    assert Take.objects.count() == 0
    work_all()
    assert files() == {}


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_is_under_way_leaves_no_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    real = storage.put_file

    def put(path: Path, key: str) -> storage.Stored:
        stored = real(path, key)
        services.delete_account(by=cast.owner, user=cast.owner)
        assert stages.WORK.run_one()
        return stored

    monkeypatch.setattr(storage, "put_file", put)
    with pytest.raises(Refusal) as refused:
        write_book(cast.owner, "a.txt")
    assert refused.value.code == "account_deleted"
    assert files() == {}
    assert (Document.objects.count(), Organisation.objects.filter(memberships=None).count()) == (0, 0)


@pytest.mark.django_db
def test_what_a_colleague_begins_in_the_organisation_at_the_last_moment_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, real = Organisation.home_of(cast.owner), privacy._others_own

    def look(*args: Any) -> bool:
        found = real(*args)
        if not Job.objects.exists():
            Job.objects.create(organisation=home, created_by=cast.colleague, title="a")
        return found

    monkeypatch.setattr(privacy, "_others_own", look)
    services.delete_account(by=cast.owner, user=cast.owner)
    assert stages.WORK.run_one()
    assert Erasure.objects.get().status == "DONE"
    assert Job.objects.get().organisation == home


@pytest.mark.django_db
def test_a_store_that_is_away_makes_it_wait_and_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    user = small_life("person")
    services.delete_account(by=user, user=user)

    def away(key: str) -> None:
        raise storage.StorageFailed("away")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(storage, "delete", away)
        assert stages.WORK.run_one()
    waiting = Erasure.objects.get()
    assert (waiting.status, waiting.errors, waiting.owner) == ("RUNNING", 0, "")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("accounts.stages._remove", lambda user: 1 / 0)
        for _ in range(3):
            Erasure.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            assert stages.WORK.run_one()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.errors) == ("RUNNING", 0), "an hour later it has all its tries again"
    assert waiting.lease_until > timezone.now() + timedelta(minutes=50)
    Erasure.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert stages.WORK.run_one()
    assert Erasure.objects.get().status == "DONE"


@pytest.mark.django_db
def test_no_learned_print_stays_in_a_workers_memory(cast: Cast) -> None:
    api = cast.api(cast.owner)
    voicing._loaded_print.cache_clear()  # of tests before this one
    voice = upload_voice(api, consent="self")
    work_all()
    create(api, voice_profile_id=voice["profile_id"], text="Xin chào.")
    work_all()
    assert voicing._loaded_print.cache_info().currsize == 1
    tasks.generate_speech()
    assert voicing._loaded_print.cache_info().currsize == 0
