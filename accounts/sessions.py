"""Where somebody is signed in: browsers (sessions) and programs (token families); how they are shown and ended."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import RefreshFamily, User
from lib.push import hang_up_on_commit
from lib.refusals import Refusal

SEEN_EVERY = timedelta(minutes=10)
MOST_BROWSERS = 50  # of one person: allauth looks at each of them at every sign-in
_SEEN = "seen_at"
# What a User-Agent says, most telling first: Edge and Opera also call themselves Chrome, and Chrome Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("CocCoc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Device:
    """One place where somebody is signed in. ``handle`` names it on the page and tells nothing else."""

    handle: str
    is_program: bool
    is_this: bool
    agent: str
    address: str
    since: datetime
    last_used_at: datetime
    row: UserSession | RefreshFamily

    @property
    def name(self) -> str:
        """The browser and the system as people call them; of a program the first word it says of itself."""
        known = [next((name for sign, name in signs if sign in self.agent), "") for signs in (BROWSERS, SYSTEMS)]
        return " · ".join(filter(None, known)) or self.agent.partition(" ")[0][:60]


def end_all(user: User, reason: str, *, keep: HttpRequest | None = None) -> None:
    """End every session and token family of ``user``; of ``keep``, its own session stays and gets a new key.

    What nobody finds to delete dies as well: it carries the mark of an earlier round.
    """
    kept = keep.session.session_key if keep is not None and keep.user == user else None
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(sign_in_round=F("sign_in_round") + 1)
        user.refresh_from_db(fields=["sign_in_round"])
        families = RefreshFamily.objects.filter(user=user, ended_at__isnull=True)
        families.update(ended_at=timezone.now(), end_reason=reason)
        for session in UserSession.objects.filter(user=user).exclude(session_key=kept):
            session.end()
        hang_up_on_commit(user.public_id, come_again=kept is not None)
    if keep is not None and kept is not None:
        _carry_on(keep, user, kept)


def _carry_on(request: HttpRequest, user: User, old_key: str) -> None:
    """The kept session belongs to the new round, under a new key."""
    if request.user is not user and isinstance(request.user, User):
        request.user.sign_in_round = user.sign_in_round
    update_session_auth_hash(request, user)
    UserSession.objects.filter(session_key=old_key).update(session_key=request.session.session_key)


def end_oldest(user: User) -> None:
    """Where somebody has been away longest they are signed out, when there are too many such places."""
    for session in UserSession.objects.filter(user=user).order_by("-last_seen_at", "-pk")[MOST_BROWSERS:]:
        session.end()


def end_others(user: User, request: HttpRequest) -> None:
    """Everywhere but here."""
    end_all(user, "ended_by_user", keep=request)


def end_device(user: User, handle: str, request: HttpRequest) -> None:
    """End one of ``user``'s devices. Raises ``not_found``."""
    for device in devices_of(user, request):
        if device.handle == handle:
            _end(device.row)
            hang_up_on_commit(user.public_id, come_again=True)
            return
    raise Refusal("not_found", 404)


def _end(row: UserSession | RefreshFamily) -> None:
    if isinstance(row, RefreshFamily):
        live = RefreshFamily.objects.filter(pk=row.pk, ended_at__isnull=True)
        live.update(ended_at=timezone.now(), end_reason="ended_by_user")
    else:
        row.end()


def devices_of(user: User, request: HttpRequest) -> list[Device]:
    """This browser first, then what was used last."""
    browsers = [_browser(one, request) for one in UserSession.objects.purge_and_list(user)]
    families = RefreshFamily.objects.live().filter(user=user, mark=user.sign_in_mark())
    found = [*browsers, *map(_program, families)]
    return sorted(found, key=lambda one: (one.is_this, one.last_used_at), reverse=True)


def _browser(row: UserSession, request: HttpRequest) -> Device:
    return Device(
        handle=hashlib.sha256(row.session_key.encode()).hexdigest()[:32],
        is_program=False,
        is_this=row.session_key == request.session.session_key,
        agent=row.user_agent,
        address=row.ip,
        since=row.created_at,
        last_used_at=row.last_seen_at,
        row=row,
    )


def _program(row: RefreshFamily) -> Device:
    return Device(
        handle=row.public_id.hex,
        is_program=True,
        is_this=False,
        agent=row.agent,
        address=row.address,
        since=row.created_at,
        last_used_at=row.last_used_at,
        row=row,
    )


def note_seen(request: HttpRequest) -> None:
    """Remember that this browser was here, at most every few minutes: reading a page must not cost a write."""
    now = timezone.now().timestamp()
    if now - request.session.get(_SEEN, 0) < SEEN_EVERY.total_seconds():
        return
    request.session[_SEEN] = now
    UserSession.objects.create_from_request(request)


def forget(request: HttpRequest) -> None:
    """This browser signs out: its row goes with its session, and what it listened to."""
    if isinstance(request.user, User):
        hang_up_on_commit(request.user.public_id, come_again=True)
    UserSession.objects.filter(session_key=request.session.session_key).delete()


def sweep() -> None:
    """What has had its time goes: token families, sessions, and rows about sessions that are gone."""
    RefreshFamily.objects.filter(expires_at__lt=timezone.now()).delete()
    _store().clear_expired()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
