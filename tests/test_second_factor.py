"""The second factor: at the API, at the page, before the admin; each code once."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.sealing import SealedFactors
from accounts.tokens import open_family
from tests.conftest import PASSWORD, Cast
from tests.test_sign_in import NEW_PASSWORD, is_in, reset_password, sign_in, works

pytestmark = pytest.mark.django_db


def second_factor(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def at_a_fresh_code(secret: str) -> str:
    """The code of now, with some seconds of its half minute left."""
    if (left := 30 - time.time() % 30) < 8:
        time.sleep(left + 0.1)
    return code_of(secret)


ADMIN_PAGES = [
    "/admin/",
    "/admin/login/",
    "/admin/login/?next=/admin/",
    "/admin/accounts/user/",
    "/admin/password_change/",
]


def let_in(client: Client, path: str) -> bool:
    """Whether following ``path`` to its end shows a page of the admin."""
    answer = client.get(path, follow=True)
    return answer.status_code == 200 and str(answer.request["PATH_INFO"]).startswith("/admin/")


@pytest.mark.parametrize("path", ADMIN_PAGES)
def test_no_way_into_the_admin_by_password_alone_where_a_second_factor_is_set(cast: Cast, path: str) -> None:
    before = cast.browser(cast.staff)
    assert let_in(before, path)
    secret = second_factor(cast.staff)
    assert not let_in(before, path), "a session from before the second factor"
    half = Client()
    half.post(f"/accounts/login/?next={path}", {"login": "staff@example.com", "password": PASSWORD})
    assert not let_in(half, path), "a sign-in that stopped half way"
    post = half.post("/admin/login/", {"username": "staff@example.com", "password": PASSWORD}, follow=True)
    assert not str(post.request["PATH_INFO"]).startswith("/admin/")
    half.post("/accounts/login/", {"login": "staff@example.com", "password": PASSWORD})
    assert half.post("/accounts/2fa/authenticate/", {"code": at_a_fresh_code(secret)}).status_code == 302
    assert let_in(half, path)


def test_an_old_session_gets_into_the_admin_once_it_shows_a_code(cast: Cast) -> None:
    browser = cast.browser(cast.staff)
    secret = second_factor(cast.staff)
    asked = browser.get("/admin/accounts/user/")
    assert asked.headers["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    answer = browser.post(asked.headers["Location"], {"code": at_a_fresh_code(secret)})
    assert answer.headers["Location"] == "/admin/accounts/user/"
    assert let_in(browser, "/admin/accounts/user/")


def test_staff_who_are_in_sign_in_as_nobody_else_at_the_form_of_the_admin(cast: Cast) -> None:
    second_factor(cast.staff)
    helper = User.objects.create_user("helper@example.com", PASSWORD, is_staff=True)
    browser = cast.browser(helper)
    posted = browser.post("/admin/login/", {"username": "staff@example.com", "password": PASSWORD})
    assert posted.status_code == 405
    assert "helper@example.com" in browser.get("/account/").content.decode()
    assert let_in(browser, "/admin/login/")


def test_a_sign_in_that_waits_for_its_code_ends_with_all_others(cast: Cast) -> None:
    secret = second_factor(cast.owner)
    stale, fresh = Client(), Client()
    stale.post("/accounts/login/", {"login": "owner@example.com", "password": PASSWORD})
    reset_password(Client())
    fresh.post("/accounts/login/", {"login": "owner@example.com", "password": NEW_PASSWORD})
    code = at_a_fresh_code(secret)
    answer = stale.post("/accounts/2fa/authenticate/", {"code": code})
    assert (answer.headers["Location"], is_in(stale)) == ("/accounts/login/", False)
    cache.clear()  # the code was right, and each is good once
    fresh.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(fresh)


def test_staff_set_up_a_second_factor_first_where_it_is_required(cast: Cast, settings: Any) -> None:
    browser = cast.browser(cast.staff)
    assert settings.STAFF_SECOND_FACTOR == "optional", "the default without HTTPS"
    assert let_in(browser, "/admin/")
    settings.STAFF_SECOND_FACTOR = "required"
    for path in ADMIN_PAGES:
        answer = browser.get(path, follow=True)
        assert answer.request["PATH_INFO"] == "/accounts/2fa/", path
    assert "xác thực hai bước" in answer.content.decode()
    assert browser.get("/dashboard/").status_code == 200, "only the admin asks for it"
    assert cast.browser(cast.owner).get("/admin/").status_code in {302, 403}
    assert browser.post("/admin/logout/").status_code == 200


def test_turning_the_second_factor_on_ends_sign_ins_without_it(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.owner, email=cast.owner.email, primary=True, verified=True)
    here, there, program = sign_in(), sign_in(), open_family(cast.owner)
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    here.get("/accounts/2fa/totp/activate/")
    code = at_a_fresh_code(here.session["mfa.totp.secret"])
    assert here.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    assert Authenticator.objects.filter(user=cast.owner, type=Authenticator.Type.TOTP).exists()
    assert [is_in(here), is_in(there), works(program["access"])] == [True, False, False]


def login_with(otp: str, address: str = "10.0.0.1") -> int:
    given = {"email": "owner@example.com", "password": PASSWORD, "otp": otp}
    return int(APIClient().post("/api/auth/login", given, format="json", REMOTE_ADDR=address).status_code)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["totp", "recovery"])
def test_a_code_that_comes_four_times_at_once_opens_once(kind: str) -> None:
    user = User.objects.create_user("owner@example.com", PASSWORD)
    secret = second_factor(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0] if kind == "recovery" else at_a_fresh_code(secret)
    ready = Barrier(4)

    def knock(number: int) -> int:
        try:
            ready.wait(30)
            return login_with(code, f"10.0.0.{number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(knock, range(4))) == [200, 401, 401, 401]
    assert login_with(code) == 401


def test_codes_are_counted_by_account_at_page_and_api_together(cast: Cast) -> None:
    second_factor(cast.owner)
    half = Client()
    half.post("/accounts/login/", {"login": "owner@example.com", "password": PASSWORD})
    page = [
        half.post("/accounts/2fa/authenticate/", {"code": "x"}, REMOTE_ADDR="10.0.0.1").status_code for _ in range(3)
    ]
    api = [login_with("x", f"10.0.0.{number}") for number in range(2, 5)]
    assert (page, api) == ([200] * 3, [401, 401, 429])


def test_staff_find_sessions_by_email_and_change_none(cast: Cast) -> None:
    sign_in()
    browser = cast.browser(cast.staff)
    found = browser.get("/admin/usersessions/usersession/?q=owner@example.com")
    assert found.status_code == 200
    assert "owner@example.com" in found.content.decode()
    assert browser.get("/admin/usersessions/usersession/add/").status_code == 403


def test_secrets_lie_sealed_and_open_with_an_older_key(cast: Cast, settings: Any) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.owner, secret)
    kept = Authenticator.objects.get(user=cast.owner, type=Authenticator.Type.TOTP)
    assert secret not in json.dumps(kept.data)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" * 8
    with pytest.raises(InvalidToken):
        SealedFactors().decrypt(kept.data["secret"])
    settings.SECRET_KEY_FALLBACKS = [old]
    assert SealedFactors().decrypt(kept.data["secret"]) == secret
    assert SealedFactors().decrypt(secret) == secret  # of before there was a seal
