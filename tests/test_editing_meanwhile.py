"""What stands on a page or in a program may be gone when it is sent: nothing typed or chosen is lost in silence."""

import pytest

from documents.editing.undoing import undo_edit
from documents.models import Chapter, Document, Section
from documents.reading import services as reading
from documents.reading.picks import Pick
from lib.refusals import Refusal
from tests.conftest import Cast
from tests.correcting import chapter_of, edit, section_of
from tests.test_editing_pages import press
from tests.test_read_again import read_as
from tests.written import BOOK, sections, write

pytestmark = pytest.mark.django_db
MANY_DIGITS = "9" * 5000


@pytest.fixture
def book(cast: Cast) -> Document:
    return write(cast.owner)


def test_a_chapter_begun_in_an_open_form_keeps_what_was_typed(cast: Cast, book: Document) -> None:
    section = section_of(book, "Trời")
    answer = press(
        cast.browser(cast.owner),
        section,
        do="split",
        text="Trời nắng to.",
        kind=section.kind,
        revision=section.revision,
    )
    assert answer.status_code == 200
    section.refresh_from_db()
    assert section.text == "Trời nắng to."
    begun = Chapter.objects.get(sections=section)
    assert begun.sections.order_by("rank").first() == section


def test_a_chapter_is_not_begun_over_what_somebody_else_wrote(cast: Cast, book: Document) -> None:
    section = section_of(book, "Trời")
    edit(cast.owner, section, text="Trời lạnh.")
    chapters = Chapter.objects.count()
    answer = press(cast.browser(cast.owner), section, do="split", text="Trời nắng.", kind=section.kind, revision=0)
    assert answer.status_code == 409
    assert "Trời nắng." in answer.content.decode()
    assert Chapter.objects.count() == chapters


def test_a_choice_in_a_reading_that_was_replaced_is_refused(cast: Cast, book: Document) -> None:
    section = section_of(book, "Ông BTC")
    read_as(book, BOOK)
    with pytest.raises(Refusal) as refusal:
        reading.keep_choice(by=cast.owner, document=book, section=section, pick=Pick(4, 7, "BTC", "ban tổ chức"))
    assert refusal.value.code == "changed_meanwhile"


def test_undo_leaves_the_reading_that_is_shown_alone(cast: Cast, book: Document) -> None:
    edit(cast.owner, section_of(book, "Trời"), text="Trời nắng.")
    seen = Document.objects.get(pk=book.pk)
    read_as(book, BOOK)
    with pytest.raises(Refusal) as refusal:
        undo_edit(by=cast.owner, document=seen)
    assert refusal.value.code == "changed_meanwhile"


def test_what_was_there_before_is_told_from_what_never_was(cast: Cast, book: Document) -> None:
    chapter = chapter_of(book, "Chương 2")
    read_as(book, BOOK)
    answer = cast.api(cast.owner).patch(f"/api/v1/chapters/{chapter.public_id}", {}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")


def test_numbers_without_end_are_no_numbers(cast: Cast, book: Document) -> None:
    browser, section = cast.browser(cast.owner), sections(book)[0]
    assert press(browser, section, do=f"keep.{MANY_DIGITS}").status_code < 500
    assert browser.get(f"/documents/{book.public_id}/?cursor={MANY_DIGITS}").status_code == 200


def test_the_last_changes_can_be_taken_back_not_all_that_ever_were(
    cast: Cast, book: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("documents.editing.history.MOST", 3)
    for number in range(6):
        edit(cast.owner, section_of(book, "Trời"), text=f"Trời {number}.")
    taken_back = 0
    with pytest.raises(Refusal) as refusal:
        while True:
            undo_edit(by=cast.owner, document=book)
            taken_back += 1
    assert refusal.value.code == "nothing_to_undo"
    assert taken_back == 3
    assert Section.objects.filter(text="Trời 2.").exists()
