"""Events are followed by marks, not by the highest id: ids commit out of order."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts.models import User
from lib.events import EventRow
from synthesis.models import ConsumedVoiceEvent
from synthesis.stages import following
from tests.conftest import Cast
from voices import transitions
from voices.models import Voice, VoiceEvent

pytestmark = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")


def voice_of(user: User, name: str) -> Voice:
    home = user.organisations.get(is_personal=True)
    return Voice.objects.create(organisation=home, created_by=user, name=name)


class Open(threading.Thread):
    """A transaction on a connection of its own that writes and then waits before it commits."""

    def __init__(self, write: Callable[[], object]) -> None:
        super().__init__(daemon=True)
        self._write, self.has_written, self.may_commit = write, threading.Event(), threading.Event()
        self.start()
        assert self.has_written.wait(20)

    def run(self) -> None:
        try:
            with transaction.atomic():
                self._write()
                self.has_written.set()
                self.may_commit.wait(20)
        finally:
            connection.close()

    def commit(self) -> None:
        self.may_commit.set()
        self.join(20)


def consumed() -> set[int]:
    return set(ConsumedVoiceEvent.objects.values_list("pk", flat=True))


def events_of(voice: Voice) -> set[int]:
    return set(VoiceEvent.objects.filter(subject=voice.public_id, kind="voice").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_after_a_later_one_is_followed_too(cast: Cast) -> None:
    early, late = voice_of(cast.owner, "early"), voice_of(cast.owner, "late")
    first = Open(lambda: transitions.revoke(early, by=cast.owner, reason=""))
    second = Open(lambda: transitions.revoke(late, by=cast.owner, reason=""))
    second.commit()
    following.follow_all()
    assert consumed() == events_of(late)
    first.commit()
    assert min(events_of(early)) < min(events_of(late)), "the lower id committed last"
    following.follow_all()
    assert consumed() == events_of(early) | events_of(late)


@pytest.mark.django_db(transaction=True)
def test_two_followers_react_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.test_claims import at_once

    voice = voice_of(cast.owner, "voice")
    transitions.revoke(voice, by=cast.owner, reason="")
    reacted: list[EventRow] = []
    monkeypatch.setattr(following, "_stop", lambda *args, **kwargs: reacted.append(args[0]))
    at_once(6, following.follow_all)
    assert len(reacted) == 1
