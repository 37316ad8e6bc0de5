"""API tokens: a short access token, and refresh families whose one valid token is used once.

Rotation is one conditional UPDATE (simplejwt's own gave up to 12 new pairs when one token came 12 times at once);
a spent token that comes again ends its family.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from accounts.models import RefreshFamily, User
from lib.refusals import Refusal

MARK = "mark"
OLDEST = timedelta(days=90)  # of a family, however often it is refreshed


class BearerAuthentication(JWTAuthentication):
    """``Authorization: Bearer <access>``; a token that is not good is 401 with our code."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        try:
            found = super().authenticate(request)
        except (AuthenticationFailed, TokenError) as error:
            raise Refusal("token_invalid", 401) from error
        if found and isinstance(found[0], User) and not request.headers.get("Accept-Language"):
            translation.activate(found[0].language)  # the middleware puts the old one back
        return found

    def get_user(self, validated_token: Any) -> Any:
        user = super().get_user(validated_token)
        if not isinstance(user, User) or validated_token.get(MARK) != mark_of(user):
            raise AuthenticationFailed
        return user


def mark_of(user: User) -> str:
    """Changes with the password: tokens that carry another mark are of another time."""
    return salted_hmac("accounts.tokens", user.password, algorithm="sha256").hexdigest()[:16]


def open_family(user: User) -> dict[str, str]:
    """A new signed-in device: its first pair of tokens."""
    family = RefreshFamily(user=user, expires_at=timezone.now() + api_settings.REFRESH_TOKEN_LIFETIME)
    refresh = _refresh_for(user, family)
    family.token_hash = _hash(refresh)
    family.save()
    return _pair(refresh)


def rotate(raw: str) -> dict[str, str]:
    """A fresh pair for a refresh token, which is spent by this. Raises ``token_invalid`` (401)."""
    token = _read(raw)
    family = RefreshFamily.objects.select_related("user").filter(public_id=token["family"]).first()
    if family is None or not family.user.is_active:
        raise Refusal("token_invalid", 401)
    if token.get(MARK) != mark_of(family.user):
        _end(family, "password_changed")
        raise Refusal("token_invalid", 401)
    fresh = _refresh_for(family.user, family)
    now = timezone.now()
    won = RefreshFamily.objects.filter(
        pk=family.pk, token_hash=_hash(token), ended_at__isnull=True, expires_at__gt=now
    ).update(
        token_hash=_hash(fresh), expires_at=min(now + api_settings.REFRESH_TOKEN_LIFETIME, family.created_at + OLDEST)
    )
    if not won:
        _end(family, "reused")
        raise Refusal("token_invalid", 401)
    return _pair(fresh)


def close_family(raw: str) -> None:
    """Sign this device out. A token that is not good anyway is fine."""
    try:
        token = _read(raw)
    except Refusal:
        return
    for family in RefreshFamily.objects.filter(public_id=token["family"]):
        _end(family, "signed_out")


def user_of(raw_access: str) -> User | None:
    """The active user of an access token (sockets), or None."""
    try:
        token = AccessToken(raw_access)  # type: ignore[arg-type]  # the stubs forget that it takes a string
        user = User.objects.filter(public_id=token[api_settings.USER_ID_CLAIM], is_active=True).first()
    except (TokenError, KeyError):
        return None
    return user if user and token.get(MARK) == mark_of(user) else None


def _end(family: RefreshFamily, reason: str) -> None:
    RefreshFamily.objects.filter(pk=family.pk, ended_at__isnull=True).update(ended_at=timezone.now(), end_reason=reason)


def _refresh_for(user: User, family: RefreshFamily) -> RefreshToken:
    token = RefreshToken.for_user(user)
    token["family"] = str(family.public_id)
    token[MARK] = mark_of(user)
    return token


def _pair(refresh: RefreshToken) -> dict[str, str]:
    return {"access": str(refresh.access_token), "refresh": str(refresh)}


def _read(raw: str) -> RefreshToken:
    try:
        token = RefreshToken(raw)  # type: ignore[arg-type]  # the stubs forget that it takes a string
        token["family"]
    except (TokenError, KeyError) as error:
        raise Refusal("token_invalid", 401) from error
    return token


def _hash(token: RefreshToken) -> str:
    key = api_settings.SIGNING_KEY.encode()
    return hmac.new(key, str(token["jti"]).encode(), hashlib.sha256).hexdigest()
