"""A locked file is asked for its password: it is kept sealed for minutes, opens the file once and is nowhere else."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import cache as once
from io import BytesIO
from typing import Any
from uuid import uuid4

import pymupdf
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import CacheHandler, cache
from django.utils import timezone
from redis import Redis
from rest_framework.test import APIClient

from config.services import _with_database
from documents import passwords, transitions
from documents.models import Document, DocumentEvent, Extraction
from documents.services import give_password, upload_document
from lib.refusals import Refusal
from lib.states import WorkState
from tests import making
from tests.conftest import Cast
from tests.erasing import files
from tests.test_main_path import upload_document as upload
from tests.working import work_all

pytestmark = pytest.mark.django_db
PASSWORD = "mật khẩu bímật-7Q"  # planted, to be looked for


@once
def locked_pdf() -> bytes:
    with pymupdf.open(stream=making.pdf_file()) as pdf:
        return bytes(pdf.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=PASSWORD, owner_pw="chủ"))


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


@pytest.fixture
def document(api: APIClient) -> str:
    """One that was looked at and waits for its password."""
    sent = upload(api, "mat.pdf", locked_pdf())
    work_all()
    return str(sent["document_id"])


def open_with(api: APIClient, document: str, password: str = PASSWORD) -> Any:
    return api.post(f"/api/v1/documents/{document}/password", {"password": password}, format="json")


def state(api: APIClient, document: str) -> tuple[str, str]:
    body = api.get(f"/api/documents/{document}").json()
    return body["status"], (body["error"] or {}).get("code", "")


def test_a_locked_document_is_read_once_its_password_has_come(api: APIClient, document: str) -> None:
    assert state(api, document) == ("failed", "password_required")
    extraction = Extraction.objects.get()
    job = api.get(f"/api/jobs/{extraction.public_id}").json()
    assert (extraction.status, job["status"], job["error"]) == ("NEEDS_PASSWORD", "FAILURE", "password_required")
    answer = open_with(api, document)
    assert (answer.status_code, answer.json()["task_id"]) == (202, str(extraction.public_id))
    assert api.get(f"/api/jobs/{extraction.public_id}").json()["status"] == "PENDING"
    work_all()
    assert state(api, document) == ("ready", "")
    assert "Một câu tiếng Việt" in api.get(f"/api/documents/{document}").json()["text_content"]
    assert locked_pdf() in files().values(), "the original stays as it came: locked"
    moves = DocumentEvent.objects.filter(subject=extraction.public_id).order_by("pk").values_list("old", "new")
    assert ("NEEDS_PASSWORD", "QUEUED") in list(moves)


def test_a_wrong_password_is_told_and_asked_for_again(api: APIClient, document: str) -> None:
    assert open_with(api, document, "sai rồi").status_code == 202
    work_all()
    assert state(api, document) == ("failed", "wrong_password")
    open_with(api, document)
    work_all()
    assert state(api, document) == ("ready", "")


def test_a_password_that_was_lost_on_the_way_is_asked_for_again(api: APIClient, document: str) -> None:
    open_with(api, document)
    cache.clear()
    work_all()
    assert state(api, document) == ("failed", "password_required")
    open_with(api, document)
    taken = transitions.claim_extraction()
    assert taken is not None
    assert passwords.take(taken.public_id) == PASSWORD, "a worker has it, and dies"
    Extraction.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work_all()
    assert state(api, document) == ("failed", "password_required")
    open_with(api, document)
    work_all()
    assert state(api, document) == ("ready", "")


def test_reading_it_again_asks_again_and_what_was_read_serves_meanwhile(
    cast: Cast, api: APIClient, document: str
) -> None:
    open_with(api, document)
    work_all()
    before = api.get(f"/api/documents/{document}").json()["text_content"]
    assert api.post(f"/api/v1/documents/{document}/read-again").status_code < 300
    work_all()
    assert state(api, document) == ("ready", "")
    html = cast.browser(cast.owner).get(f"/documents/{document}/").content.decode()
    assert "Lần đọc mới" in html
    assert 'type="password"' in html
    assert api.get(f"/api/documents/{document}").json()["text_content"] == before
    assert open_with(api, document).status_code == 202
    work_all()
    assert list(Extraction.objects.order_by("number").values_list("status", flat=True)) == ["READY", "READY"]
    assert Document.objects.get().current_extraction == Extraction.objects.get(number=2)
    assert "Lần đọc mới" not in cast.browser(cast.owner).get(f"/documents/{document}/").content.decode()


def test_who_lets_go_of_the_file_is_not_asked_any_more(cast: Cast, api: APIClient, document: str) -> None:
    open_with(api, document)
    work_all()
    api.post(f"/api/v1/documents/{document}/read-again")
    work_all()
    assert api.delete(f"/api/v1/documents/{document}/original").status_code == 204
    assert open_with(api, document).json()["code"] == "original_deleted"
    assert 'type="password"' not in cast.browser(cast.owner).get(f"/documents/{document}/").content.decode()


def everything_in_redis() -> dict[str, bytes]:
    """All that the cache, the broker and the channel layer hold."""
    found: dict[str, bytes] = {}
    for number in range(3):
        with Redis.from_url(_with_database(settings.REDIS_URL, number)) as client:
            found |= {f"{number} {key!r}": client.dump(key) or b"" for key in client.scan_iter()}
    return found


def everything_in_rows() -> Iterator[str]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            yield from map(repr, model._default_manager.values())


def test_a_password_is_nowhere_but_sealed_for_minutes(
    api: APIClient, document: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for password in (f"{PASSWORD} sai", PASSWORD):
        open_with(api, document, password)
        kept = [key for key in everything_in_redis() if "document-password" in key]
        assert len(kept) == 1
        assert not any("bímật".encode() in value for value in everything_in_redis().values()), "sealed"
        work_all()
        assert not any("document-password" in key for key in everything_in_redis()), "taken"
    assert state(api, document) == ("ready", "")
    assert not [row for row in everything_in_rows() if "bímật" in row or ascii("bímật")[1:-1] in row]
    assert "bímật" not in caplog.text
    assert not [key for key, data in files().items() if "bímật".encode() in data]


def test_what_is_sealed_opens_for_its_own_reading_only_and_not_for_long() -> None:
    one, other = uuid4(), uuid4()
    passwords.keep(one, PASSWORD)
    sealed = cache.get(passwords._name(one))
    assert PASSWORD not in sealed
    cache.set(passwords._name(other), sealed)
    assert passwords.take(other) == ""
    assert (passwords.take(one), passwords.take(one)) == (PASSWORD, ""), "once"
    passwords.keep(one, PASSWORD)
    with Redis.from_url(_with_database(settings.REDIS_URL, 1)) as client:
        left = client.ttl(cache.make_key(passwords._name(one)))
    assert 0 < left <= 600


def test_a_form_that_is_sent_twice_does_no_harm(api: APIClient, document: str) -> None:
    assert open_with(api, document).status_code == 202
    again = open_with(api, document)
    assert (again.status_code, again.json()["code"]) == (409, "no_password_wanted")
    work_all()
    assert state(api, document) == ("ready", "")


def test_two_that_open_it_at_once_leave_the_password_to_the_worker(
    cast: Cast, document: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, real = Document.objects.get(), passwords.keep

    def keep_while_another_is_quicker(extraction: Any, password: str) -> None:
        real(extraction, password)
        transitions.requeue(Extraction.objects.get(), by=None, only_from=WorkState.NEEDS_PASSWORD)

    monkeypatch.setattr(passwords, "keep", keep_while_another_is_quicker)
    with pytest.raises(Refusal) as refused:
        give_password(by=cast.owner, document=row, password=PASSWORD)
    assert refused.value.code == "no_password_wanted"
    work_all()
    assert Document.objects.get().status == "READY"


def test_guessing_ends_after_ten_tries(api: APIClient, document: str) -> None:
    for _ in range(10):
        assert open_with(api, document, "đoán").status_code == 202
        Extraction.objects.update(status="NEEDS_PASSWORD")
    answer = open_with(api, document)
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_passwords")
    assert 0 < int(answer["Retry-After"]) <= 600
    assert Extraction.objects.get().status == "NEEDS_PASSWORD"


@pytest.mark.parametrize("password", ["", "x" * 256, None])
def test_what_can_be_no_password_is_refused(api: APIClient, document: str, password: str | None) -> None:
    answer = api.post(f"/api/v1/documents/{document}/password", {"password": password}, format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["password"])


def test_only_what_waits_for_a_password_takes_one(cast: Cast, api: APIClient) -> None:
    sent = upload(api, "a.txt", making.TEXT.encode())
    assert open_with(api, sent["document_id"]).json()["code"] == "no_password_wanted"
    work_all()
    assert open_with(api, sent["document_id"]).json()["code"] == "no_password_wanted"
    Document.objects.update(is_shared=True)
    assert open_with(cast.api(cast.colleague), sent["document_id"]).status_code == 403
    assert open_with(cast.api(cast.stranger), sent["document_id"]).status_code == 404


def test_what_waits_for_a_password_is_not_tried_again_without_one(cast: Cast, document: str) -> None:
    browser = cast.browser(cast.owner)
    assert browser.post(f"/documents/{document}/retry/").status_code == 409
    assert Extraction.objects.get().status == "NEEDS_PASSWORD"


def test_nothing_is_lost_while_there_is_no_redis(cast: Cast, document: str, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/1"}
    monkeypatch.setattr(passwords, "cache", CacheHandler({"default": gone})["default"])
    with pytest.raises(Refusal) as refused:
        give_password(by=cast.owner, document=Document.objects.get(), password=PASSWORD)
    assert (refused.value.code, refused.value.status) == ("try_later", 503)
    assert Extraction.objects.get().status == "NEEDS_PASSWORD"
    assert passwords.take(uuid4()) == "", "a worker goes on without one"


def test_the_page_asks_for_it_and_never_shows_it(cast: Cast, document: str) -> None:
    browser, page = cast.browser(cast.owner), f"/documents/{document}/"
    html = browser.get(page).content.decode()
    assert 'type="password"' in html
    assert 'autocomplete="off"' in html
    assert "Tài liệu có mật khẩu" in html
    refused = browser.post(f"{page}password/", {"password": f"{PASSWORD}{'x' * 300}"})
    assert (refused.status_code, PASSWORD in refused.content.decode()) == (422, False)
    for _ in range(10):
        browser.post(f"{page}password/", {"password": "đoán"})
        Extraction.objects.update(status="NEEDS_PASSWORD")
    refused = browser.post(f"{page}password/", {"password": PASSWORD})
    assert (refused.status_code, PASSWORD in refused.content.decode()) == (429, False)
    assert "quá nhiều mật khẩu" in refused.content.decode()
    cache.clear()
    answer = browser.post(f"{page}password/", {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, page)
    work_all()
    assert "Một câu tiếng Việt" in browser.get(page).content.decode()


def test_a_page_that_lists_documents_leads_to_the_question(cast: Cast, document: str) -> None:
    html = cast.browser(cast.owner).get("/documents/").content.decode()
    assert "Nhập mật khẩu" in html
    assert 'type="password"' not in html


def test_who_may_only_see_it_is_not_asked(cast: Cast, document: str) -> None:
    Document.objects.update(is_shared=True)
    html = cast.browser(cast.colleague).get(f"/documents/{document}/").content.decode()
    assert 'type="password"' not in html
    assert cast.browser(cast.colleague).post(f"/documents/{document}/password/", {"password": "x"}).status_code == 403


def test_a_locked_file_that_was_sent_without_a_worker_waits_like_any_other(cast: Cast) -> None:
    made = upload_document(by=cast.owner, stream=BytesIO(locked_pdf()), filename="a.pdf")
    assert made.status == "QUEUED"
    with pytest.raises(Refusal) as refused:
        give_password(by=cast.owner, document=made, password=PASSWORD)
    assert refused.value.code == "no_password_wanted"
