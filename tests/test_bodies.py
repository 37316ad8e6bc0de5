"""Requests of the wrong size or kind end in a 4xx of ours, before the site spends anything on them."""

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from rest_framework.test import APIClient

from config.asgi import application
from tests.conftest import PASSWORD, Cast

MEGABYTE = b"x" * (1 << 20)


async def post(path: str, chunks: int, *, told: int | None) -> tuple[int, dict[str, Any]]:
    headers = [(b"host", b"localhost")]
    if told is not None:
        headers.append((b"content-length", str(told).encode()))
    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b"",
             "headers": headers, "http_version": "1.1", "scheme": "http", "client": ("127.0.0.1", 1),
             "server": ("localhost", 80)}  # fmt: skip
    communicator = ApplicationCommunicator(application, scope)
    for _ in range(chunks):
        await communicator.send_input({"type": "http.request", "body": MEGABYTE, "more_body": True})
    start = await communicator.receive_output(timeout=10)
    body = await communicator.receive_output(timeout=10)
    await communicator.wait(timeout=10)  # the request's thread gives its connection back
    return start["status"], json.loads(body["body"])


@pytest.mark.parametrize("path", ["/health", "/api/auth/login", "/api/generation/create", "/nowhere"])
async def test_a_body_that_is_told_to_be_too_large_is_refused_unread(path: str) -> None:
    status, problem = await post(path, 0, told=settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    assert (status, problem["code"]) == (413, "file_too_large")


async def test_a_body_that_tells_no_length_is_cut_off() -> None:
    status, problem = await post("/api/auth/login", 9, told=None)
    assert (status, problem["code"]) == (413, "file_too_large")


async def test_an_upload_may_be_larger_but_not_endless() -> None:
    limit = settings.MAX_UPLOAD_SIZE
    status, _ = await post("/api/documents/upload", 0, told=limit + (3 << 20))
    assert status == 413


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Accept": "audio/mpeg"}, 406, "not_acceptable"),
        ({"Accept": "application/xml"}, 406, "not_acceptable"),
    ],
)
def test_odd_headers_are_4xx(cast: Cast, headers: dict[str, str], status: int, code: str) -> None:
    answer = cast.api(cast.owner).get("/api/documents", headers=headers)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (status, code)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["nonsense", "a b c", "x" * 5000])
def test_a_token_that_is_none_is_401(token: str) -> None:
    answer = APIClient().get("/api/documents", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_invalid")


@pytest.mark.django_db
def test_too_many_fields_are_400(cast: Cast) -> None:
    fields = {f"f{number}": "x" for number in range(1500)}
    answer = APIClient().post("/api/auth/login", fields, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.django_db
def test_audio_is_given_to_whoever_asks_for_audio(cast: Cast) -> None:
    from tests.test_main_path import create
    from tests.working import work_all

    api = cast.api(cast.owner)
    made = create(api, voice_profile_id="vi-north", text="Xin chào.")
    work_all()
    assert api.get(f"/api/generation/{made['id']}/audio", headers={"Accept": "audio/*"}).status_code == 200


@pytest.mark.django_db
def test_a_changed_password_ends_every_token(cast: Cast) -> None:
    given = {"email": "owner@example.com", "password": PASSWORD}
    tokens = APIClient().post("/api/auth/login", given, format="json").json()
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens['access']}")
    assert api.get("/api/auth/me").status_code == 200
    cast.owner.set_password("another-giong-2026")
    cast.owner.save()
    assert api.get("/api/auth/me").status_code == 401
    assert APIClient().post("/api/auth/refresh", {"refresh": tokens["refresh"]}, format="json").status_code == 401


@pytest.mark.django_db
def test_where_verification_is_required_registering_gives_a_mail_and_no_tokens(
    settings: Any, mailoutbox: list[Any], cast: Cast
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    new = {"email": "moi@example.com", "password": PASSWORD}
    answer = APIClient().post("/api/auth/register", new, format="json")
    known = APIClient().post("/api/auth/register", {**new, "email": "owner@example.com"}, format="json")
    assert (answer.status_code, set(answer.json())) == (201, {"message"})
    assert (known.status_code, known.json()) == (201, answer.json()), "the answer does not tell who is known"
    to_new, to_known = mailoutbox
    assert (to_new.to, to_known.to) == (["moi@example.com"], ["owner@example.com"])
    assert "Giọng" in to_new.body
    assert "/accounts/confirm-email/" in to_new.body
    assert "/accounts/confirm-email/" not in to_known.body
    refused = APIClient().post("/api/auth/login", new, format="json")
    assert (refused.status_code, refused.json()["code"]) == (401, "email_unverified")


@pytest.mark.django_db
def test_a_programs_language_is_its_header_then_the_users_setting(cast: Cast) -> None:
    cast.owner.language = "en"
    cast.owner.save()
    path = "/api/documents/00000000-0000-0000-0000-000000000000"
    assert cast.api(cast.owner).get(path).json()["detail"] == "Not found."
    assert cast.api(cast.owner).get(path, headers={"Accept-Language": "vi"}).json()["detail"] == "Không tìm thấy."
