"""Deleting a document or audio can be undone for a day; then, or when somebody says so, it is gone with its bytes."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import Blob
from documents.models import Document
from synthesis.models import Job
from synthesis.services import Wish, create_job
from synthesis.stages import following, keeping
from tests import making
from tests.conftest import Cast
from tests.test_main_path import body_of, create, upload_document
from tests.working import work_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast: Cast) -> APIClient:
    return cast.api(cast.owner)


@pytest.fixture
def browser(cast: Cast) -> Client:
    return cast.browser(cast.owner)


def audio_of(api: APIClient, **wish: Any) -> str:
    made = create(api, voice_profile_id="vi-north", **wish)
    work_all()
    return str(made["id"])


def files() -> set[str]:
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def a_day_passes(model: type[Document] | type[Job]) -> None:
    model.objects.filter(deleted_at__isnull=False).update(deleted_at=timezone.now() - timedelta(days=1, minutes=1))


def test_audio_comes_back_as_it_was(api: APIClient) -> None:
    job = audio_of(api, text="Xin chào các bạn.")
    before = body_of(api.get(f"/api/generation/{job}/audio"))
    assert api.delete(f"/api/generation/{job}").status_code == 200
    assert api.delete(f"/api/generation/{job}").status_code == 404
    assert api.get(f"/api/generation/{job}/audio").status_code == 404
    assert api.get(f"/api/jobs/{job}").status_code == 404
    assert api.get("/api/generation/history").json() == []
    keeping.expire_old_audio()
    assert api.post(f"/api/v1/generation/{job}/restore").status_code == 200
    assert body_of(api.get(f"/api/generation/{job}/audio")) == before
    again = api.post(f"/api/v1/generation/{job}/restore")
    assert (again.status_code, again.json()["code"]) == (409, "not_restorable"), "it is there already"


def test_after_a_day_audio_is_gone_with_its_bytes_at_once(api: APIClient) -> None:
    job = audio_of(api, text="Xin chào các bạn.")
    kept = audio_of(api, text="Câu khác.")
    api.delete(f"/api/generation/{job}")
    a_day_passes(Job)
    assert api.post(f"/api/v1/generation/{job}/restore").json()["code"] == "not_restorable"
    keeping.expire_old_audio()
    assert [str(row.public_id) for row in Job.objects.all()] == [kept]
    assert files() == set(Blob.objects.values_list("key", flat=True))
    assert len(files()) == 3, "a clip, the master and an MP3 of the other job"
    assert api.post(f"/api/v1/generation/{job}/restore").status_code == 404
    assert api.get(f"/api/generation/{kept}/audio").status_code == 200


def test_audio_whose_bytes_have_expired_does_not_come_back(api: APIClient) -> None:
    job = audio_of(api, text="Xin chào các bạn.")
    api.delete(f"/api/generation/{job}")
    Job.objects.get().renditions.update(expires_at=timezone.now() - timedelta(minutes=1))
    keeping.expire_old_audio()
    assert api.post(f"/api/v1/generation/{job}/restore").json()["code"] == "not_restorable"
    assert files() == set()


def test_what_deleting_has_cancelled_stays_cancelled(cast: Cast, api: APIClient) -> None:
    job = create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Câu một. Câu hai."))
    api.delete(f"/api/generation/{job.public_id}")
    assert api.post(f"/api/v1/generation/{job.public_id}/restore").status_code == 200
    assert work_all() == 0
    assert api.get(f"/api/generation/{job.public_id}").json()["status"] == "cancelled"


@pytest.mark.parametrize("with_audio", [False, True])
def test_a_document_comes_back_with_its_text_and_with_the_audio_that_went_with_it(
    cast: Cast, api: APIClient, with_audio: bool
) -> None:
    document = upload_document(api, "sach.docx", making.word_file())["document_id"]
    work_all()
    first = audio_of(api, document_id=document)
    alone = audio_of(api, document_id=document)
    api.delete(f"/api/generation/{alone}")
    waiting = create(api, voice_profile_id="vi-north", document_id=document)["id"]
    Document.objects.update(is_shared=True)
    theirs = create(cast.api(cast.colleague), voice_profile_id="vi-north", document_id=document)["id"]
    Job.objects.filter(public_id=theirs).update(status="FAILED", error_code="server_error")
    before = api.get(f"/api/documents/{document}").json()
    api.delete(f"/api/documents/{document}" + ("?with_audio=1" if with_audio else ""))
    following.follow_all()
    assert api.get(f"/api/documents/{document}").status_code == 404
    assert api.get(f"/api/generation/{first}/audio").status_code == (404 if with_audio else 200)
    assert cast.api(cast.colleague).get(f"/api/generation/{theirs}").status_code == 200, "theirs stays"
    assert api.post(f"/api/v1/documents/{document}/restore").status_code == 200
    following.follow_all()
    assert api.get(f"/api/documents/{document}").json() == before
    assert api.get(f"/api/generation/{first}/audio").status_code == 200
    assert api.get(f"/api/generation/{alone}").status_code == 404, "it was deleted by itself"
    assert api.get(f"/api/generation/{waiting}").json()["status"] == "cancelled"
    assert following.follow_all() == 0


def test_undoing_at_once_loses_nothing_whenever_the_worker_comes(api: APIClient) -> None:
    document = upload_document(api, "sach.docx", making.word_file())["document_id"]
    work_all()
    job = audio_of(api, document_id=document)
    for _ in range(2):
        api.delete(f"/api/documents/{document}?with_audio=1")
        api.post(f"/api/v1/documents/{document}/restore")
    following.follow_all()
    assert api.get(f"/api/generation/{job}/audio").status_code == 200


def test_a_document_that_waited_to_be_read_is_read_after_undoing(api: APIClient) -> None:
    document = upload_document(api, "sach.docx", making.word_file())["document_id"]
    api.delete(f"/api/documents/{document}")
    assert work_all() == 0
    api.post(f"/api/v1/documents/{document}/restore")
    work_all()
    assert api.get(f"/api/documents/{document}").json()["status"] == "ready"


def test_after_a_day_a_document_is_gone_with_its_bytes_and_the_audio_that_went_with_it(api: APIClient) -> None:
    document = upload_document(api, "sach.docx", making.word_file())["document_id"]
    work_all()
    audio_of(api, document_id=document)
    api.delete(f"/api/documents/{document}?with_audio=1")
    following.follow_all()
    a_day_passes(Document)
    a_day_passes(Job)
    assert api.post(f"/api/v1/documents/{document}/restore").json()["code"] == "not_restorable"
    keeping.expire_old_audio()
    assert (Document.objects.count(), Job.objects.count(), files()) == (0, 0, set())


def test_others_restore_and_purge_nothing(cast: Cast, api: APIClient) -> None:
    document = upload_document(api, "sach.docx", making.word_file())["document_id"]
    work_all()
    job = audio_of(api, text="Xin chào.")
    Document.objects.update(is_shared=True)
    Job.objects.update(is_shared=True)
    api.delete(f"/api/documents/{document}")
    api.delete(f"/api/generation/{job}")
    paths = [f"/api/v1/documents/{document}/restore", f"/api/v1/generation/{job}/restore"]
    pages = [f"/documents/{document}/restore/", f"/documents/{document}/purge/", f"/jobs/{job}/restore/"]
    for person, status in ((cast.stranger, 404), (cast.staff, 404), (cast.colleague, 403)):
        assert [cast.api(person).post(path).status_code for path in paths] == [status, status]
        found = [cast.browser(person).post(path).status_code for path in [*pages, f"/jobs/{job}/purge/"]]
        assert found == [status] * 4
        for path in ("/documents/deleted/", "/history/deleted/"):
            assert "sach.docx" not in cast.browser(person).get(path).content.decode()
    assert Document.objects.filter(deleted_at__isnull=False).count() == 1


def test_the_page_offers_undo_after_deleting_and_it_works_without_scripts(browser: Client, api: APIClient) -> None:
    document = upload_document(api, "sach.docx", making.word_file())["document_id"]
    job = audio_of(api, text="Xin chào.")
    for page, restore in (
        (f"/documents/{document}/delete/", f"/documents/{document}/restore/"),
        (f"/jobs/{job}/delete/", f"/jobs/{job}/restore/"),
    ):
        after = browser.post(page, follow=True).content.decode()
        assert f'<form action="{restore}" method="post">' in after
        assert "data-stays" in after
        back = browser.post(restore, follow=True)
        assert back.status_code == 200
        assert "data-stays" not in back.content.decode()
    assert api.get(f"/api/documents/{document}").status_code == 200
    assert api.get(f"/api/generation/{job}/audio").status_code == 200


def test_what_was_deleted_is_listed_for_a_day_and_can_be_removed_for_good(browser: Client, api: APIClient) -> None:
    document = upload_document(api, "sach.docx", making.word_file())["document_id"]
    job = audio_of(api, text="Xin chào.")
    assert browser.post(f"/documents/{document}/purge/").status_code == 404, "it is not deleted"
    assert browser.post(f"/jobs/{job}/purge/").status_code == 404
    api.delete(f"/api/documents/{document}")
    api.delete(f"/api/generation/{job}")
    for path, purge in (
        ("/documents/deleted/", f"/documents/{document}/purge/"),
        ("/history/deleted/", f"/jobs/{job}/purge/"),
    ):
        assert purge in browser.get(path).content.decode()
        assert browser.post(purge, follow=True).status_code == 200
        assert purge not in browser.get(path).content.decode()
    following.follow_all()
    assert (Document.objects.count(), Job.objects.count(), files()) == (0, 0, set())


@pytest.mark.parametrize("path", ["/documents/deleted/", "/history/deleted/"])
def test_a_day_later_the_lists_are_empty(browser: Client, api: APIClient, path: str) -> None:
    document = upload_document(api, "sach.docx", making.word_file())["document_id"]
    job = audio_of(api, text="Xin chào.")
    api.delete(f"/api/documents/{document}")
    api.delete(f"/api/generation/{job}")
    a_day_passes(Document)
    a_day_passes(Job)
    page = browser.get(path).content.decode()
    assert document not in page
    assert job not in page
