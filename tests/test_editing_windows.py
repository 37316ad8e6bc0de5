"""The page to see and correct a long document: pages of sections, the page's picture, and what it asks the database."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents.models import Chapter, Document, Extraction, Section
from tests import making
from tests.conftest import Cast
from tests.test_editing_pages import html_of, page_of, words_of
from tests.test_main_path import upload_document
from tests.working import work_all

pytestmark = pytest.mark.django_db
LONG = "# Sách\n\n" + "\n\n".join(f"Đoạn số {number}." for number in range(1, 250))


@pytest.fixture
def browser(cast: Cast) -> Client:
    return cast.browser(cast.owner)


def give(cast: Cast, name: str, data: bytes) -> Document:
    told = upload_document(cast.api(cast.owner), name, data)
    work_all()
    return Document.objects.get(public_id=told["document_id"])


def link(html: str, kind: str) -> str:
    """The address of the page of sections before or after."""
    found = re.search(rf'href="(\?chapter=[^"&]*&amp;{kind}=[^"&]*)"', html)
    return found[1].replace("&amp;", "&") if found else ""


def test_a_long_chapter_comes_in_pages_that_join(cast: Cast, browser: Client) -> None:
    book = give(cast, "dai.md", LONG.encode())
    at, seen = page_of(book), list[str]()
    while at:
        with CaptureQueriesContext(connection) as asked:
            html = html_of(browser.get(at))
        assert not any(" OFFSET " in one["sql"] for one in asked.captured_queries)
        seen += words_of(html)
        following = link(html, "cursor")
        at = f"/documents/{book.public_id}/edit/{following}" if following else ""
    assert seen == list(Section.objects.order_by("rank").values_list("text", flat=True))
    back = html_of(browser.get(f"/documents/{book.public_id}/edit/{link(html, 'before')}"))
    assert words_of(back)[-1] == "Đoạn số 199.", "the page before ends where this one began"


def test_a_section_is_seen_where_it_stands_and_an_old_address_still_opens(cast: Cast, browser: Client) -> None:
    book = give(cast, "dai.md", LONG.encode())
    section = Section.objects.get(text="Đoạn số 150.")
    found = words_of(html_of(browser.get(page_of(book, at=str(section.public_id)))))
    assert (found[0], found[5]) == ("Đoạn số 145.", "Đoạn số 150.")
    gone = "00000000-0000-4000-8000-000000000000"
    for query in ({"at": gone}, {"cursor": gone}, {"before": "x"}, {"chapter": gone}, {"chapter": "x", "open": "x"}):
        assert words_of(html_of(browser.get(page_of(book, **query))))[0] == "Sách"


def test_the_page_asks_as_often_for_many_sections_and_chapters_as_for_few(cast: Cast, browser: Client) -> None:
    counts = []
    for many in (2, 30):
        text = "\n\n".join(f"# Chương {at}\n\nMột đoạn.\n\nHai đoạn." for at in range(many))
        book = give(cast, f"{many}.md", text.encode())
        html_of(browser.get(page_of(book)))  # a browser's first look is noted down
        with CaptureQueriesContext(connection) as asked:
            html_of(browser.get(page_of(book)))
        counts.append(len(asked))
    assert Chapter.objects.count() == 32
    assert counts[0] == counts[1]


def test_the_page_stands_beside_the_text_of_a_pdf_only(cast: Cast, browser: Client) -> None:
    book = give(cast, "trang.pdf", making.pdf_file())
    Section.objects.filter(page=2).update(box=[0.1, 0.2, 0.6, 0.3])
    second = Section.objects.filter(page=2).earliest("rank")
    html = html_of(browser.get(page_of(book, at=str(second.public_id))))
    assert f'src="/documents/{book.public_id}/pages/2.webp"' in html
    assert '<rect x="0.10000" y="0.20000" width="0.50000" height="0.10000"' in html
    assert f'src="/documents/{book.public_id}/pages/1.webp"' in html_of(browser.get(page_of(book)))
    assert "/pages/" not in html_of(browser.get(page_of(give(cast, "a.docx", making.word_file()))))
    Document.objects.filter(pk=book.pk).update(blob=None)
    assert "/pages/" not in html_of(browser.get(page_of(book)))


def test_how_well_it_was_read_is_told_at_the_top(cast: Cast, browser: Client) -> None:
    book = give(cast, "a.docx", making.word_file())
    assert "note-look" not in html_of(browser.get(page_of(book)))
    Extraction.objects.update(recognised_pages=3, warnings=["pages_unread", "damaged_text", "unheard_of"], edits_lost=2)
    html = html_of(browser.get(page_of(book)))
    for words in ("3 trang là ảnh", "Có trang không đọc được", "có chữ bị hỏng", "2 chỗ bạn đã sửa"):
        assert words in html


def test_it_is_read_again_while_this_reading_serves(cast: Cast, browser: Client) -> None:
    book = give(cast, "a.docx", making.word_file())
    assert "Đọc lại tài liệu" in html_of(browser.get(page_of(book)))
    html = html_of(browser.post(f"/documents/{book.public_id}/edit/again/", follow=True))
    assert "Lần đọc mới" in html
    assert words_of(html)[0] == "Chương 1. Mở đầu"
    work_all()
    html = html_of(browser.get(page_of(book)))
    assert "Lần đọc mới" not in html
    assert words_of(html)[0] == "Chương 1. Mở đầu"


def test_what_is_not_read_yet_cannot_be_corrected(cast: Cast, browser: Client) -> None:
    told = upload_document(cast.api(cast.owner), "a.docx", making.word_file())
    answer = browser.get(f"/documents/{told['document_id']}/edit/")
    assert (answer.status_code, answer["Location"]) == (302, f"/documents/{told['document_id']}/")
