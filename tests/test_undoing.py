"""Every change of a document can be taken back, the last one first, and then it is as if nothing had happened."""

import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.models import User
from documents.editing import chapters, services
from documents.editing.history import newest
from documents.editing.replacing import Wanted, replace_text
from documents.editing.undoing import undo_edit
from documents.models import Chapter, Document, DocumentChange, Extraction, Section, SectionChoice
from documents.states import ChangeKind
from lib.refusals import Refusal
from speech.types import Section as Read
from tests.conftest import Cast
from tests.correcting import chapter_of, check_whole, choose, edit, refused, section_of
from tests.test_editing_pages import press
from tests.written import heading, outline, para, sections, texts, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(cast: Cast) -> Document:
    return write(cast.owner)


def state(document: Document) -> Any:
    """All that a change changes, but numbers that only tell that something was changed."""
    rows = [
        (one.pk, one.chapter_id, one.part, one.piece, one.kind, one.source_kind, one.text, one.source_text,
         one.word_count, one.is_skipped, one.doubts)
        for one in sections(document)
    ]  # fmt: skip
    columns = ("pk", "public_id", "position", "title", "source_title", "is_skipped")
    key = Document.objects.values_list("current_extraction", flat=True).get(pk=document.pk)
    names = Chapter.objects.filter(extraction=key).order_by("position").values_list(*columns)
    chosen = SectionChoice.objects.order_by("pk").values_list("pk", "section", "start", "end", "written", "spoken")
    extraction = Extraction.objects.values_list("is_rearranged", "spoken_words").get(pk=key)
    return rows, list(names), list(chosen), extraction


def anything(by: User, document: Document, dice: random.Random) -> None:
    """One change, whichever; it may be one that is refused, or that changes nothing."""
    rows = Chapter.objects.filter(extraction=document.current_extraction_id).select_related("extraction__document")
    chapter, section = dice.choice(list(rows)), dice.choice(sections(document))
    changes: list[Callable[[], object]] = [
        lambda: chapters.move_chapter(by=by, chapter=chapter, to=dice.randrange(6)),
        lambda: chapters.merge_chapter(by=by, chapter=chapter),
        lambda: chapters.split_chapter(by=by, section=section),
        lambda: chapters.rename_chapter(by=by, chapter=chapter, title=dice.choice(["Một", "Hai", ""])),
        lambda: chapters.skip_chapter(by=by, chapter=chapter, is_skipped=dice.random() < 0.5),
        lambda: chapters.change_chapter(by=by, chapter=chapter, title="Ba", is_skipped=True, to=0),
        lambda: edit(by, section, is_skipped=not section.is_skipped),
        lambda: edit(by, section, kind=dice.choice(["footnote", "paragraph"]), text=f"{section.text} thêm"),
        lambda: edit(by, section, text=section.text.replace("BTC", "ban", 1)),
        lambda: services.split_section(by=by, section=section, revision=section.revision, at=len(section.text) // 2),
        lambda: services.restore_section(by=by, section=section, revision=section.revision),
        lambda: replace_text(
            by=by, document=document, wanted=Wanted("BTC", dice.choice(["Ba", "BTC BTC"])), is_trial=False
        ),
    ]
    with suppress(Refusal):
        dice.choice(changes)()


@pytest.mark.parametrize("seed", range(8))
def test_any_sequence_of_changes_is_undone_step_by_step(cast: Cast, seed: int) -> None:
    found: list[Read] = []
    for number in range(4):
        words = f"Ông BTC {number} gặp bà BTC ở chợ."
        found += [heading(f"Chương {number}"), Read("paragraph", words, doubts=((4, 7, 0.4), (14, 17, 0.5))),
                  para(f"Ghi {number} của BTC.", "footnote")]  # fmt: skip
    document = write(cast.owner, found)
    for start in ("Ông BTC 0", "Ông BTC 2"):
        choose(cast.owner, document, section_of(document, start), "BTC")
        choose(cast.owner, document, section_of(document, start), "chợ")
    dice, states = random.Random(seed), []
    while len(states) < 14:
        before, was = newest(cast.owner, document), state(document)
        anything(cast.owner, document, dice)
        if newest(cast.owner, document) != before:
            states.append(was)
    for was in reversed(states):
        assert undo_edit(by=cast.owner, document=document).left == 0
        check_whole(document, {row[0] for row in was[0]})
        assert state(document) == was
    refused("nothing_to_undo", 409, undo_edit, by=cast.owner, document=document)


def test_what_changed_nothing_is_nothing_to_undo(cast: Cast, book: Document) -> None:
    chapter = chapter_of(book, "Chương 2")
    chapters.rename_chapter(by=cast.owner, chapter=chapter, title="Chương 2")
    chapters.skip_chapter(by=cast.owner, chapter=chapter, is_skipped=False)
    chapters.move_chapter(by=cast.owner, chapter=chapter, to=1)
    replace_text(by=cast.owner, document=book, wanted=Wanted("không có ở đâu"), is_trial=False)
    assert not DocumentChange.objects.exists()


def test_doubts_and_choices_that_a_text_lost_come_back_with_it(cast: Cast) -> None:
    document = write(cast.owner, [heading("A"), Read("paragraph", "Ông BTC ở TP.", doubts=((4, 7, 0.4),))])
    choice = choose(cast.owner, document, section_of(document, "Ông"), "BTC")
    assert edit(cast.owner, section_of(document, "Ông"), text="Bà ở quê.").lost_choices == 1
    undo_edit(by=cast.owner, document=document)
    section = section_of(document, "Ông")
    assert section.doubts == [[4, 7, 0.4]]
    assert SectionChoice.objects.get().public_id == choice.public_id


def test_choices_that_a_replacement_moved_or_lost_are_where_they_were(cast: Cast) -> None:
    document = write(cast.owner, [heading("A"), para("Ông BTC gặp bà BTC ở TP."), para("BTC.")])
    for section, words in (("Ông", "BTC gặp"), ("Ông", "TP"), ("BTC", "BTC")):
        choose(cast.owner, document, section_of(document, section), words)
    was = state(document)
    replaced = replace_text(by=cast.owner, document=document, wanted=Wanted("BTC", "Ban tổ chức"), is_trial=False)
    assert replaced.lost_choices == 2
    assert undo_edit(by=cast.owner, document=document).sections == 2
    assert state(document) == was


def test_a_choice_made_since_stays_where_its_words_are(cast: Cast, book: Document) -> None:
    services.split_section(by=cast.owner, section=section_of(book, "Ông BTC"), revision=0, at=7)
    choice = choose(cast.owner, book, section_of(book, "đi chợ"), "chợ")
    undo_edit(by=cast.owner, document=book)
    choice.refresh_from_db()
    assert choice.section.text == "Ông BTC đi chợ."
    assert choice.section.text[choice.start : choice.end] == "chợ"


def test_who_saw_what_was_undone_does_not_write_over_it(cast: Cast, book: Document) -> None:
    services.split_section(by=cast.owner, section=section_of(book, "Ông BTC"), revision=0, at=7)
    seen = section_of(book, "Ông BTC")
    undo_edit(by=cast.owner, document=book)
    refused("changed_meanwhile", 409, edit, by=cast.owner, section=seen, text="Khác.")


@pytest.mark.parametrize("kind", [ChangeKind.CUT, ChangeKind.RENAME, ChangeKind.MERGE, ChangeKind.SPLIT])
def test_what_something_else_has_changed_since_is_left_and_said(cast: Cast, book: Document, kind: ChangeKind) -> None:
    owner, chapter, section = cast.owner, chapter_of(book, "Chương 1"), section_of(book, "Trời")
    changes: dict[ChangeKind, Callable[[], object]] = {
        ChangeKind.CUT: lambda: services.split_section(by=owner, section=section, revision=0, at=5),
        ChangeKind.RENAME: lambda: chapters.rename_chapter(by=owner, chapter=chapter, title="Khác"),
        ChangeKind.MERGE: lambda: chapters.merge_chapter(by=owner, chapter=chapter),
        ChangeKind.SPLIT: lambda: chapters.split_chapter(by=owner, section=section),
    }
    changes[kind]()
    Section.objects.filter(pk=section.pk).update(text="Chữ của ai đó.")
    Chapter.objects.update(title="Tên của ai đó")
    was = state(book)
    done = undo_edit(by=owner, document=book)
    assert (done.kind, done.sections, done.left) == (kind, 0, 1)
    assert state(book) == was
    refused("nothing_to_undo", 409, undo_edit, by=owner, document=book)


def test_an_older_change_waits_for_the_later_ones(cast: Cast, book: Document) -> None:
    edit(cast.owner, section_of(book, "Trời"), text="Trời nắng.")
    first = newest(cast.owner, book)
    chapters.skip_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 3"), is_skipped=True)
    refused("undo_in_order", 409, undo_edit, by=cast.owner, document=book, change=first)
    refused("nothing_to_undo", 409, undo_edit, by=cast.owner, document=book, change=uuid4())
    assert undo_edit(by=cast.owner, document=book, change=newest(cast.owner, book)).kind == "skip"
    assert undo_edit(by=cast.owner, document=book, change=first).kind == "edit"
    assert texts(book)[2] == "Trời mưa to."


# --- on the page


def undo_in(html: str, document: Document) -> str:
    """Where the toast's button goes."""
    start = html.index(f'action="/documents/{document.public_id}/edit/undo/') + len('action="')
    return html[start : html.index('"', start)].replace("&amp;", "&")


@pytest.mark.parametrize("what", ["rename", "skip", "down", "merge"])
def test_each_button_of_a_chapter_offers_its_undo(cast: Cast, book: Document, what: str) -> None:
    browser, was = cast.browser(cast.owner), state(book)
    chapter = chapter_of(book, "Chương 1")
    form = {"do": what, "title": "Tên khác"}
    html = browser.post(f"/chapters/{chapter.public_id}/edit/", form, follow=True).content.decode()
    assert state(book) != was
    html = browser.post(undo_in(html, book), follow=True).content.decode()
    assert "Đã hoàn tác: " in html
    assert state(book) == was


def test_each_button_of_a_section_offers_its_undo(cast: Cast, book: Document) -> None:
    browser = cast.browser(cast.owner)
    for form in ({"do": "skip.0"}, {"do": "split"}):
        was = state(book)
        html = press(browser, section_of(book, "Trời"), **form).content.decode()
        if "edit/undo" not in html:  # the whole page comes anew
            html = browser.get(f"/documents/{book.public_id}/edit/").content.decode()
        browser.post(undo_in(html, book))
        assert state(book) == was


def test_undo_offers_the_change_before_it(cast: Cast, book: Document) -> None:
    browser: Client = cast.browser(cast.owner)
    was = outline(book)
    for title in ("Một", "Hai"):
        chapter = Chapter.objects.get(extraction=book.current_extraction_id, position=1)
        page = browser.post(f"/chapters/{chapter.public_id}/edit/", {"do": "rename", "title": title}, follow=True)
    first = DocumentChange.objects.order_by("pk")[0].public_id
    second = browser.post(undo_in(page.content.decode(), book), follow=True).content.decode()
    assert UUID(undo_in(second, book).partition("change=")[2]) == first
    last = browser.post(undo_in(second, book), follow=True).content.decode()
    assert "edit/undo" not in last
    assert outline(book) == was


def test_a_toast_that_stayed_says_that_there_are_later_changes(cast: Cast, book: Document) -> None:
    browser, chapter = cast.browser(cast.owner), chapter_of(book, "Chương 1")
    old = browser.post(f"/chapters/{chapter.public_id}/edit/", {"do": "skip"}, follow=True).content.decode()
    browser.post(f"/chapters/{chapter.public_id}/edit/", {"do": "rename", "title": "Khác"})
    said = browser.post(undo_in(old, book), follow=True).content.decode()
    assert "Sau thay đổi này còn thay đổi khác (đổi tên chương)" in said
    assert Chapter.objects.get(pk=chapter.pk).is_skipped
