"""The page to see and correct a document, as it works without scripts and in the parts that htmx asks for."""

import re
from typing import Any

import pytest
from django.test import Client

from documents.models import Chapter, Document, Section
from tests import making
from tests.conftest import Cast
from tests.test_main_path import upload_document
from tests.working import work_all

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def book(cast: Cast) -> Document:
    """Two chapters of one paragraph each."""
    told = upload_document(cast.api(cast.owner), "sach.docx", making.word_file())
    work_all()
    return Document.objects.get(public_id=told["document_id"])


@pytest.fixture
def browser(cast: Cast) -> Client:
    return cast.browser(cast.owner)


def page_of(document: Document, **query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/documents/{document.public_id}/edit/?{asked}"


def html_of(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return str(answer.content.decode())


def words_of(html: str) -> list[str]:
    """What the sections on the page say, doubts told in words among it."""
    found = re.findall(r'<div class="edit-words">(.*?)</div>', html, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", one) for one in found]


def chapters_in(html: str) -> list[str]:
    found = re.findall(r'<a class="chapter-name"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [one.strip() for one in found]


def section_with(words: str) -> Section:
    return Section.objects.get(text__contains=words)


def press(browser: Client, row: Section | Chapter, query: str = "", **fields: Any) -> Any:
    kind = "sections" if isinstance(row, Section) else "chapters"
    return browser.post(f"/{kind}/{row.public_id}/edit/?{query}", fields, follow=True)


def test_chapters_stand_beside_the_text_of_one(browser: Client, book: Document) -> None:
    html = html_of(browser.get(page_of(book)))
    assert chapters_in(html) == ["Chương 1. Mở đầu", "Chương 2. Ra đi"]
    assert words_of(html) == ["Chương 1. Mở đầu", making.BOOK["Chương 1. Mở đầu"][0]]
    second = Chapter.objects.get(position=1)
    assert words_of(html_of(browser.get(page_of(book, chapter=str(second.public_id)))))[0] == "Chương 2. Ra đi"
    at = section_with("Năm 2024")
    assert words_of(html_of(browser.get(page_of(book, at=str(at.public_id)))))[1] == at.text


def test_a_text_is_corrected_and_the_correction_taken_back(browser: Client, book: Document) -> None:
    section = section_with("thợ mộc")
    html = html_of(browser.get(page_of(book, open=str(section.public_id))))
    assert f">\n{section.text}</textarea>" in html, "the section is open without a script"
    answer = press(browser, section, do="save", revision=0, text="Ngày xưa có một bác thợ mộc.", kind="paragraph")
    html = html_of(answer)
    assert "Ngày xưa có một bác thợ mộc." in words_of(html)
    assert "edit-changed" in html
    undo = re.search(r'action="(/documents/[^"]+/undo/[^"]*)"', html)
    assert undo is not None, "the toast offers it"
    html = html_of(browser.post(undo[1], follow=True))
    assert words_of(html)[1] == section.text
    assert "edit-changed" not in html
    again = html_of(browser.post(undo[1], follow=True))
    assert "Không có thay đổi nào để hoàn tác." in again


def test_htmx_gets_the_section_and_what_changes_around_it(browser: Client, book: Document) -> None:
    section = section_with("thợ mộc")
    address = f"/sections/{section.public_id}/edit/"
    opened = html_of(browser.get(f"{address}?open=1", headers=HTMX))
    assert opened.count("<li") == 1
    assert "<textarea" in opened
    assert "<html" not in opened
    fields = {"do": "save", "revision": 0, "text": "Ba từ thôi.", "kind": "paragraph"}
    saved = html_of(browser.post(address, fields, headers=HTMX))
    assert words_of(saved) == ["Ba từ thôi."]
    assert chapters_in(saved) == ["Chương 1. Mở đầu"], "only the one whose words have changed"
    assert "7 từ" in saved, "the chapter's words, its heading among them"
    assert "/undo/" in saved
    assert "<html" not in saved


def test_who_comes_second_sees_both_texts_and_loses_nothing(browser: Client, book: Document, cast: Cast) -> None:
    section = section_with("thợ mộc")
    press(browser, section, do="save", revision=0, text="Chữ của người thứ nhất.", kind="paragraph")
    for headers in ({}, HTMX):
        fields = {"do": "save", "revision": 0, "text": "Chữ của người thứ hai.", "kind": "table"}
        html = html_of(browser.post(f"/sections/{section.public_id}/edit/", fields, headers=headers), 409)
        assert "Chữ của người thứ nhất." in html
        assert ">\nChữ của người thứ hai.</textarea>" in html
        assert 'value="table" selected' in html
    revision = re.search(r'name="revision" value="(\d+)"', html)
    assert revision is not None
    fields["revision"] = revision[1]
    assert words_of(html_of(press(browser, section, **fields)))[1] == "Chữ của người thứ hai."


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 30_000])
def test_what_cannot_be_saved_stays_in_the_field(browser: Client, book: Document, text: str) -> None:
    section = section_with("thợ mộc")
    fields = {"do": "save", "revision": 0, "text": text, "kind": "paragraph"}
    html = html_of(browser.post(f"/sections/{section.public_id}/edit/", fields), 400)
    assert f">\n{text}</textarea>" in html
    assert 'class="field-error"' in html
    section.refresh_from_db()
    assert section.source_text is None


def test_a_section_is_left_out_called_otherwise_and_restored(browser: Client, book: Document) -> None:
    section = section_with("thợ mộc")
    html = html_of(press(browser, section, do="skip.0"))
    assert "bạn bỏ qua</span>" in html
    assert section.text in words_of(html), "it is seen all the same"
    section.refresh_from_db()
    html = html_of(press(browser, section, do=f"keep.{section.revision}"))
    assert "edit-why" not in html
    section.refresh_from_db()
    fields = {"do": "save", "revision": section.revision, "text": "Khác hẳn.", "kind": "footnote"}
    html = html_of(press(browser, section, **fields))
    assert "Chú thích cuối trang" in html
    assert "không đọc, theo cách đọc của tài liệu" in html
    section.refresh_from_db()
    fields = {"do": "restore", "revision": section.revision, "text": section.text, "kind": section.kind}
    html = html_of(press(browser, section, **fields))
    section.refresh_from_db()
    assert (section.text, section.kind) == (making.BOOK["Chương 1. Mở đầu"][0], "paragraph")


def test_chapters_are_renamed_skipped_moved_merged_and_begun(browser: Client, book: Document) -> None:
    first, second = Chapter.objects.order_by("position")
    here = f"chapter={first.public_id}"
    html = html_of(press(browser, first, here, do="rename", title="Thuở nhỏ"))
    assert chapters_in(html) == ["Thuở nhỏ", "Chương 2. Ra đi"]
    html = html_of(press(browser, first, here, do="skip"))
    assert "bỏ qua 1 chương" in html
    assert 'aria-checked="false"' in html
    html = html_of(press(browser, first, here, do="down"))
    assert chapters_in(html) == ["Chương 2. Ra đi", "Thuở nhỏ"]
    press(browser, first, here, do="keep")
    html = html_of(press(browser, second, here, do="merge"))
    assert chapters_in(html) == ["Chương 2. Ra đi"]
    assert len(words_of(html)) == 4
    html = html_of(press(browser, section_with("thợ mộc"), do="split"))
    assert chapters_in(html) == ["Chương 2. Ra đi", "Ngày xưa có một người thợ mộc sống ở làng bên sông. Ông làm"]
    assert words_of(html) == [making.BOOK["Chương 1. Mở đầu"][0]], "one is taken to the new chapter"
    assert press(browser, second, do="nothing of the kind").status_code == 400


def test_words_are_found_then_replaced_and_taken_back(browser: Client, book: Document) -> None:
    find = f"/documents/{book.public_id}/edit/find/"
    html = html_of(browser.get(find, {"find": "LÀNG", "replace": "bản"}))
    assert "Có 2 chỗ." in html
    assert html.count("<mark>làng</mark>") == 2
    assert f"?at={section_with('thợ mộc').public_id}#s-" in html
    assert section_with("làng bên sông"), "a look changes nothing"
    assert "Có 0 chỗ." in html_of(browser.get(find, {"find": "LÀNG", "is_case_sensitive": "on"}))
    html = html_of(browser.post(find, {"find": "làng", "replace": "bản"}, follow=True))
    assert "Đã thay 2 chỗ." in html
    assert not Section.objects.filter(text__contains="làng").exists()
    html = html_of(browser.post(f"/documents/{book.public_id}/edit/undo/", follow=True))
    assert "Đã hoàn tác: tìm và thay." in html
    assert Section.objects.filter(text__contains="làng").count() == 2
    assert "field-error" in html_of(browser.get(find, {"find": ""}), 422)


def test_doubts_are_told_in_words_and_the_next_one_is_found_in_any_chapter(browser: Client, book: Document) -> None:
    first, last = section_with("thợ mộc"), section_with("Năm 2024")
    Section.objects.filter(pk=first.pk).update(doubts=[[0, 8, 0.414]])
    Section.objects.filter(pk=last.pk).update(doubts=[[4, 8, 0.6]])
    html = html_of(browser.get(page_of(book)))
    assert "(máy đọc không chắc, 41 %)" in html
    assert words_of(html)[1].startswith("Ngày xưa (máy đọc không chắc, 41 %) có một")
    assert "máy đọc không chắc ở 2 đoạn" in html
    doubt = f"/documents/{book.public_id}/edit/doubt/?after="
    following = browser.get(doubt + str(first.public_id))
    assert following["Location"].endswith(f"at={last.public_id}#d-{last.public_id}-0")
    assert browser.get(doubt + str(last.public_id))["Location"].endswith(f"#d-{first.public_id}-0"), "round and round"
    assert browser.get(doubt + "nonsense")["Location"].endswith(f"#d-{first.public_id}-0")


def test_others_look_but_change_nothing(cast: Cast, book: Document) -> None:
    section, chapter = section_with("thợ mộc"), Chapter.objects.get(position=0)
    Document.objects.update(is_shared=True)
    browser = cast.browser(cast.colleague)
    html = html_of(browser.get(page_of(book)))
    assert section.text in words_of(html)
    assert not re.search(r'name="do"|data-edit\b|edit/find/', html)
    fields = {"do": "save", "revision": 0, "text": "Khác", "kind": "paragraph"}
    assert browser.post(f"/sections/{section.public_id}/edit/", fields).status_code == 403
    assert browser.post(f"/chapters/{chapter.public_id}/edit/", {"do": "skip"}).status_code == 403
    assert browser.get(f"/documents/{book.public_id}/edit/find/?find=a").status_code == 403
    stranger = cast.browser(cast.stranger)
    for path in (page_of(book), f"/sections/{section.public_id}/edit/", f"/documents/{book.public_id}/edit/find/"):
        assert stranger.get(path).status_code == 404
    assert stranger.post(f"/chapters/{chapter.public_id}/edit/", {"do": "skip"}).status_code == 404
