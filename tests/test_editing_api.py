"""Chapters and sections over the API, as a program corrects a document."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from rest_framework.test import APIClient

from documents.models import Document, Extraction, Section
from tests.conftest import Cast
from tests.written import BOOK, heading, para, sections, texts, write

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


@pytest.fixture
def book(cast: Cast) -> Document:
    return write(cast.owner)


def get(api: APIClient, path: str, status: int = 200) -> Any:
    answer = api.get(path)
    assert answer.status_code == status, answer.content
    return answer.json()


def send(api: APIClient, method: str, path: str, status: int = 200, **body: Any) -> Any:
    answer = getattr(api, method)(path, body, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def chapters_at(document: Document) -> str:
    return f"/api/v1/documents/{document.public_id}/chapters"


def sections_at(document: Document) -> str:
    return f"/api/v1/documents/{document.public_id}/sections"


def test_chapters_are_listed_with_what_they_hold(api: APIClient, book: Document) -> None:
    found = get(api, chapters_at(book))
    assert found["next"] is None
    assert [row["title"] for row in found["results"]] == ["Chương 1", "Chương 2", "Chương 3"]
    first = found["results"][0]
    assert {name: first[name] for name in first if name != "id"} == {
        "position": 0, "title": "Chương 1", "source_title": "Chương 1", "is_skipped": False, "word_count": 9,
        "estimated_duration": 3.6, "sections": 4, "doubtful": 0,
    }  # fmt: skip


def test_lists_come_in_pages(api: APIClient, book: Document) -> None:
    for path, count in ((chapters_at(book), 3), (sections_at(book), len(BOOK))):
        seen: list[int] = []
        cursor = ""
        while cursor is not None:
            found = get(api, f"{path}?limit=2&cursor={cursor}")
            seen += [row["position"] for row in found["results"]]
            cursor = found["next"]
        assert seen == list(range(count))
        assert get(api, f"{path}?cursor=x", 400)["code"] == "bad_cursor"


def test_a_page_takes_as_many_queries_as_a_row(
    cast: Cast, api: APIClient, django_assert_max_num_queries: Queries
) -> None:
    found = [part for number in range(30) for part in (heading(f"C{number}"), para(f"Câu {number}."))]
    document = write(cast.owner, found)
    for path in (chapters_at(document), sections_at(document)):
        get(api, f"{path}?limit=1")
        with django_assert_max_num_queries(5):
            get(api, f"{path}?limit=60")


def test_sections_of_one_chapter(api: APIClient, book: Document) -> None:
    chapter = get(api, chapters_at(book))["results"][1]
    found = get(api, f"{sections_at(book)}?chapter={chapter['id']}")["results"]
    assert [(row["text"], row["kind"], row["is_spoken"]) for row in found] == [
        ("Chương 2", "heading", True), ("Bà về nhà.", "paragraph", True), ("Hết chuyện.", "footer", False),
    ]  # fmt: skip
    assert {row["chapter"] for row in found} == {chapter["id"]}
    assert get(api, f"{sections_at(book)}?chapter=x", 404)["code"] == "not_found"


def test_a_document_that_is_not_read_has_none(api: APIClient, book: Document) -> None:
    Extraction.objects.update(status="QUEUED")
    assert get(api, chapters_at(book), 409)["code"] == "document_not_ready"
    assert get(api, sections_at(book), 409)["code"] == "document_not_ready"


def test_a_section_is_corrected_and_restored(api: APIClient, book: Document) -> None:
    row = get(api, sections_at(book))["results"][2]
    path = f"/api/v1/sections/{row['id']}"
    changed = send(api, "patch", path, text="Trời nắng.", kind="heading", is_skipped=True, revision=0)
    told = {name: changed[name] for name in ("text", "source_text", "kind", "source_kind", "is_spoken", "revision")}
    assert told == {
        "text": "Trời nắng.", "source_text": "Trời mưa to.", "kind": "heading", "source_kind": "paragraph",
        "is_spoken": False, "revision": 1,
    }  # fmt: skip
    assert changed["lost_choices"] == 0
    assert send(api, "patch", path, 409, text="Gió.", revision=0)["code"] == "changed_meanwhile"
    assert send(api, "patch", path, 400, text="Gió.")["errors"].keys() == {"revision"}
    assert send(api, "patch", path, 400, text="", revision=1)["code"] == "empty_text"
    assert send(api, "patch", path, 400, kind="poem", revision=1)["errors"].keys() == {"kind"}
    back = send(api, "post", f"{path}/restore", revision=1)
    assert (back["text"], back["source_text"], back["kind"], back["source_kind"]) == (
        "Trời mưa to.", None, "paragraph", None,
    )  # fmt: skip


def test_a_section_is_split(api: APIClient, book: Document) -> None:
    row = get(api, sections_at(book))["results"][1]
    first, second = send(api, "post", f"/api/v1/sections/{row['id']}/split", 201, at=7, revision=0)
    assert (first["text"], second["text"], second["position"]) == ("Ông BTC", "đi chợ.", 2)
    assert send(api, "post", f"/api/v1/sections/{row['id']}/split", 400, at=0, revision=1)["code"] == "nothing_to_split"


def test_a_chapter_is_changed_as_a_whole(api: APIClient, book: Document) -> None:
    rows = get(api, chapters_at(book))["results"]
    path = f"/api/v1/chapters/{rows[2]['id']}"
    changed = send(api, "patch", path, title="Sau cùng", is_skipped=True, position=0)
    assert (changed["title"], changed["is_skipped"], changed["position"]) == ("Sau cùng", True, 0)
    assert [row["title"] for row in get(api, chapters_at(book))["results"]] == ["Sau cùng", "Chương 1", "Chương 2"]
    assert send(api, "patch", path, 400, title="a" * 301)["errors"].keys() == {"title"}
    assert send(api, "patch", path, title="")["title"] == "Chương 3"


def test_chapters_are_merged_and_split(api: APIClient, book: Document) -> None:
    rows = get(api, chapters_at(book))["results"]
    merged = send(api, "post", f"/api/v1/chapters/{rows[1]['id']}/merge")
    assert (merged["title"], merged["sections"]) == ("Chương 2", 6)
    assert send(api, "post", f"/api/v1/chapters/{rows[1]['id']}/merge", 409)["code"] == "nothing_to_merge"
    assert send(api, "post", f"/api/v1/chapters/{rows[2]['id']}/merge", 404)["code"] == "not_found"
    at = str(next(section for section in sections(book) if section.text == "Chương 3").public_id)
    made = send(api, "post", f"/api/v1/chapters/{rows[1]['id']}/split", 201, section=at)
    assert (made["title"], made["position"], made["sections"]) == ("Chương 3", 2, 3)
    wrong = send(api, "post", f"/api/v1/chapters/{rows[0]['id']}/split", 404, section=at)
    assert wrong["code"] == "not_found", "the section is in another chapter"
    assert send(api, "post", f"/api/v1/chapters/{made['id']}/split", 400, section=at)["code"] == "nothing_to_split"


def test_text_is_replaced_and_brought_back(api: APIClient, book: Document) -> None:
    path = f"/api/v1/documents/{book.public_id}/replace"
    was = texts(book)
    found = send(api, "post", path, find="btc", replace="Ba")
    assert (found["count"], found["sections"], len(found["places"])) == (2, 2, 2)
    place = found["places"][0]
    assert (place["before"], place["found"], place["after"], place["start"]) == ("Ông ", "BTC", " đi chợ.", 4)
    assert texts(book) == was
    assert send(api, "post", path, find="BTC", replace="Ba", trial=False)["count"] == 2
    assert texts(book)[1] == "Ông Ba đi chợ."
    undo = f"/api/v1/documents/{book.public_id}/undo"
    assert send(api, "post", undo) == {"kind": "replace", "sections": 2, "left": 0}
    assert texts(book) == was
    assert send(api, "post", undo, 409)["code"] == "nothing_to_undo"
    assert send(api, "post", path, 400, find="")["errors"].keys() == {"find"}
    one = get(api, chapters_at(book))["results"][2]["id"]
    assert send(api, "post", path, find="BTC", chapter=one)["count"] == 1


def test_a_document_is_read_again(api: APIClient, book: Document) -> None:
    path = f"/api/v1/documents/{book.public_id}/read-again"
    task = send(api, "post", path, 202)
    assert task["status"] == "processing"
    assert get(api, f"/api/jobs/{task['task_id']}")["status"] == "PENDING"
    assert send(api, "post", path, 409)["code"] == "already_reading"


def test_a_colleague_looks_and_changes_nothing(cast: Cast, book: Document) -> None:
    api = cast.api(cast.colleague)
    section, chapter = sections(book)[1], sections(book)[1].chapter
    assert chapter is not None
    get(api, chapters_at(book), 404)
    Document.objects.update(is_shared=True)
    get(api, chapters_at(book))
    assert send(api, "patch", f"/api/v1/sections/{section.public_id}", 403)["code"] == "not_allowed"
    assert send(api, "patch", f"/api/v1/chapters/{chapter.public_id}", 403)["code"] == "not_allowed"
    assert send(api, "post", f"/api/v1/documents/{book.public_id}/replace", 403, trial=True)["code"] == "not_allowed"
    assert Section.objects.get(pk=section.pk).revision == 0
