"""What people correct in a document: texts, kinds, chapters; with the order, the choices and the history of it."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections

from accounts.models import User
from documents.editing import chapters, services
from documents.editing.change import changing
from documents.editing.history import KEPT, forget_changes
from documents.editing.replacing import Wanted, replace_text
from documents.editing.selectors import chapters_of, next_doubtful
from documents.editing.undoing import undo_edit
from documents.models import Chapter, Document, DocumentChange, Extraction, RuleEvent, Section, SectionChoice
from documents.selectors import spoken_sections, text_of
from lib.refusals import Refusal
from speech.types import Section as Read
from tests.conftest import Cast
from tests.correcting import chapter_of, check_whole, choose, edit, refused, section_of
from tests.written import heading, outline, para, sections, texts, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(cast: Cast) -> Document:
    return write(cast.owner)


def shuffle_chapters(by: User, document: Document, dice: random.Random) -> None:
    """One change of the chapters, whichever; it may be one that is refused."""
    rows = Chapter.objects.filter(extraction=document.current_extraction_id).select_related("extraction__document")
    chapter, place = dice.choice(list(rows)), dice.randrange(-1, 9)
    section = dice.choice(sections(document))
    changes: list[Callable[[], object]] = [
        lambda: chapters.move_chapter(by=by, chapter=chapter, to=place),
        lambda: chapters.merge_chapter(by=by, chapter=chapter),
        lambda: chapters.split_chapter(by=by, section=section),
    ]
    with suppress(Refusal):
        dice.choice(changes)()


def test_an_edit_changes_text_and_keeps_the_source(cast: Cast, book: Document) -> None:
    section = section_of(book, "Trời")
    edited = edit(cast.owner, section, text="  Trời nắng\r\nto\x00 lắm.\x07 ").section
    edited.refresh_from_db()
    assert (edited.text, edited.source_text, edited.word_count) == ("Trời nắng\nto lắm.", "Trời mưa to.", 4)
    assert edited.revision == 1
    back = services.restore_section(by=cast.owner, section=edited, revision=1).section
    assert (back.text, back.source_text, back.revision) == ("Trời mưa to.", None, 3)


def test_text_is_kept_in_nfc(cast: Cast, book: Document) -> None:
    edited = edit(cast.owner, section_of(book, "Trời"), text="Tro\u031b\u0300i").section
    assert edited.text == "Trời"


def test_two_who_edit_one_section(cast: Cast, book: Document) -> None:
    section = section_of(book, "Trời")
    edit(cast.owner, section, text="Trời nắng.")
    refused("changed_meanwhile", 409, services.edit_section, by=cast.owner, section=section, revision=0, text="Gió.")
    refused("changed_meanwhile", 409, services.restore_section, by=cast.owner, section=section, revision=0)
    section.refresh_from_db()
    assert section.text == "Trời nắng."


def test_what_nobody_changed_is_no_change(cast: Cast, book: Document) -> None:
    edit(cast.owner, section_of(book, "Trời"), text="Trời mưa to.", is_skipped=False)
    assert not RuleEvent.objects.exists()
    assert not DocumentChange.objects.exists()


@pytest.mark.parametrize("text", ["", " \n\t", "\x00\x07"])
def test_an_empty_text_is_refused(cast: Cast, book: Document, text: str) -> None:
    refused("empty_text", 400, edit, by=cast.owner, section=section_of(book, "Trời"), text=text)


def test_a_text_has_room_but_not_without_end(cast: Cast, book: Document) -> None:
    section = section_of(book, "Trời")
    limit = 20_000 + 2 * len(section.text)
    refused("section_too_long", 400, edit, by=cast.owner, section=section, text="a" * (limit + 1))
    assert len(edit(cast.owner, section, text="a" * limit).section.text) == limit


def test_only_its_owner_edits(cast: Cast, book: Document) -> None:
    section, chapter = section_of(book, "Trời"), chapter_of(book, "Chương 1")
    who = {"by": cast.colleague}
    refused("not_allowed", 403, services.edit_section, **who, section=section, revision=0, text="x")
    refused("not_allowed", 403, services.restore_section, **who, section=section, revision=0)
    refused("not_allowed", 403, services.split_section, **who, section=section, revision=0, at=4)
    refused("not_allowed", 403, undo_edit, **who, document=book)
    refused("not_allowed", 403, replace_text, **who, document=book, wanted=Wanted("a"))
    refused("not_allowed", 403, chapters.rename_chapter, **who, chapter=chapter, title="x")
    refused("not_allowed", 403, chapters.skip_chapter, **who, chapter=chapter, is_skipped=True)
    refused("not_allowed", 403, chapters.move_chapter, **who, chapter=chapter, to=1)
    refused("not_allowed", 403, chapters.merge_chapter, **who, chapter=chapter)
    refused("not_allowed", 403, chapters.split_chapter, **who, section=section)


def test_kinds_and_skips_decide_what_is_read(cast: Cast, book: Document) -> None:
    assert "chú thích" not in text_of(book)
    assert "Hết chuyện" not in text_of(book)
    footer = edit(cast.owner, section_of(book, "Hết chuyện"), kind="paragraph").section
    assert (footer.kind, footer.source_kind) == ("paragraph", "footer")
    edit(cast.owner, section_of(book, "Trời"), is_skipped=True)
    chapters.skip_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 3"), is_skipped=True)
    spoken = [section.text for section in spoken_sections(book)]
    assert spoken == ["Chương 1", "Ông BTC đi chợ.", "Chương 2", "Bà về nhà.", "Hết chuyện."]
    extraction = Extraction.objects.get(pk=book.current_extraction_id)
    assert extraction.words == sum(len(text.split()) for text in spoken)
    assert extraction.word_count != extraction.words
    services.restore_section(by=cast.owner, section=footer, revision=footer.revision)
    assert "Hết chuyện" not in text_of(book)
    refused("unknown_kind", 400, edit, by=cast.owner, section=section_of(book, "Bà"), kind="poem")


def test_asides_are_left_out_read_or_moved_to_the_end(cast: Cast) -> None:
    found = [heading("A"), para("Chữ."), para("Chú thích.", "footnote"), para("Bảng.", "table"), para("Thêm."),
             heading("B"), para("Khác.")]  # fmt: skip
    document = write(cast.owner, found)
    assert text_of(document) == "A\n\nChữ.\n\nBảng.\n\nThêm.\n\nB\n\nKhác."
    with changing(document, by=cast.owner):
        Document.objects.filter(pk=document.pk).update(footnotes="end", tables="skip")
    document.refresh_from_db()
    assert text_of(document) == "A\n\nChữ.\n\nThêm.\n\nChú thích.\n\nB\n\nKhác."
    with changing(document, by=cast.owner):
        Document.objects.filter(pk=document.pk).update(footnotes="read", tables="end")
    document.refresh_from_db()
    assert text_of(document) == "A\n\nChữ.\n\nChú thích.\n\nThêm.\n\nBảng.\n\nB\n\nKhác."


def test_chapters_are_counted_with_one_query(cast: Cast, book: Document, django_assert_num_queries: Any) -> None:
    chapters.skip_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 2"), is_skipped=True)
    edit(cast.owner, section_of(book, "Trời"), is_skipped=True)
    with django_assert_num_queries(1):
        found = [(row.title, row.words, row.section_count) for row in chapters_of(book)]
    assert found == [("Chương 1", 6, 4), ("Chương 2", 5, 3), ("Chương 3", 9, 3)]


def test_a_chapter_gets_another_title_and_its_own_back(cast: Cast, book: Document) -> None:
    chapter = chapter_of(book, "Chương 2")
    chapters.rename_chapter(by=cast.owner, chapter=chapter, title="  Bà\nvề ")
    chapter.refresh_from_db()
    assert (chapter.title, chapter.source_title) == ("Bà về", "Chương 2")
    assert chapters.rename_chapter(by=cast.owner, chapter=chapter, title=" ").title == "Chương 2"
    assert len(chapters.rename_chapter(by=cast.owner, chapter=chapter, title="ă" * 400).title) == 300


def test_chapters_move(cast: Cast, book: Document) -> None:
    keys = {section.pk for section in sections(book)}
    chapters.move_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 3"), to=0)
    assert [title for title, _ in outline(book)] == ["Chương 3", "Chương 1", "Chương 2"]
    assert texts(book)[:3] == ["Chương 3", "Năm sau ông BTC lại đi.", "Hết."]
    check_whole(book, keys)
    chapters.move_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 3"), to=99)
    assert [title for title, _ in outline(book)] == ["Chương 1", "Chương 2", "Chương 3"]
    check_whole(book, keys)


def test_a_merge_appends_also_what_stands_earlier_in_the_file(cast: Cast, book: Document) -> None:
    keys = {section.pk for section in sections(book)}
    chapters.move_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 3"), to=0)
    chapters.merge_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 3"))
    (title, said), (other, _) = outline(book)
    assert (title, other) == ("Chương 3", "Chương 2")
    assert said[:5] == ["Chương 3", "Năm sau ông BTC lại đi.", "Hết.", "Chương 1", "Ông BTC đi chợ."]
    check_whole(book, keys)
    refused("nothing_to_merge", 409, chapters.merge_chapter, by=cast.owner, chapter=chapter_of(book, "Chương 2"))


def test_a_merge_changes_nothing_of_what_is_read(cast: Cast, book: Document) -> None:
    chapters.skip_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 2"), is_skipped=True)
    before = text_of(book)
    chapters.merge_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 1"))
    assert text_of(book) == before
    chapters.skip_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 1"), is_skipped=True)
    chapters.merge_chapter(by=cast.owner, chapter=chapter_of(book, "Chương 1"))
    assert text_of(book) == "Chương 3\n\nNăm sau ông BTC lại đi.\n\nHết."


def test_a_chapter_is_split_where_a_section_begins(cast: Cast, book: Document) -> None:
    keys = {section.pk for section in sections(book)}
    new = chapters.split_chapter(by=cast.owner, section=section_of(book, "Trời"))
    assert outline(book)[0] == ("Chương 1", ["Chương 1", "Ông BTC đi chợ."])
    assert outline(book)[1] == ("Trời mưa to.", ["Trời mưa to.", "1. Một chú thích."])
    assert new.position == 1
    check_whole(book, keys)
    for start in ("Trời", "Chương 1", "Chương 3"):
        section = section_of(book, start)
        refused("nothing_to_split", 400, chapters.split_chapter, by=cast.owner, section=section)


def test_a_footnote_stays_with_its_text_when_a_chapter_is_split(cast: Cast) -> None:
    found = [heading("A"), para("Một."), para("Chú thích một.", "footnote"), para("Hai."),
             para("Chú thích hai.", "footnote")]  # fmt: skip
    document = write(cast.owner, found)
    with changing(document, by=cast.owner):
        Document.objects.filter(pk=document.pk).update(footnotes="end")
    assert texts(document) == ["A", "Một.", "Hai.", "Chú thích một.", "Chú thích hai."]
    note = section_of(document, "Chú thích hai.")
    refused("nothing_to_split", 400, chapters.split_chapter, by=cast.owner, section=note)
    chapters.split_chapter(by=cast.owner, section=section_of(document, "Hai."), title="B")
    assert outline(document) == [("A", ["A", "Một.", "Chú thích một."]), ("B", ["Hai.", "Chú thích hai."])]


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_changes_keeps_every_section_once(cast: Cast, seed: int) -> None:
    found: list[Read] = []
    for number in range(6):
        found += [heading(f"Chương {number}"), para(f"Câu {number}."), para(f"Ghi {number}.", "footnote")]
    document = write(cast.owner, found)
    keys = {section.pk for section in sections(document)}
    with changing(document, by=cast.owner):
        Document.objects.filter(pk=document.pk).update(footnotes=random.Random(seed).choice(["end", "read"]))
    dice = random.Random(seed)
    for _ in range(25):
        shuffle_chapters(cast.owner, document, dice)
        check_whole(document, keys)


def test_a_section_is_split_and_made_whole(cast: Cast, book: Document) -> None:
    section = section_of(book, "Ông BTC")
    choice = choose(cast.owner, book, section, "chợ")
    first, second = services.split_section(by=cast.owner, section=section, revision=0, at=7)
    assert texts(book)[:4] == ["Chương 1", "Ông BTC", "đi chợ.", "Trời mưa to."]
    choice.refresh_from_db()
    assert (choice.section_id, choice.start) == (second.pk, 3)
    services.split_section(by=cast.owner, section=second, revision=0, at=2)
    services.split_section(by=cast.owner, section=section_of(book, "Ông"), revision=1, at=3)
    assert texts(book)[1:5] == ["Ông", "BTC", "đi", "chợ."]
    refused("nothing_to_split", 400, services.split_section, by=cast.owner, section=first, revision=2, at=0)
    whole = section_of(book, "đi")
    services.restore_section(by=cast.owner, section=whole, revision=whole.revision)
    assert texts(book)[:3] == ["Chương 1", "Ông BTC đi chợ.", "Trời mưa to."]
    choice.refresh_from_db()
    assert (choice.section_id, choice.start) == (section.pk, 11)
    assert section_of(book, "Ông").source_text is None


def test_choices_and_doubts_move_with_their_words(cast: Cast) -> None:
    read = Read("paragraph", "Ông BTC gặp bà BTC ở TP.", doubts=((4, 7, 0.4), (12, 14, 0.5), (21, 23, 0.3)))
    document = write(cast.owner, [heading("A"), read])
    section = section_of(document, "Ông")
    first, second = choose(cast.owner, document, section, "Ông BTC"), choose(cast.owner, document, section, "TP")
    edited = edit(cast.owner, section, text="Hôm qua ông BTC gặp cô BTC ở TP.")
    first_gone = SectionChoice.objects.filter(pk=first.pk).exists()
    second.refresh_from_db()
    assert (edited.lost_choices, first_gone) == (1, False), "its words are written otherwise now"
    assert edited.section.text[second.start : second.end] == "TP"
    assert [edited.section.text[start:end] for start, end, _ in edited.section.doubts] == ["TP"]
    assert next_doubtful(document) == edited.section


def test_a_choice_finds_its_words_again_wherever_they_went(cast: Cast) -> None:
    document = write(cast.owner, [heading("A"), para("BTC đi. Rồi về.")])
    section = section_of(document, "BTC")
    choice = choose(cast.owner, document, section, "BTC")
    edited = edit(cast.owner, section, text="Rồi BTCX về. Hôm sau BTC đi luôn!")
    choice.refresh_from_db()
    assert edited.lost_choices == 0
    assert choice.start == edited.section.text.index("BTC đi")


def test_undo_takes_back_the_last_change_and_then_the_one_before(cast: Cast, book: Document) -> None:
    was = texts(book)
    edit(cast.owner, section_of(book, "Trời"), text="Trời nắng.")
    replace_text(by=cast.owner, document=book, wanted=Wanted("BTC", "Ba"), is_trial=False)
    done = undo_edit(by=cast.owner, document=book)
    assert (done.sections, done.left, texts(book)[2]) == (2, 0, "Trời nắng.")
    undo_edit(by=cast.owner, document=book)
    assert texts(book) == was
    assert not Section.objects.filter(source_text__isnull=False).exists()
    refused("nothing_to_undo", 409, undo_edit, by=cast.owner, document=book)


def test_undo_leaves_what_was_changed_again(cast: Cast, book: Document) -> None:
    replace_text(by=cast.owner, document=book, wanted=Wanted("BTC", "Ba"), is_trial=False)
    section = section_of(book, "Ông Ba")
    Section.objects.filter(pk=section.pk).update(text="Ông Tư đi chợ.")
    done = undo_edit(by=cast.owner, document=book)
    assert (done.sections, done.left) == (1, 1)
    assert texts(book)[1] == "Ông Tư đi chợ."


def test_histories_are_kept_for_a_month(cast: Cast, book: Document) -> None:
    edit(cast.owner, section_of(book, "Trời"), text="Trời nắng.")
    forget_changes()
    change = DocumentChange.objects.get()
    DocumentChange.objects.update(created_at=change.created_at - KEPT)
    forget_changes()
    assert not DocumentChange.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_who_change_chapters_at_once(cast: Cast) -> None:
    found = [part for number in range(12) for part in (heading(f"C{number}"), para(f"Câu {number}."))]
    document = write(cast.owner, found)
    keys = {section.pk for section in sections(document)}
    done: list[int] = []

    def work(seed: int) -> None:
        dice = random.Random(seed)
        try:
            for _ in range(8):
                shuffle_chapters(cast.owner, document, dice)
            done.append(seed)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(done) == [0, 1, 2]
    check_whole(document, keys)


def test_what_was_read_before_gets_chapters_and_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    migration = import_module("documents.migrations.0008_old_chapters")
    monkeypatch.setattr(migration, "BATCH", 2)
    found = [para("Lời đầu."), heading("A\nMột"), para("Câu một."), heading("B"), Read("heading", "Nhỏ", level=3),
             para("Câu cuối cùng.")]  # fmt: skip
    document = write(cast.owner, found)
    Section.objects.update(chapter=None, rank=0, word_count=0)
    Chapter.objects.all().delete()
    for _ in range(2):  # what was done stays done
        migration.number_sections(apps, None)
        migration.make_chapters(apps, None)
    assert outline(document) == [
        ("", ["Lời đầu."]), ("A Một", ["A\nMột", "Câu một."]), ("B", ["B", "Nhỏ", "Câu cuối cùng."]),
    ]  # fmt: skip
    assert [section.word_count for section in sections(document)] == [2, 2, 2, 1, 1, 3]
