"""Turns of the clock: however many beats there are, each turn is taken once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from lib.slots import take_slot
from synthesis import tasks
from synthesis.models import BeatSlot
from tests.test_claims import at_once

QUARTER = timedelta(seconds=15)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_of_many_beats_at_once_one_has_the_turn() -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(5):
            BeatSlot.objects.all().delete()
            assert at_once(8, lambda: take_slot(BeatSlot, "sweep", QUARTER)).count(True) == 1


@pytest.mark.django_db
def test_each_turn_and_each_name_is_another() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        assert take_slot(BeatSlot, "sweep", QUARTER)
        assert take_slot(BeatSlot, "expire_audio", QUARTER)
        assert not take_slot(BeatSlot, "sweep", QUARTER)
        clock.shift(14.9)
        assert not take_slot(BeatSlot, "sweep", QUARTER)
        clock.shift(0.1)
        assert take_slot(BeatSlot, "sweep", QUARTER)


@pytest.mark.django_db
def test_old_turns_are_forgotten() -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        take_slot(BeatSlot, "sweep", QUARTER)
        clock.shift(timedelta(days=2))
        take_slot(BeatSlot, "sweep", QUARTER)
        assert BeatSlot.objects.count() == 1


@pytest.mark.django_db
def test_a_second_message_of_the_same_turn_does_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    swept: list[Any] = []
    monkeypatch.setattr(tasks.keeping, "hint_waiting_rows", lambda: swept.append("sweep"))
    monkeypatch.setattr(tasks.keeping, "expire_old_audio", lambda: swept.append("expire"))
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):
            tasks.sweep()
            tasks.expire_audio()
    assert swept == ["sweep", "expire"]
