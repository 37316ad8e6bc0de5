"""An edit and the end of another reading of the same document meet: one waits for the other, none of them is lost."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections

from documents import stages
from documents.editing import services
from documents.editing.again import read_again
from documents.models import Document, Extraction, Section
from documents.stages import WORK
from lib.refusals import Refusal
from tests import making
from tests.conftest import Cast
from tests.correcting import edit, section_of
from tests.test_main_path import upload_document
from tests.working import work_all

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]
SECONDS = 30


class Meeting:
    """Where one stops until the other is under way."""

    def __init__(self) -> None:
        self.is_there, self.may_go_on = threading.Event(), threading.Event()

    def before(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def stop(*args: Any, **kwargs: Any) -> Any:
            self.is_there.set()
            assert self.may_go_on.wait(SECONDS)
            return real(*args, **kwargs)

        return stop


def aside(work: Callable[[], object], ended: list[object]) -> threading.Thread:
    def run() -> None:
        try:
            ended.append(work())
        except Exception as error:  # noqa: BLE001 - told to the test
            ended.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def waits_for_a_lock() -> bool:
    """Whether some session of this database waits for another one's row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def wait_until(told: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(SECONDS * 20):
        if told():
            return
        pause.wait(0.05)
    raise AssertionError("it did not come to that")


@pytest.fixture
def book(cast: Cast) -> Document:
    told = upload_document(cast.api(cast.owner), "sach.docx", making.word_file())
    work_all()
    document = Document.objects.get(public_id=told["document_id"])
    edit(cast.owner, section_of(document, "Ngày xưa"), text="Ngày nay có một người thợ.")
    read_again(by=cast.owner, document=document)
    return document


def test_an_edit_that_comes_while_changes_are_carried_is_told_that_it_is_late(
    cast: Cast, book: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, meeting, ended = section_of(book, "Năm 2024"), Meeting(), list[object]()
    monkeypatch.setattr(stages, "carry", meeting.before(stages.carry))
    reading = aside(WORK.run_one, ended)
    assert meeting.is_there.wait(SECONDS)
    late: list[object] = []
    editing = aside(lambda: edit(cast.owner, section, text="Năm nay ông rời làng."), late)
    wait_until(waits_for_a_lock)
    meeting.may_go_on.set()
    for thread in (reading, editing):
        thread.join(SECONDS)
    assert ended == [True]
    assert isinstance(late[0], Refusal)
    assert late[0].code == "changed_meanwhile"
    assert Extraction.objects.get(number=2).status == "READY"
    assert section_of(Document.objects.get(), "Ngày nay").source_text


def test_changes_are_carried_after_the_edit_that_was_first(
    cast: Cast, book: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    section, meeting, saved = section_of(book, "Năm 2024"), Meeting(), list[object]()
    monkeypatch.setattr(services, "_mark", meeting.before(services._mark))
    editing = aside(lambda: edit(cast.owner, section, text="Năm nay ông rời làng."), saved)
    assert meeting.is_there.wait(SECONDS)
    ended: list[object] = []
    reading = aside(WORK.run_one, ended)
    wait_until(waits_for_a_lock)
    meeting.may_go_on.set()
    for thread in (reading, editing):
        thread.join(SECONDS)
    assert ended == [True]
    assert isinstance(saved[0], services.Edited), saved[0]
    assert Extraction.objects.get(number=2).edits_carried == 2
    assert section_of(Document.objects.get(), "Năm nay ông").source_text
    assert Section.objects.filter(text="Năm nay ông rời làng.").count() == 2
