"""Seats: who comes too late takes nobody else's, a dead one's is free again, and nobody passes while nobody counts."""

import time

import pytest
from django.conf import settings
from django.core.cache import CacheHandler, cache

from documents.editing import pages
from lib import seats
from lib.refusals import Refusal
from lib.seats import seat
from tests.conftest import Cast
from tests.test_page_pictures import api_path, give

pytestmark = pytest.mark.django_db


def test_who_stayed_too_long_leaves_the_seat_to_the_next() -> None:
    with seat("late", seats=1, seconds=60) as mine:
        assert mine
        cache.delete("seat:late:0")  # its time is over
        with seat("late", seats=1, seconds=60) as next_one:
            assert next_one
            seats._leave("seat:late:0", "another")
            with seat("late", seats=1, seconds=60) as third:
                assert not third, "the second one still sits there"
    with seat("late", seats=1, seconds=60) as again:
        assert again


def test_the_first_one_leaving_late_does_not_free_the_second_ones_seat() -> None:
    first = seat("order", seats=1, seconds=60)
    second = seat("order", seats=1, seconds=60)
    assert first.__enter__()
    cache.delete("seat:order:0")
    assert second.__enter__()
    first.__exit__(None, None, None)
    with seat("order", seats=1, seconds=60) as third:
        assert not third
    second.__exit__(None, None, None)


def test_the_seat_of_who_was_killed_is_free_when_its_time_is_over() -> None:
    taken = seat("killed", seats=1, seconds=1)
    assert taken.__enter__()  # and nobody ever leaves
    with seat("killed", seats=1, seconds=1) as at_once:
        assert not at_once
    time.sleep(1.1)
    with seat("killed", seats=1, seconds=1) as later:
        assert later


def test_an_error_inside_gives_the_seat_back() -> None:
    with pytest.raises(ZeroDivisionError), seat("error", seats=1, seconds=60) as mine:
        assert mine
        raise ZeroDivisionError
    with seat("error", seats=1, seconds=60) as again:
        assert again


def test_nobody_passes_while_nobody_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/1"}
    monkeypatch.setattr(seats, "cache", CacheHandler({"default": gone})["default"])
    with pytest.raises(Refusal) as refused, seat("away", seats=1, seconds=60):
        pass
    assert (refused.value.code, refused.value.status) == ("try_later", 503)


def test_pages_have_seats_for_each_person_and_for_all(cast: Cast) -> None:
    document = give(cast)
    api = cast.api(cast.owner)
    everybody = [seat("page-pictures", seats=pages.AT_ONCE_IN_ALL, seconds=60) for _ in range(pages.AT_ONCE_IN_ALL)]
    assert all(one.__enter__() for one in everybody)
    refused = api.get(api_path(document))
    assert (refused.status_code, refused.json()["code"]) == (503, "try_later")
    assert not cache.get(f"seat:page-pictures:{cast.owner.pk}:0"), "who waits for all keeps no seat of their own"
    everybody.pop().__exit__(None, None, None)
    assert api.get(api_path(document)).status_code == 200
    for one in everybody:
        one.__exit__(None, None, None)
