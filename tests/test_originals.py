"""The file that a document came as: stored once, kept or let go of as its owner chooses; the text stays."""

from io import BytesIO
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts import limits
from accounts.models import Blob, Organisation
from documents.models import Document, DocumentEvent, Extraction
from documents.services import delete_document, purge_document, upload_document
from synthesis.stages import following
from tests import making
from tests.conftest import Cast
from tests.erasing import files
from tests.test_main_path import body_of, create
from tests.working import work_all

pytestmark = pytest.mark.django_db
BOOK = making.word_file()


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


def send(api: APIClient, name: str = "sach.docx", data: bytes = BOOK, **fields: Any) -> dict[str, Any]:
    answer = api.post("/api/documents/upload", {"file": making.named(name, data), **fields}, format="multipart")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def sent_and_read(api: APIClient, **fields: Any) -> str:
    document = send(api, **fields)["document_id"]
    work_all()
    following.follow_all()
    return str(document)


def let_go(api: APIClient, document: str) -> Any:
    answer = api.delete(f"/api/v1/documents/{document}/original")
    following.follow_all()
    return answer


def stored(cast: Cast) -> int:
    return limits.stored_bytes(Organisation.home_of(cast.owner))


def test_a_file_is_kept_unless_somebody_says_otherwise(cast: Cast, api: APIClient) -> None:
    document = sent_and_read(api)
    body = api.get(f"/api/documents/{document}").json()
    assert (body["keep_original"], body["original_deleted_at"]) == (True, None)
    assert body_of(api.get(body["file_path"])) == BOOK
    assert stored(cast) == len(BOOK)


def test_a_file_that_was_not_to_be_kept_goes_when_it_has_been_read(cast: Cast, api: APIClient) -> None:
    sent = send(api, keep_original="false")
    assert len(files()) == 1, "until it has been read"
    work_all()
    following.follow_all()
    document = sent["document_id"]
    body = api.get(f"/api/documents/{document}").json()
    assert (body["status"], body["keep_original"], body["file_path"]) == ("ready", False, None)
    assert body["original_deleted_at"] is not None
    assert "thợ mộc" in body["text_content"]
    gone = api.get(f"/api/documents/{document}/file")
    assert (gone.status_code, gone.json()["code"]) == (410, "original_deleted")
    assert "tải tệp lên lần nữa" in gone.json()["detail"]
    assert (files(), Blob.objects.count(), stored(cast)) == ({}, 0, 0)
    assert create(api, voice_profile_id="vi-north", document_id=document)["status"] == "pending"


def test_the_owner_lets_go_of_a_file_later(cast: Cast, api: APIClient) -> None:
    document = sent_and_read(api)
    assert let_go(api, document).status_code == 204
    assert (files(), stored(cast)) == ({}, 0)
    again = let_go(api, document)
    assert (again.status_code, again.json()["code"]) == (410, "original_deleted")
    assert DocumentEvent.objects.filter(kind="document", new="ORIGINAL_DELETED", created_by=cast.owner).count() == 1
    assert api.get(f"/api/v1/documents/{document}/pages/1").status_code in {404, 410}
    assert api.get(f"/api/documents/{document}").json()["word_count"] > 10


def test_a_file_is_not_taken_from_a_reading_that_needs_it(cast: Cast, api: APIClient) -> None:
    waiting = send(api)["document_id"]
    broken = send(api, name="hong.pdf", data=b"%PDF-1.7 broken", keep_original="false")["document_id"]
    for document in (waiting, broken):
        refused = let_go(api, document)
        assert (refused.status_code, refused.json()["code"]) == (409, "original_needed")
    work_all()
    assert api.get(f"/api/documents/{broken}").json()["status"] == "failed"
    assert body_of(api.get(f"/api/documents/{broken}/file")) == b"%PDF-1.7 broken", "it can be tried again"
    assert let_go(api, broken).status_code == 409
    assert let_go(api, waiting).status_code == 204


def test_what_has_no_file_any_more_is_not_read_again(cast: Cast, api: APIClient) -> None:
    document = sent_and_read(api)
    let_go(api, document)
    Extraction.objects.update(status="FAILED", error_code="server_error")
    answer = cast.browser(cast.owner).post(f"/documents/{document}/retry/")
    assert answer.status_code == 410
    assert "đã được xóa" in answer.content.decode()
    assert Extraction.objects.get().status == "FAILED"


def test_a_worker_that_finds_no_file_says_so(cast: Cast, api: APIClient) -> None:
    document = send(api)["document_id"]
    Document.objects.update(blob=None)
    work_all()
    body = api.get(f"/api/documents/{document}").json()
    assert (body["status"], body["error"]["code"]) == ("failed", "original_deleted")


def test_the_same_file_twice_is_stored_once_and_told(cast: Cast, api: APIClient) -> None:
    first = send(api, name="mot.docx")
    second = send(api, name="hai.docx")
    third = send(api, name="ba.docx")
    assert (first.get("same_as"), second["same_as"]) == (None, first["document_id"])
    assert third["same_as"] == first["document_id"], "the oldest one"
    assert (list(files().values()), stored(cast)) == ([BOOK], len(BOOK))
    html = cast.browser(cast.owner).get(f"/documents/{second['document_id']}/").content.decode()
    assert "Bạn đã có tài liệu này" in html
    assert f'href="/documents/{first["document_id"]}/">mot.docx</a>' in html
    html = cast.browser(cast.owner).get(f"/documents/{first['document_id']}/").content.decode()
    assert "Bạn đã có tài liệu này" not in html


def test_nobody_is_told_of_anothers_file(cast: Cast, api: APIClient) -> None:
    document = Document.objects.get(public_id=send(api)["document_id"])
    assert "same_as" not in send(cast.api(cast.stranger))
    assert len(files()) == 2, "each owner's own"
    delete_document(by=cast.owner, document=document)
    assert "same_as" not in send(api), "the other one is deleted"


def test_a_file_that_two_documents_are_stays_until_neither_wants_it(cast: Cast, api: APIClient) -> None:
    first, second = sent_and_read(api), sent_and_read(api)
    let_go(api, first)
    assert api.get(f"/api/documents/{first}/file").status_code == 410
    assert body_of(api.get(f"/api/documents/{second}/file")) == BOOK
    assert stored(cast) == len(BOOK)
    let_go(api, second)
    assert (files(), stored(cast)) == ({}, 0)


def test_one_that_is_not_to_be_kept_takes_nothing_from_its_twin(cast: Cast, api: APIClient) -> None:
    kept = sent_and_read(api)
    sent_and_read(api, keep_original="false")
    assert body_of(api.get(f"/api/documents/{kept}/file")) == BOOK


def test_a_document_without_its_file_is_deleted_like_any_other(cast: Cast, api: APIClient) -> None:
    sent_and_read(api, keep_original="false")
    document = Document.objects.get()
    delete_document(by=cast.owner, document=document)
    purge_document(by=cast.owner, document=document)
    assert not Document.objects.exists()


def test_only_its_owner_lets_go_of_a_file(cast: Cast, api: APIClient) -> None:
    document = sent_and_read(api)
    Document.objects.update(is_shared=True)
    assert let_go(cast.api(cast.stranger), document).status_code == 404
    assert let_go(cast.api(cast.colleague), document).status_code == 403
    assert cast.browser(cast.colleague).post(f"/documents/{document}/file/delete/").status_code == 403
    assert "Xóa tệp gốc" not in cast.browser(cast.colleague).get(f"/documents/{document}/").content.decode()
    assert len(files()) == 1


def test_the_page_offers_it_and_says_what_stays(cast: Cast, api: APIClient) -> None:
    browser, document = cast.browser(cast.owner), sent_and_read(api)
    page = f"/documents/{document}/"
    assert f'action="{page}file/delete/"' in browser.get(page).content.decode()
    assert browser.post(f"{page}file/delete/")["Location"] == page
    html = browser.get(page).content.decode()
    assert "Tệp gốc đã được xóa lúc" in html
    assert f"{page}file/" not in html
    assert "thợ mộc" in html


def test_the_form_that_uploads_asks_whether_to_keep_it(cast: Cast) -> None:
    browser = cast.browser(cast.owner)
    assert "Xóa tệp gốc sau khi đọc" in browser.get("/documents/").content.decode()
    browser.post("/documents/", {"file": BytesIO(b"")})
    for fields, keeps in (({}, True), ({"delete_original": "on"}, False)):
        browser.post("/documents/", {"file": making.named("a.txt", making.TEXT.encode()), **fields})
        assert Document.objects.first().keeps_original is keeps  # type: ignore[union-attr]


def test_services_keep_the_file_by_default(cast: Cast) -> None:
    made = upload_document(by=cast.owner, stream=BytesIO(BOOK), filename="a.docx")
    assert made.keeps_original
