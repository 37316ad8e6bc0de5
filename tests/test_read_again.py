"""A document is read again: what people corrected is corrected in the new reading too; nothing goes in silence."""

import random
from collections import Counter
from typing import Any

import pytest

from documents.editing import aligning, chapters, services
from documents.editing.again import read_again
from documents.editing.carrying import Carried, carry
from documents.editing.change import changing, settle
from documents.editing.replacing import Wanted, replace_text
from documents.editing.saving import save_sections
from documents.editing.selectors import reading_anew
from documents.editing.undoing import undo_edit
from documents.models import Document, Extraction, Section, SectionChoice
from documents.selectors import text_of
from documents.stages import WORK
from lib.refusals import Refusal
from speech.types import Section as Read
from synthesis.models import Job
from synthesis.stages import following
from tests import making
from tests.conftest import Cast
from tests.correcting import chapter_of, check_whole, choose, edit, section_of
from tests.ruling import stale
from tests.test_main_path import create, upload_document
from tests.working import work_all
from tests.written import BOOK, heading, outline, para, sections, texts, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(cast: Cast) -> Document:
    return write(cast.owner)


def read_as(document: Document, found: Any) -> Carried:
    """Its next reading says ``found``, and takes over what was changed of this one."""
    before = Document.objects.get(pk=document.pk).current_extraction
    assert before is not None
    extraction = Extraction.objects.create(
        organisation=document.organisation, document=document, number=before.number + 1, status="READY",
        page_count=1, word_count=1,
    )  # fmt: skip
    save_sections(extraction, found)
    carried = carry(before, extraction)
    Document.objects.filter(pk=document.pk).update(current_extraction=extraction)
    settle(extraction)
    document.refresh_from_db()
    return carried


def test_every_kind_of_change_comes_along(cast: Cast, book: Document) -> None:
    owner = cast.owner
    choice = choose(owner, book, section_of(book, "Ông BTC"), "BTC", "bộ tài chính")
    edit(owner, section_of(book, "Trời"), text="Trời nắng.")
    edit(owner, section_of(book, "Hết chuyện"), kind="paragraph")
    edit(owner, section_of(book, "Bà về"), is_skipped=True)
    services.split_section(by=owner, section=section_of(book, "Năm sau"), revision=0, at=8)
    chapters.rename_chapter(by=owner, chapter=chapter_of(book, "Chương 2"), title="Bà")
    chapters.skip_chapter(by=owner, chapter=chapter_of(book, "Chương 3"), is_skipped=True)
    was, said, old = outline(book), text_of(book), book.current_extraction_id
    carried = read_as(book, BOOK)
    assert (outline(book), text_of(book)) == (was, said)
    assert carried == Carried(kept=8, lost=0)
    choice.refresh_from_db()
    assert choice.section == section_of(book, "Ông BTC")
    assert section_of(book, "Trời").source_text == "Trời mưa to."
    assert section_of(book, "Hết chuyện").source_kind == "footer"
    check_whole(book, {section.pk for section in sections(book)})
    assert Section.objects.filter(extraction=old, text="Trời nắng.").exists(), "the reading before keeps its rows"


def test_the_order_that_people_gave_comes_along(cast: Cast, book: Document) -> None:
    owner = cast.owner
    chapters.move_chapter(by=owner, chapter=chapter_of(book, "Chương 3"), to=0)
    chapters.merge_chapter(by=owner, chapter=chapter_of(book, "Chương 3"))
    chapters.split_chapter(by=owner, section=section_of(book, "Bà"), title="Bà")
    was = outline(book)
    new = list(BOOK)
    new.insert(6, para("Một câu mới."))
    assert read_as(book, new).lost == 0
    expected = [(title, list(said)) for title, said in was]
    expected[2][1].insert(1, "Một câu mới.")
    assert outline(book) == expected
    assert read_as(book, new).lost == 0
    assert outline(book) == expected, "also the time after that"


def test_without_changes_the_new_reading_has_its_own_chapters(cast: Cast, book: Document) -> None:
    new = [heading("Lời nói đầu"), para("Chào."), *BOOK]
    assert read_as(book, new) == Carried()
    assert [title for title, _ in outline(book)] == ["Lời nói đầu", "Chương 1", "Chương 2", "Chương 3"]


def test_a_skipped_chapter_stays_unread_also_when_it_begins_elsewhere(cast: Cast) -> None:
    document = write(cast.owner, [heading("A"), para("Một."), para("Hai."), heading("B"), para("Ba.")])
    chapters.skip_chapter(by=cast.owner, chapter=chapter_of(document, "A"), is_skipped=True)
    read_as(document, [heading("A"), para("Một."), Read("paragraph", "Hai.", begins_chapter=True), para("Ba.")])
    assert text_of(document) == "Ba."


def test_a_text_read_otherwise_keeps_what_still_fits(cast: Cast, book: Document) -> None:
    owner = cast.owner
    choice = choose(owner, book, section_of(book, "Năm sau"), "BTC")
    edit(owner, section_of(book, "Trời"), text="Trời nắng.", is_skipped=True)
    edit(owner, section_of(book, "Hết."), text="Hết rồi.")
    edit(owner, section_of(book, "Bà"), text="Bà đi đâu.")
    new = [section for section in BOOK if section.text != "Bà về nhà."]
    new[new.index(para("Trời mưa to."))] = para("Trời mưa to quá.")
    new[new.index(para("Năm sau ông BTC lại đi."))] = para("Đến năm sau ông BTC lại đi.")
    carried = read_as(book, new)
    assert carried.lost == 2, "a text that was read otherwise now, and one that is not there"
    weather = section_of(book, "Trời")
    assert (weather.text, weather.is_skipped) == ("Trời mưa to quá.", True)
    assert section_of(book, "Hết rồi.").source_text == "Hết."
    choice.refresh_from_db()
    assert choice.section.text[choice.start : choice.end] == "BTC"
    assert choice.section == section_of(book, "Đến năm")


def test_a_choice_that_fits_nowhere_stays_with_the_old_reading(cast: Cast, book: Document) -> None:
    choice = choose(cast.owner, book, section_of(book, "Bà về"), "Bà")
    carried = read_as(book, [section for section in BOOK if section.text != "Bà về nhà."])
    assert carried == Carried(kept=0, lost=1)
    choice.refresh_from_db()
    assert choice.section.extraction.number == 1


def test_moved_sections_are_known_again(cast: Cast) -> None:
    found = [heading("A"), *(para(f"Câu số {number}.") for number in range(40))]
    document = write(cast.owner, found)
    edit(cast.owner, section_of(document, "Câu số 5."), text="Sửa năm.")
    edit(cast.owner, section_of(document, "Câu số 30."), text="Sửa ba mươi.")
    new = [found[0], *found[21:], *found[1:21]]
    assert read_as(document, new) == Carried(kept=2)
    assert [text for text in texts(document) if text.startswith("Sửa")] == ["Sửa ba mươi.", "Sửa năm."]


@pytest.mark.parametrize("seed", range(20))
def test_pairs_are_equal_and_in_order(seed: int) -> None:
    dice = random.Random(seed)
    old = [dice.randrange(40) for _ in range(dice.randrange(60))]
    new = [item for item in old if dice.random() < 0.8]
    for _ in range(dice.randrange(8)):
        new.insert(dice.randrange(len(new) + 1), dice.randrange(40))
    pairs = aligning.in_order(old, new)
    assert all(old[at] == new[other] for at, other in pairs.items())
    rising = [other for _, other in sorted(pairs.items())]
    assert rising == sorted(set(rising))
    moved = aligning.elsewhere(old, new, pairs)
    assert all(old[at] == new[other] for at, other in moved.items())
    assert not set(pairs) & set(moved)
    assert not set(pairs.values()) & set(moved.values())
    assert len(pairs) + len(moved) == (Counter(old) & Counter(new)).total(), "all that can have a pair has one"


# --- through the worker


@pytest.fixture
def uploaded(cast: Cast) -> Document:
    told = upload_document(cast.api(cast.owner), "sach.docx", making.word_file())
    work_all()
    return Document.objects.get(public_id=told["document_id"])


def refused(code: str, status: int, document: Document, by: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        read_again(by=by, document=document)
    assert (refusal.value.code, refusal.value.status) == (code, status)


def test_the_old_reading_serves_until_the_new_one_is_ready(cast: Cast, uploaded: Document) -> None:
    edit(cast.owner, section_of(uploaded, "Ngày xưa"), text="Ngày nay có một người thợ.")
    said, first = text_of(uploaded), uploaded.current_extraction_id
    extraction = read_again(by=cast.owner, document=uploaded)
    uploaded.refresh_from_db()
    assert (uploaded.current_extraction_id, uploaded.status) == (first, "READY")
    assert reading_anew(uploaded) == extraction
    refused("already_reading", 409, uploaded, cast.owner)
    edit(cast.owner, section_of(uploaded, "Năm 2024"), text="Năm nay ông rời làng.")
    work_all()
    uploaded.refresh_from_db()
    extraction.refresh_from_db()
    assert uploaded.current_extraction == extraction
    assert reading_anew(uploaded) is None
    assert (extraction.edits_carried, extraction.edits_lost, extraction.number) == (2, 0, 2)
    assert text_of(uploaded) == said.replace(
        "Năm 2024, ông rời làng với 120.000 đồng trong túi. Ông đi về phía biển.", "Năm nay ông rời làng."
    )


def test_who_edits_a_reading_that_was_replaced_is_told(cast: Cast, uploaded: Document) -> None:
    section = section_of(uploaded, "Ngày xưa")
    read_again(by=cast.owner, document=uploaded)
    work_all()
    with pytest.raises(Refusal, match=r".") as refusal:
        edit(cast.owner, section, text="Muộn rồi.")
    assert (refusal.value.code, refusal.value.status) == ("changed_meanwhile", 409)
    assert "Muộn rồi." not in text_of(Document.objects.get(pk=uploaded.pk))


def test_a_failed_reading_leaves_the_old_one(cast: Cast, uploaded: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    said = text_of(uploaded)
    extraction = read_again(by=cast.owner, document=uploaded)
    monkeypatch.setattr("documents.stages.save_sections", lambda *_: 1 / 0)
    for _ in range(3):
        Extraction.objects.filter(pk=extraction.pk).update(lease_until=None)
        WORK.run_one()
    extraction.refresh_from_db()
    uploaded.refresh_from_db()
    assert extraction.status == "FAILED"
    assert (uploaded.status, text_of(uploaded)) == ("READY", said)
    assert reading_anew(uploaded) == extraction
    monkeypatch.undo()
    read_again(by=cast.owner, document=uploaded)
    work_all()
    uploaded.refresh_from_db()
    assert (reading_anew(uploaded), text_of(uploaded)) == (None, said)


def test_what_was_never_read_shows_the_new_try(cast: Cast) -> None:
    told = upload_document(cast.api(cast.owner), "hong.docx", making.word_file()[:400])
    work_all()
    document = Document.objects.get(public_id=told["document_id"])
    assert document.status == "REJECTED"
    extraction = read_again(by=cast.owner, document=document)
    document.refresh_from_db()
    assert document.current_extraction == extraction


def test_who_may_read_it_again_and_from_what(cast: Cast, uploaded: Document) -> None:
    refused("not_allowed", 403, uploaded, cast.colleague)
    Document.objects.filter(pk=uploaded.pk).update(blob=None)
    refused("original_deleted", 410, Document.objects.get(pk=uploaded.pk), cast.owner)


# --- what was made of it before


@pytest.fixture
def heard(cast: Cast, uploaded: Document) -> dict[str, Any]:
    job = create(cast.api(cast.owner), voice_profile_id="vi-north", document_id=str(uploaded.public_id))
    work_all()
    following.follow_all()
    return job


def is_stale(cast: Cast, job: dict[str, Any]) -> bool:
    following.follow_all()
    return stale(cast.api(cast.owner), job)


def test_audio_is_old_after_an_edit_and_not_after_its_undo(
    cast: Cast, uploaded: Document, heard: dict[str, Any]
) -> None:
    owner = cast.owner
    assert not is_stale(cast, heard)
    edit(owner, section_of(uploaded, "Ngày xưa"), text="Ngày nay có một người thợ.")
    assert is_stale(cast, heard)
    undo_edit(by=owner, document=uploaded)
    assert not is_stale(cast, heard)
    replace_text(by=owner, document=uploaded, wanted=Wanted("ông", "bà"), is_trial=False)
    assert is_stale(cast, heard)
    undo_edit(by=owner, document=uploaded)
    assert not is_stale(cast, heard)


def test_audio_is_old_when_chapters_are_and_only_then(cast: Cast, uploaded: Document, heard: dict[str, Any]) -> None:
    owner, first = cast.owner, outline(uploaded)[0][0]
    chapters.rename_chapter(by=owner, chapter=chapter_of(uploaded, first), title="Khác")
    assert is_stale(cast, heard)
    chapters.rename_chapter(by=owner, chapter=chapter_of(uploaded, "Khác"), title="")
    assert not is_stale(cast, heard)
    chapters.move_chapter(by=owner, chapter=chapter_of(uploaded, first), to=1)
    assert is_stale(cast, heard)
    chapters.move_chapter(by=owner, chapter=chapter_of(uploaded, first), to=0)
    assert not is_stale(cast, heard)
    chapters.skip_chapter(by=owner, chapter=chapter_of(uploaded, first), is_skipped=True)
    assert is_stale(cast, heard)
    chapters.skip_chapter(by=owner, chapter=chapter_of(uploaded, first), is_skipped=False)
    with changing(uploaded, by=owner):
        Document.objects.filter(pk=uploaded.pk).update(footnotes="end")
    assert not is_stale(cast, heard), "it has no footnotes"


def test_audio_stays_fresh_when_the_same_is_read_again(cast: Cast, uploaded: Document) -> None:
    owner = cast.owner
    choice = choose(owner, uploaded, section_of(uploaded, "Ngày xưa"), "làng", "làng quê")
    job = create(cast.api(owner), voice_profile_id="vi-north", document_id=str(uploaded.public_id))
    work_all()
    read_again(by=owner, document=uploaded)
    work_all()
    assert not is_stale(cast, job)
    uploaded.refresh_from_db()
    choice.refresh_from_db()
    assert choice.section.extraction_id == uploaded.current_extraction_id
    SectionChoice.objects.update(spoken="khác")
    choose(owner, uploaded, section_of(uploaded, "Ngày xưa"), "thợ mộc")
    assert is_stale(cast, job), "a choice of the new reading counts for what was made of the old one"


def test_audio_has_the_chapters_that_people_made(cast: Cast, uploaded: Document) -> None:
    owner = cast.owner
    chapters.rename_chapter(by=owner, chapter=chapter_of(uploaded, outline(uploaded)[1][0]), title="Đi xa")
    chapters.move_chapter(by=owner, chapter=chapter_of(uploaded, "Đi xa"), to=0)
    create(cast.api(owner), voice_profile_id="vi-north", document_id=str(uploaded.public_id))
    work_all()
    job = Job.objects.latest("pk")
    starts = job.segments.filter(starts_chapter=True).order_by("position").values_list("chapter", flat=True)
    assert list(starts) == ["Đi xa", outline(uploaded)[1][0]]
    assert job.renditions.get(is_master=True).chapters[0]["title"] == "Đi xa"


def test_a_first_chapter_without_a_title_is_listed_and_none_where_nobody_gave_one(cast: Cast) -> None:
    book = "Lời đầu của sách.\n\nChương 1\n\nNgày xưa có một làng.\n\nChương 2\n\nLàng ở bên sông."
    for text, starts in ((book, ["", "Chương 1", "Chương 2"]), ("Lời đầu.\n\nNgày xưa.", [])):
        document_id = upload_document(cast.api(cast.owner), "a.txt", text.encode())["document_id"]
        work_all()
        create(cast.api(cast.owner), voice_profile_id="vi-north", document_id=document_id)
        work_all()
        chapters_heard = Job.objects.latest("pk").renditions.get(is_master=True).chapters
        assert [chapter["title"] for chapter in chapters_heard] == starts
        assert not chapters_heard or chapters_heard[0]["start_seconds"] == 0


def test_short_lines_of_an_english_document_are_read_and_shown_in_english(cast: Cast) -> None:
    line = "March 25th @ 10:30"
    text = f"The weather is nice today, so we are going to the park with our friends.\n\n{line}\n\nThey stayed there."
    document_id = upload_document(cast.api(cast.owner), "a.txt", text.encode())["document_id"]
    work_all()
    create(cast.api(cast.owner), voice_profile_id="vi-north", document_id=document_id, language="auto")
    work_all()
    spoken = Job.objects.latest("pk").segments.get(source_text__startswith="March")
    assert (spoken.language, spoken.spoken_text) == ("en", "March twenty-fifth at ten thirty")
    shown = cast.api(cast.owner).post(
        "/api/v1/text/preview", {"document": document_id}, format="json"
    ).json()  # fmt: skip
    assert "March twenty-fifth at ten thirty" in str(shown)
