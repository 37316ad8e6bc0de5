"""Who deletes an account, how: page, API, admin, command; and the sockets that close."""

import asyncio
from threading import Thread
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
)
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connections
from django.forms.models import model_to_dict

from accounts import services
from accounts.admin import PersonChangeForm
from accounts.models import Erasure, User
from lib.refusals import Refusal
from synthesis.models import Job
from synthesis.services import Wish, create_job
from tests.conftest import PASSWORD, Cast
from tests.erasing import small_life
from tests.test_second_factor import at_a_fresh_code
from tests.test_socket import socket, token_of
from tests.working import work_all

DELETE = "/api/v1/account"


def ask(cast: Cast, person: User, **body: str) -> Any:
    return cast.api(person).delete(DELETE, body, format="json")


@pytest.mark.django_db
def test_over_the_api_it_takes_the_password_and_everything_ends_at_once(cast: Cast) -> None:
    api, browser = cast.api(cast.owner), cast.browser(cast.owner)
    wrong = api.delete(DELETE, {"password": "x"}, format="json")
    assert (wrong.status_code, wrong.json()["code"]) == (403, "wrong_password")
    assert api.delete(DELETE, {}, format="json").status_code == 400
    assert Erasure.objects.count() == 0
    closed = api.delete(DELETE, {"password": PASSWORD}, format="json")
    assert (closed.status_code, set(closed.json())) == (202, {"message"})
    assert api.get("/api/auth/me").status_code == 401
    assert browser.get("/dashboard/").status_code == 302
    again = cast.api(cast.stranger).post("/api/auth/login", {"email": "owner@example.com", "password": PASSWORD})
    assert again.status_code == 401


@pytest.mark.django_db
def test_a_guessed_password_is_slowed_down_by_account(cast: Cast) -> None:
    codes = [ask(cast, cast.owner, password=f"x{number}").status_code for number in range(11)]
    assert codes == [403] * 10 + [429]
    assert ask(cast, cast.owner, password=PASSWORD).status_code == 429
    assert ask(cast, cast.stranger, password=PASSWORD).status_code == 202


@pytest.mark.django_db
def test_with_a_second_factor_the_code_is_asked_for_too(cast: Cast) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.owner, secret)
    page = cast.browser(cast.owner).get("/account/delete/").content.decode()
    assert 'name="otp"' in page
    assert ask(cast, cast.owner, password=PASSWORD).json()["code"] == "mfa_required"
    assert ask(cast, cast.owner, password=PASSWORD, otp="000000").json()["code"] == "mfa_required"
    assert ask(cast, cast.owner, password=PASSWORD, otp=at_a_fresh_code(secret)).status_code == 202


@pytest.mark.django_db
def test_the_page_says_what_goes_and_signs_out(cast: Cast) -> None:
    browser = cast.browser(cast.owner)
    assert "/account/delete/" in browser.get("/account/").content.decode()
    page = browser.get("/account/delete/").content.decode()
    assert "Không lấy lại được" in page
    assert 'name="otp"' not in page
    wrong = browser.post("/account/delete/", {"password": "x"})
    assert wrong.status_code == 422
    assert "Mật khẩu không đúng." in wrong.content.decode()
    done = browser.post("/account/delete/", {"password": PASSWORD}, follow=True)
    assert done.redirect_chain == [("/", 302)]
    assert "Tài khoản đã đóng" in done.content.decode()
    assert Erasure.objects.get().asked_by == "self"


@pytest.mark.django_db
def test_staff_delete_by_the_same_service(cast: Cast) -> None:
    small_life("person")
    user = User.objects.get(email="person@example.com")
    browser = cast.browser(cast.staff)
    path = f"/admin/accounts/user/{user.pk}/delete/"
    assert browser.get(path).status_code == 200
    assert browser.post(path, {"post": "yes"}).status_code == 302
    assert (Erasure.objects.get().asked_by, LogEntry.objects.count()) == ("staff", 0)
    work_all()
    assert not User.objects.filter(email="person@example.com").exists()
    last = browser.post(f"/admin/accounts/user/{cast.staff.pk}/delete/", {"post": "yes"})
    assert last.status_code == 409
    chosen = {"action": "delete_selected", "_selected_action": [cast.stranger.pk, cast.staff.pk], "post": "yes"}
    assert browser.post("/admin/accounts/user/", chosen).status_code == 409
    assert User.objects.filter(is_active=False).count() == 0, "all or none"


@pytest.mark.django_db
def test_who_may_delete_whom(cast: Cast) -> None:
    for by in (cast.stranger, cast.colleague):
        with pytest.raises(Refusal, match="quyền"):
            services.delete_account(by=by, user=cast.owner)
    helper = User.objects.create_user("helper@example.com", PASSWORD, is_staff=True)
    with pytest.raises(Refusal, match="quyền"):
        services.delete_account(by=helper, user=cast.owner)
    helper.user_permissions.add(apps.get_model("auth.Permission").objects.get(codename="delete_user"))
    helper = User.objects.get(pk=helper.pk)
    with pytest.raises(Refusal, match="quyền"):
        services.delete_account(by=helper, user=cast.staff)
    services.delete_account(by=helper, user=cast.owner)
    first = Erasure.objects.get()
    assert services.delete_account(by=None, user=cast.owner) == first, "asked for twice"


@pytest.mark.django_db
def test_the_command(cast: Cast) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("erase_user", "nobody@example.com")
    with pytest.raises(CommandError, match="cuối cùng"):
        call_command("erase_user", "staff@example.com")
    call_command("erase_user", "Owner@example.com")
    work_all()
    assert not User.objects.filter(email="owner@example.com").exists()


@pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="its test database has one writer")
@pytest.mark.django_db(transaction=True)
def test_of_two_last_superusers_who_delete_each_other_one_stays(cast: Cast) -> None:
    other = User.objects.create_superuser("other@example.com", PASSWORD)
    codes: list[str] = []

    def delete(by: User, user: User) -> None:
        try:
            services.delete_account(by=by, user=user)
            codes.append("done")
        except Refusal as refusal:
            codes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=delete, args=pair) for pair in ((cast.staff, other), (other, cast.staff))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(codes) == ["done", "last_superuser"]


@pytest.mark.django_db(transaction=True)
async def test_an_open_socket_closes_at_once(cast: Cast) -> None:
    def begin() -> Job:
        return create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Xin chào."))

    def close() -> None:
        services.delete_account(by=cast.owner, user=cast.owner)
        connections.close_all()

    job = await asyncio.to_thread(begin)
    communicator = socket(job.public_id, await token_of(cast.owner))
    await communicator.connect()
    await communicator.receive_json_from(timeout=5)
    await asyncio.to_thread(close)
    message = await communicator.receive_output(timeout=3)
    assert (message["type"], message["code"]) == ("websocket.close", 4401)


@pytest.mark.django_db
def test_who_is_being_erased_is_not_let_in_again_by_staff(cast: Cast) -> None:
    services.delete_account(by=cast.owner, user=cast.owner)
    cast.owner.refresh_from_db()
    form = PersonChangeForm(instance=cast.owner, data={**model_to_dict(cast.owner), "is_active": True})
    assert "is_active" in form.errors
    assert "is_active" not in PersonChangeForm(instance=cast.stranger, data={"is_active": True}).errors


@pytest.mark.django_db
def test_who_is_gone_already_is_not_found(cast: Cast) -> None:
    stale = User.objects.get(pk=cast.owner.pk)
    services.delete_account(by=cast.owner, user=cast.owner)
    work_all()
    with pytest.raises(Refusal) as refused:
        services.delete_account(by=cast.staff, user=stale)
    assert (refused.value.code, refused.value.status) == ("not_found", 404)
