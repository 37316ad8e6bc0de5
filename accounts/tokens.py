"""API tokens: a short access token, and refresh families whose one valid token is used once.

Rotation is one conditional UPDATE (simplejwt's own gave up to 12 new pairs when one token came 12 times at once);
a spent token that comes again ends its family. The family's row is the deny list: an access token is good while
its family is, which is looked up together with the user, in one query.
"""

import hashlib
import hmac
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone, translation
from rest_framework.request import Request
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import AuthenticationFailed, TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken, Token

from accounts.models import RefreshFamily, User
from lib.push import hang_up_on_commit
from lib.refusals import Refusal
from lib.throttle import client_address

FAMILY = "family"
OLDEST = timedelta(days=90)  # of a family, however often it is refreshed
MOST_PROGRAMS = 100  # signed-in ones of a person; those that were away longest are signed out
AnyToken = TypeVar("AnyToken", bound=Token)

# Written out, as ``FamilyQuerySet.live`` with its user: every authenticated call asks this, and letting the ORM write
# it anew took longer than all the rest of the call (measured: 1.5 of 2.9 ms).
_FAMILY_ID = RefreshFamily._meta.get_field("public_id")
_PERSON_OF_LIVE_FAMILY = (
    f"SELECT person.*, family.mark AS family_mark FROM {RefreshFamily._meta.db_table} family "  # noqa: S608 - our names
    f"JOIN {User._meta.db_table} person ON person.id = family.user_id "
    "WHERE family.public_id = %s AND family.ended_at IS NULL AND family.expires_at > %s"
)


class BearerAuthentication(JWTAuthentication):
    """``Authorization: Bearer <access>``; a token that is not good is 401 with our code."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        try:
            found = super().authenticate(request)
        except AuthenticationFailed as error:  # a header of the wrong shape
            raise Refusal("token_invalid", 401) from error
        if found and isinstance(found[0], User) and not request.headers.get("Accept-Language"):
            translation.activate(found[0].language)  # the middleware puts the old one back
        return found

    def get_validated_token(self, raw_token: Any) -> Any:
        return _read(AccessToken, raw_token)

    def get_user(self, validated_token: Any) -> Any:
        return _person_of(validated_token)


def open_family(user: User, request: HttpRequest | None = None) -> dict[str, str]:
    """A new signed-in device: its first pair of tokens."""
    family = RefreshFamily(user=user, mark=user.sign_in_mark(), **_used_by(request))
    family.expires_at = timezone.now() + api_settings.REFRESH_TOKEN_LIFETIME
    refresh = _refresh_for(family)
    family.token_hash = _hash(refresh)
    family.save()
    _end_oldest(user)
    return _pair(refresh)


def _end_oldest(user: User) -> None:
    """A program that signs in anew for every call must not leave rows without end."""
    live = RefreshFamily.objects.live().filter(user=user).order_by("-last_used_at", "-pk")
    too_many = list(live.values_list("pk", flat=True)[MOST_PROGRAMS : 2 * MOST_PROGRAMS])
    RefreshFamily.objects.filter(pk__in=too_many).update(ended_at=timezone.now(), end_reason="too_many")


def rotate(raw: str, request: HttpRequest | None = None) -> dict[str, str]:
    """A fresh pair for a refresh token, which is spent by this. Raises ``token_invalid`` (401)."""
    token = _read(RefreshToken, raw)
    family = RefreshFamily.objects.select_related("user").filter(public_id=_family_id(token)).first()
    if family is None:
        raise Refusal("token_invalid", 401)
    if not family.is_todays:
        _end(family, "out_of_date")
        raise Refusal("token_invalid", 401)
    fresh = _refresh_for(family)
    now = timezone.now()
    until = min(now + api_settings.REFRESH_TOKEN_LIFETIME, family.created_at + OLDEST)
    unspent = RefreshFamily.objects.live().filter(pk=family.pk, token_hash=_hash(token))
    if not unspent.update(token_hash=_hash(fresh), expires_at=until, last_used_at=now, **_used_by(request)):
        _end(family, "reused")
        raise Refusal("token_invalid", 401)
    return _pair(fresh)


def close_family(raw: str) -> None:
    """Sign this device out. A token that is not good anyway is fine."""
    named = family_named_in(raw)
    for family in RefreshFamily.objects.filter(public_id=named).select_related("user") if named else ():
        _end(family, "signed_out")


def user_of(raw_access: str) -> User | None:
    """The active user of an access token (sockets), or None."""
    try:
        return _person_of(_read(AccessToken, raw_access))
    except Refusal:
        return None


def family_named_in(raw: str) -> str:
    """The family that a well-signed refresh token names (there may be none any more), or nothing."""
    try:
        return str(_family_id(_read(RefreshToken, raw)))
    except Refusal:
        return ""


def _person_of(token: AccessToken) -> User:
    """Who the token speaks for, by one query. Raises ``token_invalid`` (401)."""
    family = _FAMILY_ID.get_db_prep_value(_family_id(token), connection)
    user = next(iter(User.objects.raw(_PERSON_OF_LIVE_FAMILY, [family, timezone.now()])), None)
    if user is None or token.get(api_settings.USER_ID_CLAIM) != str(user.public_id):
        raise Refusal("token_invalid", 401)
    if not user.is_active or user.family_mark != user.sign_in_mark():  # type: ignore[attr-defined]  # the query's own
        raise Refusal("token_invalid", 401)
    return user


def _end(family: RefreshFamily, reason: str) -> None:
    live = RefreshFamily.objects.filter(pk=family.pk, ended_at__isnull=True)
    if live.update(ended_at=timezone.now(), end_reason=reason):
        hang_up_on_commit(family.user.public_id, come_again=True)


def _used_by(request: HttpRequest | None) -> dict[str, str]:
    if request is None:
        return {}
    return {"address": client_address(request), "agent": request.headers.get("User-Agent", "")[:200]}


def _refresh_for(family: RefreshFamily) -> RefreshToken:
    token = RefreshToken.for_user(family.user)
    token[FAMILY] = str(family.public_id)
    return token


def _pair(refresh: RefreshToken) -> dict[str, str]:
    return {"access": str(refresh.access_token), "refresh": str(refresh)}


def _read(kind: type[AnyToken], raw: Any) -> AnyToken:
    """A token that we signed, of this kind and in its time (a time that no clock knows is none). Raises
    ``token_invalid`` (401)."""
    try:
        return kind(raw)
    except (TokenError, ValueError, OverflowError) as error:
        raise Refusal("token_invalid", 401) from error


def _family_id(token: Token) -> UUID:
    try:
        return UUID(token.get(FAMILY))
    except (ValueError, TypeError, AttributeError) as error:
        raise Refusal("token_invalid", 401) from error


def _hash(token: RefreshToken) -> str:
    key = api_settings.SIGNING_KEY.encode()
    return hmac.new(key, str(token["jti"]).encode(), hashlib.sha256).hexdigest()
