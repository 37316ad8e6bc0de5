"""What this app holds of one person: who they are, how they sign in, their organisation and its files."""

import json
import re
from typing import Any, Final

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q

from accounts import blobs, orphans, sessions
from accounts.models import Blob, Erasure, Membership, Organisation, TenantRow, User
from accounts.states import Role

HOLDS: Final = (
    "accounts.User", "accounts.User_groups", "accounts.User_user_permissions", "accounts.Organisation",
    "accounts.Membership", "accounts.Blob", "accounts.RefreshFamily", "accounts.UsageCounter", "accounts.Erasure",
    "account.EmailAddress", "account.EmailConfirmation",
    "mfa.Authenticator", "usersessions.UserSession", "sessions.Session", "admin.LogEntry",
)  # fmt: skip
NO_NAME: Final = "—"


def stop(user: User) -> None:
    """Nobody signs in as ``user`` any more, and who is signed in is not: no password fits, every session ends."""
    user.set_unusable_password()
    user.is_active = False
    user.save(update_fields=["password", "is_active", "updated_at"])
    sessions.end_all(user, "account_deleted")


def erase(user: User) -> int:
    """The organisation goes with its files. What only points to the person goes with the person's own row."""
    known_as = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    homes = list(Organisation.objects.filter(is_personal=True, memberships__user=user, memberships__role=Role.OWNER))
    gone = _forget_sessions(user, known_as) + _forget_log(user, known_as, homes)
    gone += sum(_close(home, user) for home in homes)
    return gone + blobs.erase(Blob.objects.filter(created_by=user))


def _forget_sessions(user: User, known_as: set[str]) -> int:
    """Whose a session is stands inside of it: also that of somebody who stopped half way through signing in."""
    every = Session.objects.iterator()
    mine = [session.session_key for session in every if _tells_of(session.get_decoded(), user, known_as)]
    return _count(Session.objects.filter(session_key__in=mine).delete())


def _tells_of(data: dict[str, Any], user: User, known_as: set[str]) -> bool:
    half_way = data.get(LOGIN_SESSION_KEY)
    keys = {data.get(SESSION_KEY), half_way.get("user_pk") if isinstance(half_way, dict) else None}
    written = json.dumps(data, ensure_ascii=False, default=str)
    return str(user.pk) in keys or any(json.dumps(name) in written for name in known_as)


def _forget_log(user: User, known_as: set[str], homes: list[Organisation]) -> int:
    """The admin's own log repeats names and addresses of what was changed."""
    members = Membership.objects.filter(organisation__in=homes).values_list("pk", flat=True)
    about = _rows_named(User, [user.pk]) | _rows_named(Organisation, [home.pk for home in homes])
    about |= _rows_named(Membership, list(members))
    for name in known_as:
        whole = rf"(^|[^a-z0-9._+-]){re.escape(name)}($|[^a-z0-9.-])"
        about |= Q(object_repr__iregex=whole) | Q(change_message__iregex=whole)
    return _count(LogEntry.objects.filter(about | Q(user=user)).delete())


def _rows_named(model: type[Model], keys: list[int]) -> Q:
    kind = ContentType.objects.get_for_model(model)
    return Q(content_type=kind, object_id__in=[str(key) for key in keys])


def _close(home: Organisation, user: User) -> int:
    """A personal organisation goes, unless others own something in it: then it is theirs, without the person's name.

    Its row is locked at the end: whoever writes a blob meanwhile waits for the lock, finds no organisation any more
    and takes the bytes back.
    """
    if _others_own(home, user):
        return _hand_over(home, user)
    gone = blobs.erase(home.blobs.all()) + orphans.remove_all_of(home)
    with transaction.atomic():
        Organisation.objects.select_for_update().filter(pk=home.pk).first()
        if home.blobs.exists() or _others_own(home, user):
            return gone + 1  # somebody was quicker: once more
        _remember(home, user)
        home.delete()
    return gone + 1


def _others_own(home: Organisation, user: User) -> bool:
    kinds = [kind for kind in TenantRow.__subclasses__() if not kind._meta.abstract]
    return any(kind._default_manager.filter(organisation=home).exclude(created_by=user).exists() for kind in kinds)


def _hand_over(home: Organisation, user: User) -> int:
    """Whoever has been a member longest becomes the owner."""
    with transaction.atomic():
        Organisation.objects.filter(pk=home.pk).update(is_personal=False, name=NO_NAME)
        others = Membership.objects.filter(organisation=home, is_active=True).exclude(user=user)
        heir = others.order_by("pk").values("pk")[:1]
        Membership.objects.filter(pk__in=list(heir.values_list("pk", flat=True))).update(role=Role.OWNER)
        return _count(Membership.objects.filter(organisation=home, user=user).delete())


def _remember(home: Organisation, user: User) -> None:
    """Whose bytes these were is forgotten; where they lay is not, until the sweep has looked for late ones there."""
    for erasure in Erasure.objects.select_for_update().filter(user=user):
        erasure.homes.append(home.public_id.hex)
        erasure.save(update_fields=["homes"])


def _count(deleted: tuple[int, dict[str, int]]) -> int:
    return deleted[0]
