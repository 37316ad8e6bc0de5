"""The work of an erasure: every app lets go of one person, again and again until nothing is left."""

import logging
from typing import Any

from django.db.models import F

from accounts import transitions
from accounts.models import Erasure, User
from lib import privacy
from lib.claims import guarded
from lib.work import Work

MOST_ROUNDS = 100
log = logging.getLogger(__name__)


class StillThere(Exception):
    """An app finds something of the person every time that it looks."""


def erase(erasure: Erasure) -> None:
    """Erase, then remove the person's own row. Killed anywhere, it is simply done again: what is gone is gone."""
    user = erasure.user
    if user is not None:
        _until_nothing_is_left(erasure, user)
    with guarded(erasure):
        if user is not None:
            _remove(user)
        transitions.finish(erasure)


def _until_nothing_is_left(erasure: Erasure, user: User) -> None:
    for _ in range(MOST_ROUNDS):
        if not _round(erasure, user):
            return
    raise StillThere


def _round(erasure: Erasure, user: User) -> int:
    """Every app once, from the top of the house down; how much went."""
    found = 0
    for app in privacy.listed():
        gone = app.erase(user)
        found += gone
        _count(erasure, app, gone)
    return found


def _count(erasure: Erasure, app: privacy.Privacy, gone: int) -> None:
    name = app.__name__.partition(".")[0]
    erasure.counts[name] = erasure.counts.get(name, 0) + gone
    Erasure.objects.filter(pk=erasure.pk).update(counts=erasure.counts, version=F("version") + 1)


def _remove(user: User) -> None:
    """With the row locked nobody can name it any more; what came since the last look is for another attempt."""
    User.objects.select_for_update().get(pk=user.pk)
    if any(app.erase(user) for app in privacy.listed()):
        raise StillThere
    user.delete()


def _reject(erasure: Erasure, code: str, params: dict[str, Any]) -> None:
    """Nothing that a person did can end an erasure."""
    _fail(erasure, code)


def _fail(erasure: Erasure, code: str) -> None:
    log.error("erasure %s has failed for now: %s", erasure.public_id, code)
    transitions.begin_anew(erasure)


def _no_fault(error: Exception) -> None:
    """Whatever goes wrong is ours."""


WORK = Work(transitions.claim_erasure, erase, _reject, _fail, _no_fault, frees_disk=True)
