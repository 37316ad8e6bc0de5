"""Tokens that are not good: each is 401, whatever stands in it."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import jwt
import pytest
from django.conf import settings
from rest_framework.test import APIClient

from accounts import tokens
from accounts.tokens import open_family
from tests.conftest import Cast
from tests.test_sign_in import refreshes, works

pytestmark = pytest.mark.django_db


def forged(claims: dict[str, Any], key: str = "", algorithm: str = "HS256") -> str:
    return jwt.encode(claims, key or settings.SECRET_KEY, algorithm=algorithm)


def claims_of(token: str) -> dict[str, Any]:
    return dict(jwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"]))


CHANGES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "expired": lambda c: {**c, "exp": int(time.time()) - 10},
    "no end": lambda c: {k: v for k, v in c.items() if k != "exp"},
    "end of another kind": lambda c: {**c, "exp": "tomorrow"},
    "end beyond all clocks": lambda c: {**c, "exp": 10**30},
    "no family": lambda c: {k: v for k, v in c.items() if k != "family"},
    "family is no UUID": lambda c: {**c, "family": "1 OR 1=1"},
    "family is a list": lambda c: {**c, "family": [c["family"]]},
    "family is a number": lambda c: {**c, "family": 7},
    "family is another": lambda c: {**c, "family": str(uuid4())},
    "kind is a list": lambda c: {**c, "token_type": [c["token_type"]]},
    "no jti": lambda c: {k: v for k, v in c.items() if k != "jti"},
}


@pytest.mark.parametrize("kind", ["access", "refresh"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_token_with_other_claims_is_401(cast: Cast, change: str, kind: str) -> None:
    bad = forged(CHANGES[change](claims_of(open_family(cast.owner)[kind])))
    assert not (works(bad) if kind == "access" else refreshes(bad))


@pytest.mark.parametrize("sub", [["x"], 7, None, {"a": 1}, "nobody", "other"])
def test_an_access_token_that_names_somebody_else_is_401(cast: Cast, sub: Any) -> None:
    claims = claims_of(open_family(cast.owner)["access"])
    assert not works(forged({**claims, "sub": str(cast.stranger.public_id) if sub == "other" else sub}))


def test_a_token_of_another_key_kind_or_algorithm_is_401(cast: Cast) -> None:
    pair = open_family(cast.owner)
    claims = claims_of(pair["access"])
    unsigned = jwt.encode(claims, None, algorithm="none")
    header = jwt.utils.base64url_encode(b"[" * 20_000).decode()
    for bad in (
        forged(claims, key="another-key-that-is-long-enough-to-sign-with"),
        forged(claims, key=settings.SECRET_KEY, algorithm="HS384"),
        unsigned,
        pair["access"].rpartition(".")[0] + ".",
        f"{header}.e30.e30",
        pair["refresh"],
        "x",
        "x" * 4000,
    ):
        assert not works(bad), bad[:60]
    assert not refreshes(pair["access"])
    assert not refreshes(unsigned)
    assert works(pair["access"])


def test_headers_of_another_shape_are_401(cast: Cast) -> None:
    access = open_family(cast.owner)["access"]
    for value in ("Bearer", "Bearer a b", f"Bearer {access} {access}", "Bearer \xff"):
        assert APIClient().get("/api/auth/me", HTTP_AUTHORIZATION=value).status_code == 401, value


@pytest.mark.django_db
def test_a_program_that_signs_in_for_every_call_keeps_its_last_sign_ins_only(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "MOST_PROGRAMS", 3)
    others = tokens.open_family(cast.stranger)
    access = [tokens.open_family(cast.owner)["access"] for _ in range(5)]
    assert [tokens.user_of(one) for one in access] == [None, None, *[cast.owner] * 3]
    assert tokens.user_of(others["access"]) == cast.stranger
