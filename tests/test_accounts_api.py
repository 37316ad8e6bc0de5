"""/api/auth/: the owner's paths and words, and what strangers get."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from rest_framework.test import APIClient

from accounts.models import Organisation, RefreshFamily, User
from tests.conftest import PASSWORD, Cast

pytestmark = pytest.mark.django_db
NEW = {"email": "Moi@Example.com", "password": PASSWORD, "full_name": "Người Mới"}


def test_register_answers_the_user_with_tokens_and_gives_a_home() -> None:
    answer = APIClient().post("/api/auth/register", NEW, format="json")
    assert answer.status_code == 201
    assert set(answer.json()) == {"id", "email", "full_name", "is_active", "created_at", "access", "refresh"}
    assert answer.json()["email"] == "moi@example.com"
    assert answer.json()["created_at"].endswith("Z")
    home = Organisation.objects.get(memberships__user__email="moi@example.com")
    assert home.is_personal


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"email": "owner@example.com"}, "email", "email_taken"),
        ({"email": "OWNER@example.com"}, "email", "email_taken"),
        ({"password": "12345678"}, "password", "weak_password"),
        ({"email": "not-an-address"}, "email", "invalid"),
    ],
)
def test_register_refuses_by_field(cast: Cast, change: dict[str, str], field: str, code: str) -> None:
    answer = APIClient().post("/api/auth/register/", {**NEW, **change}, format="json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][field][0]["code"] == code


def test_an_address_that_is_somebodys_second_one_is_taken(cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.owner, email="second@example.com", verified=True)
    given = {"email": "Second@example.com", "password": PASSWORD}
    answer = APIClient().post("/api/auth/register", given, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "email_taken")
    assert not User.objects.filter(email="second@example.com").exists()


@pytest.mark.parametrize("field", ["email", "username"])
@pytest.mark.parametrize("kind", ["json", "multipart"])
def test_login_takes_email_or_username_as_json_or_form(cast: Cast, field: str, kind: str) -> None:
    answer = APIClient().post("/api/auth/login", {field: "Owner@example.com", "password": PASSWORD}, format=kind)
    assert answer.status_code == 200
    assert set(answer.json()) == {"access", "refresh", "token_type"}
    assert answer.json()["token_type"] == "bearer"


def test_wrong_password_is_401_in_the_callers_language(cast: Cast) -> None:
    wrong = {"email": "owner@example.com", "password": "wrong"}
    vietnamese = APIClient().post("/api/auth/login", wrong, format="json")
    english = APIClient().post("/api/auth/login", wrong, format="json", headers={"Accept-Language": "en-GB,en"})
    assert vietnamese.status_code == english.status_code == 401
    assert vietnamese.json()["code"] == english.json()["code"] == "wrong_credentials"
    assert vietnamese.json()["detail"] == "Email hoặc mật khẩu không đúng."
    assert english.json()["detail"] == "Wrong e-mail or password."


def test_deactivated_user_cannot_sign_in_or_go_on(cast: Cast) -> None:
    api = cast.api(cast.owner)
    assert api.get("/api/auth/me").status_code == 200
    User.objects.filter(pk=cast.owner.pk).update(is_active=False)
    assert api.get("/api/auth/me").status_code == 401
    answer = APIClient().post("/api/auth/login", {"email": "owner@example.com", "password": PASSWORD}, format="json")
    assert answer.status_code == 401


def test_me_tells_who(cast: Cast) -> None:
    body = cast.api(cast.owner).get("/api/auth/me/").json()
    assert set(body) == {"id", "email", "full_name", "is_active", "created_at", "updated_at"}
    assert body["id"] == str(cast.owner.public_id)


def test_without_a_token_everything_is_401() -> None:
    paths = ["/api/auth/me", "/api/voice-profiles", "/api/documents", "/api/generation/history"]
    for path in paths:
        answer = APIClient().get(path)
        assert answer.status_code == 401, path
        assert answer.json()["code"] == "not_signed_in"


def _tokens() -> dict[str, str]:
    answer = APIClient().post("/api/auth/login", {"email": "owner@example.com", "password": PASSWORD}, format="json")
    return dict(answer.json())


def test_refresh_is_single_use_and_reuse_ends_the_family(cast: Cast) -> None:
    first = _tokens()
    second = APIClient().post("/api/auth/refresh", {"refresh": first["refresh"]}, format="json")
    assert second.status_code == 200
    assert APIClient().post("/api/auth/refresh", {"refresh": first["refresh"]}, format="json").status_code == 401
    after = APIClient().post("/api/auth/refresh", {"refresh": second.json()["refresh"]}, format="json")
    assert after.status_code == 401
    assert RefreshFamily.objects.get().end_reason == "reused"


def test_logout_ends_the_family(cast: Cast) -> None:
    tokens = _tokens()
    answer = APIClient().post("/api/auth/logout", {"refresh": tokens["refresh"]}, format="json")
    assert answer.status_code == 200
    assert "message" in answer.json()
    assert APIClient().post("/api/auth/refresh", {"refresh": tokens["refresh"]}, format="json").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_one_refresh_token_presented_twelve_times_at_once_gives_one_pair() -> None:
    User.objects.create_user("owner@example.com", PASSWORD)
    tokens = _tokens()

    def present(_: int) -> int:
        try:
            return APIClient().post("/api/auth/refresh", {"refresh": tokens["refresh"]}, format="json").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(present, range(12)))
    assert answers.count(200) <= 1
    assert set(answers) <= {200, 401}


def test_second_factor_is_asked_for_at_the_api(cast: Cast) -> None:
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    TOTP.activate(cast.owner, secret)
    given = {"email": "owner@example.com", "password": PASSWORD}
    refused = APIClient().post("/api/auth/login", given, format="json")
    assert refused.status_code == 401
    assert refused.json()["code"] == "mfa_required"
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert APIClient().post("/api/auth/login", {**given, "otp": code}, format="json").status_code == 200
    again = APIClient().post("/api/auth/login", {**given, "otp": code}, format="json")
    assert again.status_code == 401, "a code is good once"


def test_login_is_throttled_by_account(cast: Cast) -> None:
    wrong = {"email": "owner@example.com", "password": "wrong"}
    answers = [APIClient().post("/api/auth/login", wrong, format="json") for _ in range(11)]
    assert [a.status_code for a in answers] == [401] * 10 + [429]
    assert answers[-1].json()["code"] == "too_many_requests"
    assert int(answers[-1]["Retry-After"]) > 0
