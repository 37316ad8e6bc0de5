"""Equal bytes are one blob: whoever takes it up again while others let go of it has its bytes, or is told."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connections, transaction
from django.db.models import Q

from accounts import blobs, limits
from accounts.models import Blob, User
from documents.models import Document
from documents.services import delete_document, purge_document
from lib import storage
from tests.conftest import Cast
from tests.erasing import files, write_book

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in settings.DATABASES["default"]["ENGINE"], reason="its test database has one writer"),
]


def elsewhere(work: Callable[[], Any]) -> Thread:
    """``work`` with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    return thread


def in_the_bin(person: User) -> Document:
    document = write_book(person, "a.txt")
    delete_document(by=person, document=document)
    return Document.objects.get()


def test_a_file_that_comes_again_while_the_old_one_is_removed_for_good_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, real = in_the_bin(cast.owner), limits.take_place
    threads: list[Thread] = []

    def remove() -> None:
        purge_document(by=cast.owner, document=old)
        blobs.collect()

    def take_place(*args: Any) -> None:
        threads.append(elsewhere(remove))
        time.sleep(0.5)  # it waits for the lock by now, or has done its worst
        real(*args)

    monkeypatch.setattr(limits, "take_place", take_place)
    fresh = write_book(cast.owner, "again.txt")
    threads[0].join(30)
    assert list(Document.objects.all()) == [fresh]
    assert list(files()) == [Document.objects.get().blob.key]


@dataclass
class Late:
    """Somebody who looked a blob up while it was named, and writes the row that names it again only now."""

    document: Document
    refused: list[Exception] = field(default_factory=list)

    def write(self) -> None:
        own = {"organisation": self.document.organisation, "created_by": self.document.created_by}
        try:
            Document.objects.create(**own, filename="late", blob=self.document.blob)
        except Exception as error:  # noqa: BLE001 - looked at by the test
            self.refused.append(error)


@pytest.fixture
def late(cast: Cast) -> Late:
    document = in_the_bin(cast.owner)
    late = Late(Document.objects.select_related("blob", "organisation", "created_by").get())
    purge_document(by=cast.owner, document=document)
    return late


def test_who_names_a_blob_before_its_bytes_go_keeps_it(late: Late, monkeypatch: pytest.MonkeyPatch) -> None:
    real, looks = blobs._named, itertools.count(1)

    def named() -> Q:
        if next(looks) == 2:  # in the transaction that takes the blob out of sight
            transaction.on_commit(lambda: elsewhere(late.write).join(30))
        return real()

    monkeypatch.setattr(blobs, "_named", named)
    assert blobs.collect() == 0
    assert late.refused == []
    assert list(files()) == [Document.objects.get().blob.key]


def test_who_names_a_blob_while_its_bytes_go_writes_nothing(late: Late, monkeypatch: pytest.MonkeyPatch) -> None:
    real = storage.delete
    threads: list[Thread] = []

    def delete(key: str) -> None:
        threads.append(elsewhere(late.write))
        threads[0].join(0.5)  # it waits for the lock by now
        real(key)

    monkeypatch.setattr(storage, "delete", delete)
    assert blobs.collect() == 1
    threads[0].join(30)
    assert [type(error) for error in late.refused] == [IntegrityError]
    assert (files(), Document.objects.count(), Blob.objects.count()) == ({}, 0, 0)
