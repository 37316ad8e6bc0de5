"""Find and replace in a document."""

import pytest

from documents.editing.replacing import Wanted, replace_text
from documents.models import Document, SectionChoice
from documents.reading import services as reading
from documents.reading.picks import Pick
from tests.conftest import Cast
from tests.correcting import chapter_of, refused, section_of
from tests.written import heading, para, texts, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(cast: Cast) -> Document:
    return write(cast.owner)


def test_a_trial_shows_and_changes_nothing(cast: Cast, book: Document) -> None:
    was = texts(book)
    found = replace_text(by=cast.owner, document=book, wanted=Wanted("btc", "Ba"))
    assert (found.count, found.sections) == (2, 2)
    assert [(place.before, place.found, place.after) for place in found.places] == [
        ("Ông ", "BTC", " đi chợ."), ("Năm sau ông ", "BTC", " lại đi."),
    ]  # fmt: skip
    assert texts(book) == was
    one = replace_text(by=cast.owner, document=book, wanted=Wanted("BTC"), chapter=chapter_of(book, "Chương 3"))
    assert one.count == 1


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted("ĐI"), 3), (Wanted("ĐI", is_case_sensitive=True), 0), (Wanted("đi", is_whole_word=True), 3),
        (Wanted("ô", is_whole_word=True), 0), (Wanted("."), 6), (Wanted("Ông", is_case_sensitive=True), 1),
        (Wanted("o\u0302ng"), 2), (Wanted("hươn", is_whole_word=True), 0),
    ],
)  # fmt: skip
def test_words_are_found_as_they_are_meant(cast: Cast, wanted: Wanted, count: int) -> None:
    document = write(
        cast.owner, [heading("Chương"), para("Ông đi. Rồi đi nữa."), para("Cả ông ấy đi."), para("Hai. Ba. Hết.")]
    )
    assert replace_text(by=cast.owner, document=document, wanted=wanted).count == count


def test_what_would_be_empty_is_left(cast: Cast, book: Document) -> None:
    done = replace_text(by=cast.owner, document=book, wanted=Wanted("Hết."), is_trial=False)
    assert (done.count, done.sections, done.left) == (0, 0, 1)
    assert replace_text(by=cast.owner, document=book, wanted=Wanted("Hết.")).count == 1, "it is found"
    assert texts(book)[-1] == "Hết."
    for wanted in (Wanted(""), Wanted("a" * 401), Wanted("a", "b" * 401)):
        refused("nothing_to_find", 400, replace_text, by=cast.owner, document=book, wanted=wanted)


def test_replacing_moves_every_choice(cast: Cast) -> None:
    document = write(cast.owner, [heading("A"), para("a TP b TP c TP d")])
    section = section_of(document, "a TP")
    for start in (2, 7, 12):
        reading.keep_choice(by=cast.owner, document=document, section=section, pick=Pick(start, start + 2, "TP", "x"))
    replace_text(by=cast.owner, document=document, wanted=Wanted(" ", " và "), is_trial=False)
    section.refresh_from_db()
    assert section.text == "a và TP và b và TP và c và TP và d"
    places = SectionChoice.objects.order_by("start").values_list("start", "end")
    assert [section.text[start:end] for start, end in places] == ["TP"] * 3
    assert len(set(places)) == 3


def test_too_many_places_are_refused_as_a_whole(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    document = write(cast.owner, [heading("A"), para("xx " * 20), para("xx " * 20)])
    monkeypatch.setattr("documents.editing.replacing.MOST_PLACES", 30)
    for is_trial in (True, False):  # also a look stops there: a letter stands in a book a million times
        refused("too_many_places", 409, replace_text, by=cast.owner, document=document, wanted=Wanted("xx", "y"),
                is_trial=is_trial)  # fmt: skip
    assert "y" not in "".join(texts(document))
