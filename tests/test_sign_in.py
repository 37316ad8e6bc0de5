"""Who is signed in, where, and what ends it; and answers that tell strangers nothing."""

import re
import time
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import sessions
from accounts.models import RefreshFamily, User
from accounts.tokens import open_family, user_of
from synthesis.stages import keeping
from tests.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "mot-mat-khau-khac-2026"


def sign_in(email: str = "owner@example.com", password: str = PASSWORD) -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": email, "password": password}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def works(access: str) -> bool:
    status = APIClient().get("/api/auth/me", HTTP_AUTHORIZATION=f"Bearer {access}").status_code
    assert status in {200, 401}
    assert (user_of(access) is not None) == (status == 200), "sockets know what the API knows"
    return status == 200


def refreshes(token: str) -> bool:
    status = APIClient().post("/api/auth/refresh", {"refresh": token}, format="json").status_code
    assert status in {200, 401}
    return status == 200


# --- what ends a token


def test_an_authenticated_read_asks_once_who_it_is(cast: Cast) -> None:
    api = cast.api(cast.owner)
    with CaptureQueriesContext(connection) as asked:
        assert api.get("/api/auth/me").status_code == 200
    assert len(asked) == 1


def test_signing_out_and_a_reuse_end_the_access_token_at_once(cast: Cast) -> None:
    out, reused, other = open_family(cast.owner), open_family(cast.owner), open_family(cast.owner)
    APIClient().post("/api/auth/logout", {"refresh": out["refresh"]}, format="json")
    assert refreshes(reused["refresh"])
    assert works(reused["access"]), "a refresh alone ends nothing"
    assert not refreshes(reused["refresh"])
    assert [works(one["access"]) for one in (out, reused, other)] == [False, False, True]


def change_password(client: Client) -> None:
    given = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", given).status_code == 302


def reset_password(client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": "owner@example.com"})
    link = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link is not None
    form = client.get(link[1]).headers["Location"]
    assert client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}).status_code == 302


def edit_in_admin(cast: Cast, *, by: User | None = None, user: User | None = None, **change: Any) -> None:
    user = user or cast.owner
    page = cast.browser(by or cast.staff)
    given = {"email": user.email, "full_name": "", "language": "vi", "default_voice": "", "default_language": "auto"}
    given |= {"default_format": "mp3", "default_speed": "1.0"} | change
    assert page.post(f"/admin/accounts/user/{user.pk}/change/", given).status_code == 302


def test_a_password_change_ends_all_but_where_it_was_made(cast: Cast) -> None:
    here, there, program = sign_in(), sign_in(), open_family(cast.owner)
    change_password(here)
    assert (is_in(here), is_in(there)) == (True, False)
    assert not works(program["access"])
    assert not refreshes(program["refresh"])
    assert RefreshFamily.objects.get().end_reason == "password_changed"
    assert "Chrome" not in here.get("/accounts/sessions/").content.decode()
    assert UserSession.objects.filter(user=cast.owner).count() == 1


def test_a_reset_ends_all_also_where_it_was_made(cast: Cast) -> None:
    here, program = sign_in(), open_family(cast.owner)
    reset_password(here)
    assert not is_in(here)
    assert not works(program["access"])
    assert RefreshFamily.objects.get().end_reason == "password_reset"
    assert is_in(sign_in(password=NEW_PASSWORD))


@pytest.mark.parametrize("way", ["admin", "deleted"])
def test_deactivation_ends_all_and_a_return_revives_nothing(cast: Cast, way: str) -> None:
    here, program = sign_in(), open_family(cast.owner)
    if way == "admin":
        edit_in_admin(cast)  # a box that is not ticked is not sent
        assert RefreshFamily.objects.get().end_reason == "deactivated"
        assert not is_in(here)
        edit_in_admin(cast, is_active="on")
    else:
        cast.owner.delete()
    assert not is_in(here)
    assert not works(program["access"])
    assert not refreshes(program["refresh"])


def test_who_lost_the_right_to_sign_in_is_out_whatever_wrote_it(cast: Cast) -> None:
    here, program = sign_in(), open_family(cast.owner)
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    assert not is_in(here)
    assert not works(program["access"])
    assert not refreshes(program["refresh"])
    User.objects.filter(pk=cast.owner.pk).update(is_active=True)
    assert not works(program["access"]), "the refresh that was tried ended it"


def test_a_password_set_by_command_ends_all(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    here, program = sign_in(), open_family(cast.owner)
    monkeypatch.setattr("getpass.getpass", lambda prompt="": NEW_PASSWORD)
    call_command("changepassword", "owner@example.com", stdout=StringIO())
    assert not is_in(here)
    assert not works(program["access"])
    assert not refreshes(program["refresh"])


def test_a_sign_in_that_was_under_way_when_all_ended_is_dead(cast: Cast) -> None:
    late = User.objects.get(pk=cast.owner.pk)  # looked up before, used after
    sessions.end_all(cast.owner, "ended_by_user")
    assert not works(open_family(late)["access"])
    assert works(open_family(cast.owner)["access"])


# --- sessions and the page of devices


def test_a_session_gets_a_new_key_at_sign_in_and_goes_at_sign_out(cast: Cast) -> None:
    client = Client()
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = planted = str(session.session_key)
    client.post("/accounts/login/", {"login": "owner@example.com", "password": PASSWORD})
    key = client.cookies["sessionid"].value
    assert key != planted
    assert not Session.objects.filter(session_key=planted).exists()
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert is_in(stolen)
    client.post("/accounts/logout/")
    assert not is_in(stolen)
    assert not UserSession.objects.filter(session_key=key).exists()


FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


def test_the_page_lists_devices_and_ends_one_or_all_others(cast: Cast) -> None:
    here, phone = Client(headers={"User-Agent": FIREFOX}), Client(headers={"User-Agent": PHONE})
    for client in (here, phone):
        client.post("/accounts/login/", {"login": "owner@example.com", "password": PASSWORD}, REMOTE_ADDR="203.0.113.7")
    given = {"email": "owner@example.com", "password": PASSWORD}
    program = APIClient().post("/api/auth/login", given, format="json", HTTP_USER_AGENT="curl/8.0").json()
    theirs = open_family(cast.stranger)
    page = here.get("/accounts/sessions/").content.decode()
    assert all(words in page for words in ("Firefox · Windows", "Chrome · Android", "curl/8.0", "203.0.113.7"))
    handles = re.findall(r'name="device" value="(\w+)"', page)
    assert len(handles) == 2, "this browser signs out by the button that all pages have"
    assert here.post("/accounts/sessions/", {"device": handles[0]}).status_code == 302
    assert here.post("/accounts/sessions/", {"device": handles[0]}).status_code == 404
    foreign = RefreshFamily.objects.get(user=cast.stranger).public_id.hex
    assert here.post("/accounts/sessions/", {"device": foreign}).status_code == 404
    assert sum([is_in(phone), works(program["access"])]) == 1
    assert here.post("/accounts/sessions/").status_code == 302
    assert [is_in(here), is_in(phone), works(program["access"]), works(theirs["access"])] == [True, False, False, True]


def test_beyond_so_many_browsers_the_oldest_is_signed_out(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_BROWSERS", 2)
    other = sign_in("stranger@example.com")
    browsers = [sign_in() for _ in range(3)]
    assert [is_in(one) for one in (*browsers, other)] == [False, True, True, True]


def test_reading_pages_writes_down_who_was_here_once_in_a_while(cast: Cast) -> None:
    browser = cast.browser(cast.owner)
    browser.get("/account/", REMOTE_ADDR="203.0.113.7")
    first = UserSession.objects.get(user=cast.owner)
    browser.get("/account/", REMOTE_ADDR="203.0.113.8")
    assert UserSession.objects.get(user=cast.owner).last_seen_at == first.last_seen_at
    session = browser.session
    session["seen_at"] = time.time() - sessions.SEEN_EVERY.total_seconds() - 1
    session.save()
    browser.get("/account/", REMOTE_ADDR="203.0.113.8")
    later = UserSession.objects.get(user=cast.owner)
    assert later.last_seen_at > first.last_seen_at
    assert later.ip == "203.0.113.8"


def test_the_sweep_removes_what_has_had_its_time(cast: Cast) -> None:
    stays, goes, browser = open_family(cast.owner), open_family(cast.owner), sign_in()
    sign_in("stranger@example.com")
    RefreshFamily.objects.filter(pk=RefreshFamily.objects.latest("pk").pk).update(expires_at=timezone.now())
    Session.objects.exclude(session_key=browser.session.session_key).update(
        expire_date=timezone.now() - timedelta(seconds=1)
    )
    keeping.expire_old_audio()
    assert RefreshFamily.objects.count() == 1
    assert (works(stays["access"]), works(goes["access"]), refreshes(goes["refresh"])) == (True, False, False)
    assert list(UserSession.objects.values_list("user", flat=True)) == [cast.owner.pk]
    assert Session.objects.count() == 1
    assert is_in(browser)


# --- answers that tell nothing


def shown(answer: Any) -> str:
    """The page without what changes on every load, and without what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"(owner|nobody)@example\.com", "X", text)


def test_login_does_not_tell_whether_an_account_exists(cast: Cast) -> None:
    TOTP.activate(cast.owner, generate_totp_secret())
    for path, field in (("/accounts/login/", "login"), ("/api/auth/login", "email")):
        known, unknown = (
            Client().post(path, {field: f"{who}@example.com", "password": "wrong-password-2026"})
            for who in ("owner", "nobody")
        )
        assert known.status_code == unknown.status_code
        assert shown(known) == shown(unknown)


def test_a_reset_does_not_tell_whether_an_account_exists(cast: Cast) -> None:
    known, unknown = (
        Client().post("/accounts/password/reset/", {"email": f"{who}@example.com"}, follow=True)
        for who in ("owner", "nobody")
    )
    assert known.redirect_chain == unknown.redirect_chain
    assert shown(known) == shown(unknown)
    assert [one.to for one in mail.outbox] == [["owner@example.com"], ["nobody@example.com"]], "as long as each other"


def test_registering_does_not_tell_whether_an_account_exists_where_addresses_are_verified(
    cast: Cast, settings: Any
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    known, unknown = (
        APIClient().post("/api/auth/register", {"email": f"{who}@example.com", "password": PASSWORD})
        for who in ("owner", "nobody")
    )
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    assert [one.to for one in mail.outbox] == [["owner@example.com"], ["nobody@example.com"]]


@pytest.mark.parametrize(("path", "field"), [("/accounts/login/", "login"), ("/api/auth/login", "email")])
def test_an_unknown_account_costs_as_many_hashes_as_a_known_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, path: str, field: str
) -> None:
    counted: list[str] = []
    real = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        counted.append(password)
        return real(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    hashes = []
    for who in ("owner", "nobody"):
        counted.clear()
        Client().post(path, {field: f"{who}@example.com", "password": "wrong-password-2026"})
        hashes.append(len(counted))
    assert hashes[0] == hashes[1] > 0


def test_another_address_can_be_added_once_one_is_confirmed(cast: Cast) -> None:
    """Else whoever registered somebody's address could keep a way into the account."""
    page, added = sign_in(), {"action_add": "", "email": "other@example.com"}
    first = EmailAddress.objects.create(user=cast.owner, email=cast.owner.email, primary=True, verified=False)
    assert "xác nhận địa chỉ đang dùng" in page.post("/accounts/email/", added).content.decode()
    assert EmailAddress.objects.get(user=cast.owner) == first
    first.set_verified()
    assert page.post("/accounts/email/", added).status_code == 302
    assert EmailAddress.objects.filter(user=cast.owner).count() == 2
