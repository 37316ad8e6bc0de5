"""Doors count exactly, by address and by account, at the page and at the API; and lock no owner out."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django_ratelimit.core import _get_window
from redis import RedisError
from rest_framework.test import APIClient

from accounts.doors import DOORS, Door
from accounts.models import User
from accounts.tokens import open_family
from lib.throttle import client_address, whereabouts
from tests.conftest import PASSWORD, Cast

AT_ONCE = 64
WRONG = "not-the-password-2026"


def an_hour(monkeypatch: pytest.MonkeyPatch, door: str, *, address: int = 1000, account: int = 1000) -> None:
    """Windows of an hour for one door: no boundary of a window falls into a test (see ``away_from_boundaries``)."""
    monkeypatch.setitem(DOORS, door, Door(address=f"{address}/h", account=f"{account}/h"))


@pytest.fixture
def _away_from_boundaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each key has windows of its own; one whose window ends within two minutes gets the next one from the start."""
    real = _get_window

    def later(value: Any, period: int) -> int:
        end = real(value, period)
        return end if end - time.time() > 120 else end + period

    monkeypatch.setattr("django_ratelimit.core._get_window", later)


def at_once(knock: Callable[[int], Any]) -> list[int]:
    """What ``AT_ONCE`` callers get who knock together."""
    ready = Barrier(AT_ONCE)

    def one(number: int) -> int:
        try:
            ready.wait(60)
            return int(knock(number).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def page_login(email: str, password: str, address: str, client: Client | None = None) -> Any:
    given = {"login": email, "password": password}
    return (client or Client()).post("/accounts/login/", given, REMOTE_ADDR=address)


def api_login(email: str, password: str, address: str) -> Any:
    return APIClient().post("/api/auth/login", {"email": email, "password": password}, REMOTE_ADDR=address)


def register(email: str, address: str) -> Any:
    # A weak password: what is counted is the knock, and nobody is made.
    return APIClient().post("/api/auth/register", {"email": email, "password": "1"}, REMOTE_ADDR=address)


def page_register(email: str, address: str) -> Any:
    return Client().post("/accounts/signup/", {"email": email, "password1": "1", "password2": "1"}, REMOTE_ADDR=address)


def reset(email: str, address: str) -> Any:
    return Client().post("/accounts/password/reset/", {"email": email}, REMOTE_ADDR=address)


def refresh(token: str, address: str) -> Any:
    return APIClient().post("/api/auth/refresh", {"refresh": token}, REMOTE_ADDR=address)


KNOCKS: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    "page login": ("login", lambda who, address: page_login(who, WRONG, address)),
    "API login": ("login", lambda who, address: api_login(who, WRONG, address)),
    "API register": ("register", register),
    "page register": ("register", page_register),
    "reset": ("reset", reset),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_away_from_boundaries")
@pytest.mark.parametrize("name", KNOCKS)
def test_of_64_at_once_exactly_the_limit_passes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    door, knock = KNOCKS[name]
    an_hour(monkeypatch, door, account=9)
    by_account = at_once(lambda number: knock("target@example.com", f"10.0.0.{number}"))
    assert (len(by_account) - by_account.count(429), by_account.count(429)) == (9, AT_ONCE - 9)
    assert not any(status >= 500 for status in by_account)

    an_hour(monkeypatch, door, address=7)
    by_address = at_once(lambda number: knock(f"somebody{number}@example.com", "10.9.9.9"))
    assert (len(by_address) - by_address.count(429), by_address.count(429)) == (7, AT_ONCE - 7)
    assert not any(status >= 500 for status in by_address)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_away_from_boundaries")
def test_of_64_refreshes_at_once_exactly_the_limit_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    user = User.objects.create_user("owner@example.com", PASSWORD)
    an_hour(monkeypatch, "refresh", account=9)
    token = open_family(user)["refresh"]
    by_family = at_once(lambda number: refresh(token, f"10.0.0.{number}"))
    assert by_family.count(429) == AT_ONCE - 9
    assert (by_family.count(200), by_family.count(401)) == (1, 8)

    an_hour(monkeypatch, "refresh", address=7)
    tokens = [open_family(user)["refresh"] for _ in range(AT_ONCE)]
    by_address = at_once(lambda number: refresh(tokens[number], "10.9.9.9"))
    assert (by_address.count(200), by_address.count(429)) == (7, AT_ONCE - 7)


@pytest.mark.usefixtures("_away_from_boundaries")
def test_page_and_api_count_together(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    an_hour(monkeypatch, "login", account=4)
    for number in range(2):
        assert page_login("owner@example.com", WRONG, f"10.0.0.{number}").status_code == 200
        assert api_login("Owner@Example.com ", WRONG, f"10.0.1.{number}").status_code == 401
    assert page_login("owner@example.com", WRONG, "10.0.2.1").status_code == 429
    assert api_login("owner@example.com", WRONG, "10.0.2.2").status_code == 429


@pytest.mark.parametrize(
    "spelling", ["OWNER@example.com", " owner@example.com", "owner@example.ſ", "owner@ıxample.com"]
)
def test_other_spellings_of_an_account_are_no_other_account(spelling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from accounts.doors import _plain

    assert _plain(spelling) == _plain(spelling.replace("ſ", "s").replace("ı", "i").strip().lower())


@pytest.mark.usefixtures("_away_from_boundaries")
@pytest.mark.parametrize(
    ("path", "given", "door"),
    [
        ("/accounts/reauthenticate/", {"password": WRONG}, "reauthenticate"),
        ("/accounts/password/change/", {"oldpassword": WRONG, "password1": "a", "password2": "b"}, "reauthenticate"),
        ("/admin/password_change/", {"old_password": WRONG}, "reauthenticate"),
        ("/accounts/email/", {"email": "staff@example.com", "action_send": ""}, "confirm"),
    ],
)
def test_doors_behind_the_sign_in_count_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, path: str, given: dict[str, str], door: str
) -> None:
    an_hour(monkeypatch, door, account=2)
    browser = cast.browser(cast.staff)
    statuses = [browser.post(path, given, REMOTE_ADDR=f"10.0.0.{number}").status_code for number in range(3)]
    assert statuses[2] == 429
    assert 429 not in statuses[:2]


@pytest.mark.django_db
@pytest.mark.usefixtures("_away_from_boundaries")
def test_a_refusal_is_a_page_in_the_readers_language_that_says_when(monkeypatch: pytest.MonkeyPatch) -> None:
    an_hour(monkeypatch, "login", address=0)
    for language, words in (("vi", "Quá nhiều yêu cầu"), ("en", "Too many requests")):
        client = Client()
        client.cookies["django_language"] = language
        answer = page_login("a@example.com", WRONG, "10.0.0.1", client)
        assert answer.status_code == 429
        assert words in answer.content.decode()
        assert int(answer["Retry-After"]) > 0
    problem = api_login("a@example.com", WRONG, "10.0.0.1")
    assert problem["Content-Type"] == "application/problem+json"
    assert int(problem["Retry-After"]) > 0


@pytest.mark.usefixtures("_away_from_boundaries")
def test_guessing_from_everywhere_does_not_lock_out_who_signed_in_here_before(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_hour(monkeypatch, "login", account=3)
    known = Client()
    assert page_login("owner@example.com", PASSWORD, "10.1.1.1", known).status_code == 302
    known.post("/accounts/logout/")
    others = Client()
    assert page_login("stranger@example.com", PASSWORD, "10.2.2.2", others).status_code == 302
    others.post("/accounts/logout/")
    for number in range(5):
        page_login("owner@example.com", WRONG, f"10.0.0.{number}")
    assert page_login("owner@example.com", PASSWORD, "10.3.3.3").status_code == 429, "strangers are counted together"
    assert page_login("owner@example.com", PASSWORD, "10.2.2.2", others).status_code == 429, "another's cookie"
    assert page_login("owner@example.com", PASSWORD, "10.1.1.1", known).status_code == 302
    known.post("/accounts/logout/")
    statuses = [page_login("owner@example.com", WRONG, "10.1.1.1", known).status_code for _ in range(4)]
    assert statuses[-1] == 429, "a cookie that was stolen has a limit too"


def test_a_forged_cookie_is_a_stranger(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    an_hour(monkeypatch, "login", account=1)
    page_login("owner@example.com", WRONG, "10.0.0.1")
    for value in ("", "x", "a.b:c:d", "0" * 5000):
        client = Client()
        client.cookies["device"] = value
        assert page_login("owner@example.com", PASSWORD, "10.0.0.2", client).status_code == 429


@pytest.mark.django_db
def test_doors_stay_shut_while_nobody_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise RedisError("away")

    monkeypatch.setattr(cache, "add", away)
    answers = [
        page_login("a@example.com", WRONG, "10.0.0.1"),
        api_login("a@example.com", WRONG, "10.0.0.1"),
        register("a@example.com", "10.0.0.1"),
        page_register("a@example.com", "10.0.0.1"),
        reset("a@example.com", "10.0.0.1"),
        refresh("x", "10.0.0.1"),
    ]
    assert [one.status_code for one in answers] == [503] * 6
    assert all(int(one["Retry-After"]) > 0 for one in answers)


@pytest.mark.parametrize(
    ("given", "address", "counted_as"),
    [
        ("203.0.113.7", "203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1", "fe80::/64"),
        ("", "0.0.0.0", "0.0.0.0"),
        ("'; drop table", "0.0.0.0", "0.0.0.0"),
    ],
)
def test_an_address_is_one_that_a_database_takes_and_an_ipv6_home_counts_as_one(
    given: str, address: str, counted_as: str
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=given)
    assert (client_address(request), whereabouts(request)) == (address, counted_as)
