"""Doors that strangers knock at: how often, by address and by account; one table for pages and API.

Counting by account must not lock its owner out: a browser that signed in to the account before carries a cookie that
says so and is counted by itself (OWASP's device cookie). So whoever guesses from everywhere uses up what strangers
have, and not what the owner has.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from lib.throttle import check_rate, whereabouts

COOKIE: Final = "device"
REMEMBERED: Final = timedelta(days=365)
_signer = TimestampSigner(salt="accounts.doors")


@dataclass(frozen=True)
class Door:
    """Knocks allowed in a window (``10/5m``: ten in five minutes)."""

    address: str
    account: str


DOORS: Final[dict[str, Door]] = {
    "login": Door(address="20/m", account="10/5m"),
    "register": Door(address="10/m", account="5/h"),
    "reset": Door(address="10/m", account="5/15m"),
    "refresh": Door(address="60/m", account="30/m"),
    "logout": Door(address="60/m", account="30/m"),
    "code": Door(address="20/m", account="5/5m"),
    "confirm": Door(address="10/m", account="5/15m"),
    "reauthenticate": Door(address="20/m", account="10/5m"),
}


def check_address(request: HttpRequest, door: str) -> None:
    """Raises ``too_many_requests`` (429), or ``try_later`` (503) while nobody can count."""
    check_rate(request, group=f"door.{door}.address", who=whereabouts(request), rate=DOORS[door].address)


def check_account(request: HttpRequest, door: str, account: str) -> None:
    """The same by account: an e-mail as it was typed, or another name of who is meant. Raises as ``check_address``."""
    same = _plain(account)
    if same:
        who = f"{same} {_device(request, same)}"
        check_rate(request, group=f"door.{door}.account", who=who, rate=DOORS[door].account)


def remember_device(response: HttpResponse, user: User) -> None:
    """This browser has signed in as ``user``."""
    value = f"{_digest(_plain(user.email))}.{secrets.token_urlsafe(12)}"
    response.set_cookie(
        COOKIE,
        _signer.sign(value),
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _device(request: HttpRequest, account: str) -> str:
    """The name of a browser that signed in to this account before, or nothing."""
    try:
        value = _signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=REMEMBERED)
    except BadSignature:
        return ""
    digest, _, name = value.partition(".")
    return name if constant_time_compare(digest, _digest(account)) else ""


def _digest(account: str) -> str:
    return salted_hmac("accounts.doors", account, algorithm="sha256").hexdigest()


def _plain(account: str) -> str:
    """One spelling for all that the database takes for the same e-mail: it compares in capitals, and the long s, the
    Kelvin sign and the dotless i have the same capitals as s, k and i."""
    return unicodedata.normalize("NFKC", account).strip().upper().casefold()
