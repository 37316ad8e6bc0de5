"""The pages as the server renders them: for everyone of the cast, in both languages, without a query per row."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from synthesis.models import Job
from synthesis.services import Wish, create_job
from tests import making
from tests.conftest import Cast
from tests.test_main_path import create, upload_document, upload_voice
from tests.working import work_all
from voices.models import Voice

pytestmark = pytest.mark.django_db
PAGES = ["/dashboard/", "/voices/", "/documents/", "/generate/", "/history/", "/account/", "/pronunciations/"]
PUBLIC = ["/", "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/health", "/api/schema/"]


def fill(cast: Cast) -> dict[str, str]:
    api = cast.api(cast.owner)
    voice = upload_voice(api, consent="self")
    document = upload_document(api, "Sách.docx", making.word_file())
    work_all()
    job = create(api, voice_profile_id=voice["profile_id"], document_id=document["document_id"])
    work_all()
    return {"voices": voice["profile_id"], "documents": document["document_id"], "jobs": job["id"]}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_shows_what_is_there_in_both_languages(cast: Cast, language: str) -> None:
    things = fill(cast)
    browser = cast.browser(cast.owner)
    browser.cookies["django_language"] = language
    for path in [*PAGES, *(f"/{kind}/{public_id}/" for kind, public_id in things.items())]:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        html = answer.content.decode()
        assert f'<html lang="{language}"' in html, path
        assert "<style" not in html, "the policy allows no inline style"
        assert not re.search(r"<script(?![^>]*\bsrc=)", html), "the policy allows no inline script"
        assert not re.search(r'\sstyle="|\son[a-z]+="', html), path
        assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_strangers_to_sign_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_open(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_page_is_vietnamese_first_whatever_the_browser_asks_for(client: Client) -> None:
    answer = client.get("/", headers={"Accept-Language": "en-US"})
    assert '<html lang="vi"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/voices/", "/documents/", "/history/", "/dashboard/", "/generate/"])
def test_a_list_asks_as_many_questions_for_ten_rows_as_for_two(cast: Cast, path: str) -> None:
    browser, api = cast.browser(cast.owner), cast.api(cast.owner)

    def add() -> None:
        upload_voice(api, consent="self")
        upload_document(api, "a.txt", making.TEXT.encode())
        create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Xin chào."))

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        return len(asked)

    for _ in range(2):
        add()
    browser.get(path)
    few = questions()
    for _ in range(8):
        add()
    assert questions() <= few


@pytest.mark.parametrize("path", ["/api/voice-profiles", "/api/documents", "/api/generation/history"])
def test_api_lists_ask_as_many_questions_for_ten_rows_as_for_two(cast: Cast, path: str) -> None:
    api = cast.api(cast.owner)

    def add(times: int) -> None:
        for _ in range(times):
            upload_voice(api, consent="self")
            upload_document(api, "a.txt", making.TEXT.encode())
            create_job(by=cast.owner, wish=Wish(voice="vi-north", text="Xin chào."))

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert api.get(path).status_code == 200
        return len(asked)

    add(2)
    few = questions()
    add(8)
    assert questions() <= few


def test_generate_by_form_ends_at_the_job_and_a_preview_in_a_fragment(cast: Cast) -> None:
    browser = cast.browser(cast.owner)
    wish = {"voice": "vi-north", "text": "Xin chào.", "document": "", "language": "vi", "speed": "1", "format": "mp3"}
    made = browser.post("/generate/", wish)
    assert made.status_code == 302
    assert made["Location"] == f"/jobs/{Job.objects.get().public_id}/"
    preview = browser.post("/generate/preview/", wish, headers={"HX-Request": "true"})
    assert preview.status_code == 200
    assert "<html" not in preview.content.decode()
    refused = browser.post("/generate/", {**wish, "text": ""})
    assert refused.status_code == 422
    assert "Hãy nhập văn bản hoặc chọn một tài liệu" in refused.content.decode()


def test_the_forms_of_a_voice_do_what_they_say(cast: Cast) -> None:
    browser = cast.browser(cast.owner)
    upload_voice(cast.api(cast.owner))
    work_all()
    path = f"/voices/{Voice.objects.get().public_id}/"
    assert browser.post(f"{path}consent/", {"consent": "self"}).status_code == 302
    work_all()
    assert Voice.objects.get().consent is not None
    assert browser.post(f"{path}revoke/").status_code == 302
    assert Voice.objects.get().revoked_at is not None
    assert browser.post(f"{path}delete/").status_code == 302
    assert Voice.objects.count() == 0


def test_account_defaults_are_used_by_the_next_job(cast: Cast) -> None:
    browser = cast.browser(cast.owner)
    given = {
        "full_name": "Chủ", "language": "en", "default_voice": "vi-south", "default_language": "vi",
        "default_format": "wav", "default_speed": "1.25",
    }  # fmt: skip
    assert browser.post("/account/", given).status_code == 302
    api = cast.api(cast.owner)
    create(api, voice_profile_id="vi-south", text="Xin chào.")
    job = Job.objects.get()
    assert (job.language, job.format, job.speed) == ("vi", "wav", 1.25)
    assert '<html lang="en"' in browser.get("/dashboard/").content.decode()
    assert browser.post("/account/", {**given, "default_speed": "9"}).status_code == 422


def test_posting_without_a_csrf_token_is_refused(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.owner, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post("/generate/", {}).status_code == 403
    assert browser.post("/api/generation/create", {}, content_type="application/json").status_code == 403


def test_what_is_not_there_is_a_page_or_a_problem(cast: Cast) -> None:
    browser = cast.browser(cast.owner)
    page = browser.get("/khong-co/")
    assert page.status_code == 404
    assert "<html" in page.content.decode()
    problem = browser.get("/api/khong-co")
    assert (problem.status_code, problem.json()["code"]) == (404, "not_found")
