"""What a document is called and how much of it is read, on its own page and in the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.editing import chapters
from documents.models import Document
from tests.conftest import Cast
from tests.correcting import chapter_of, edit, section_of
from tests.written import heading, para, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def book(cast: Cast) -> Document:
    return write(cast.owner, name="so-lieu-2019 (1).docx")


def path(document: Document) -> str:
    return f"/documents/{document.public_id}/"


def name(document: Document) -> str:
    return Document.objects.values_list("filename", flat=True).get(pk=document.pk)


def test_its_owner_gives_it_a_name_on_its_page(cast: Cast, book: Document) -> None:
    browser = cast.browser(cast.owner)
    html = browser.get(path(book)).content.decode()
    assert f'action="{path(book)}rename/"' in html
    assert 'value="so-lieu-2019 (1).docx"' in html
    html = browser.post(f"{path(book)}rename/", {"filename": "Số liệu năm 2019"}, follow=True).content.decode()
    assert "Đã đổi tên tài liệu." in html
    assert "<h1>Số liệu năm 2019.docx</h1>" in html
    assert name(book) == "Số liệu năm 2019.docx", "its suffix stays"


@pytest.mark.parametrize("given", ["", "   ", "x" * 201])
def test_what_is_no_name_is_told_beside_the_field(cast: Cast, book: Document, given: str) -> None:
    answer = cast.browser(cast.owner).post(f"{path(book)}rename/", {"filename": given})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert '<details class="rename" open>' in html
    assert name(book) == "so-lieu-2019 (1).docx"


def test_others_give_it_no_name(cast: Cast, book: Document) -> None:
    Document.objects.update(is_shared=True)
    browser = cast.browser(cast.colleague)
    assert "rename/" not in browser.get(path(book)).content.decode()
    assert browser.post(f"{path(book)}rename/", {"filename": "Của tôi"}).status_code == 403
    assert cast.browser(cast.stranger).post(f"{path(book)}rename/", {"filename": "x"}).status_code == 404


def facts(cast: Cast, at: str) -> str:
    return cast.browser(cast.owner).get(at).content.decode()


def test_the_count_is_of_what_will_be_read(cast: Cast) -> None:
    found = [heading("Một"), para("từ " * 100), heading("Hai"), para("từ " * 50)]
    book = write(cast.owner, found)
    assert all("152 từ" in facts(cast, at) for at in ("/documents/", path(book), f"{path(book)}card/"))
    chapters.skip_chapter(by=cast.owner, chapter=chapter_of(book, "Hai"), is_skipped=True)
    assert all("101 từ" in facts(cast, at) for at in ("/documents/", path(book), f"{path(book)}card/"))
    edit(cast.owner, section_of(book, "từ"), text="từ " * 9)
    assert "10 từ" in facts(cast, "/documents/")


def test_a_list_costs_the_same_however_long_it_is(cast: Cast) -> None:
    counts = []
    for _ in range(2):
        write(cast.owner)
        browser = cast.browser(cast.owner)
        browser.get("/documents/")
        with CaptureQueriesContext(connection) as asked:
            browser.get("/documents/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
