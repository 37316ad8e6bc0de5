"""One refresh token that comes twelve times at once, over real connections.

Short in every run; ``GIONG_FAULTS=full`` plays all fifty rounds.
"""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from rest_framework.test import APIClient

from accounts.models import RefreshFamily, User
from accounts.tokens import open_family
from tests.conftest import PASSWORD

ROUNDS = 50 if os.environ.get("GIONG_FAULTS") == "full" else 10
AT_ONCE = 12
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer, which nobody races"),
]


@pytest.fixture(autouse=True)
def _a_connection_for_everybody() -> Iterator[None]:
    """Else the pool lets eight race and the others wait for them."""
    pool = connection.settings_dict["OPTIONS"]["pool"]
    usual = pool["max_size"]
    connection.close()
    connection.close_pool()
    pool["max_size"] = AT_ONCE + 4
    yield
    connection.close()
    connection.close_pool()
    pool["max_size"] = usual


def refresh(token: str, address: str) -> Any:
    return APIClient().post("/api/auth/refresh", {"refresh": token}, format="json", REMOTE_ADDR=address)


def waiting() -> int:
    """How many wait for a row that somebody else holds."""
    with connection.cursor() as cursor:
        # Within a transaction the statistics stay what they were when they were first read.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        return int(cursor.fetchone()[0])


@contextmanager
def held_until_all_wait(family: RefreshFamily) -> Iterator[None]:
    """Nobody wins before everybody has read the row and stands before it."""
    with transaction.atomic():
        RefreshFamily.objects.select_for_update().get(pk=family.pk)
        yield
        deadline = time.monotonic() + 12
        while waiting() < AT_ONCE:
            assert time.monotonic() < deadline, f"only {waiting()} came"
            time.sleep(0.005)


def at_once(token: str, round_number: int) -> list[Any]:
    """What twelve callers get, each from an address of their own."""

    def knock(caller: int) -> Any:
        try:
            return refresh(token, f"10.{round_number}.0.{caller}")
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        with held_until_all_wait(RefreshFamily.objects.latest("pk")):
            answers = [pool.submit(knock, caller) for caller in range(AT_ONCE)]
        return [one.result() for one in answers]


def test_one_refresh_token_twelve_times_at_once_gives_one_pair_and_the_reuse_ends_the_family() -> None:
    user = User.objects.create_user("owner@example.com", PASSWORD)
    for number in range(ROUNDS):
        first = open_family(user)
        answers = at_once(first["refresh"], number)
        assert sorted(one.status_code for one in answers) == [200] + [401] * (AT_ONCE - 1), f"round {number}"
        won = next(one for one in answers if one.status_code == 200).json()
        assert RefreshFamily.objects.latest("pk").end_reason == "reused"
        assert refresh(won["refresh"], "10.99.0.1").status_code == 401
        for access in (first["access"], won["access"]):
            me = APIClient().get("/api/auth/me", HTTP_AUTHORIZATION=f"Bearer {access}")
            assert me.status_code == 401, "a family that ended takes its access tokens along"
