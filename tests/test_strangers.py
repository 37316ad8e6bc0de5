"""Nobody sees another's anything: every object URL, for every method, asked for by every one of the cast."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from accounts.models import Membership
from documents.models import Document
from synthesis.models import Job
from tests import making
from tests.conftest import Cast
from tests.test_main_path import create, upload_document, upload_voice
from tests.working import work_all
from voices.models import Voice

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "delete")


def object_routes() -> list[str]:
    """Every route of ours that names an object, found by walking the URL configuration."""
    found = []

    def walk(patterns: list[Any], prefix: str) -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and "public_id" in route:
                found.append(re.sub(r"<uuid:public_id>|\(\?P<public_id>.*\)(?=/|$)", "{id}", route).removesuffix("/?"))

    walk(get_resolver().url_patterns, "/")
    return sorted(found)


ROUTES = object_routes()


@pytest.fixture
def things(cast: Cast) -> dict[str, str]:
    """One ready thing of each kind, the owner's."""
    api = cast.api(cast.owner)
    voice = upload_voice(api, consent="self")
    document = upload_document(api, "sach.docx", making.word_file())
    work_all()
    job = create(api, voice_profile_id=voice["profile_id"], text="Xin chào.")
    work_all()
    return {
        "voice": voice["profile_id"],
        "document": document["document_id"],
        "job": job["id"],
        "voice_task": voice["task_id"],
        "document_task": document["task_id"],
    }


def kinds_of(route: str) -> list[str]:
    if "voice" in route:
        return ["voice"]
    if "document" in route:
        return ["document"]
    return ["job", "voice_task", "document_task"] if route == "/api/jobs/{id}" else ["job"]


def test_the_walk_finds_the_routes() -> None:
    assert len(ROUTES) >= 28
    assert "/api/voice-profiles/{id}" in ROUTES
    assert "/jobs/{id}/audio/" in ROUTES


def ask(client: Client | APIClient, method: str, path: str) -> int:
    return int(getattr(client, method)(path).status_code)


def test_a_stranger_and_staff_get_404_everywhere(cast: Cast, things: dict[str, str]) -> None:
    wrong = []
    for person in (cast.stranger, cast.staff):
        faces = {"/api": cast.api(person), "": cast.browser(person)}
        for route in ROUTES:
            for kind in kinds_of(route):
                for method in METHODS:
                    path = route.replace("{id}", things[kind])
                    client = faces["/api"] if route.startswith("/api") else faces[""]
                    status = ask(client, method, path)
                    if status not in {404, 405}:
                        wrong.append((str(person), method, path, status))
    assert wrong == []
    assert (Voice.objects.count(), Document.objects.count(), Job.objects.count()) == (1, 1, 1)
    assert Document.objects.get().deleted_at is None


def test_somebody_elses_thing_answers_like_one_that_is_not_there(cast: Cast, things: dict[str, str]) -> None:
    api = cast.api(cast.stranger)
    for route in (route for route in ROUTES if route.startswith("/api")):
        for kind in kinds_of(route):
            theirs = api.get(route.replace("{id}", things[kind]))
            nobodys = api.get(route.replace("{id}", str(uuid4())))
            assert (theirs.status_code, theirs.content) == (nobodys.status_code, nobodys.content), route


def test_without_a_login_pages_ask_for_one_and_the_api_says_401(things: dict[str, str]) -> None:
    for route in ROUTES:
        path = route.replace("{id}", things[kinds_of(route)[0]])
        answer = Client().get(path)
        if route.startswith("/api"):
            assert answer.status_code == 401, path
        else:
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/accounts/login/"), path


def test_a_colleague_sees_what_is_shared_and_changes_nothing(cast: Cast, things: dict[str, str]) -> None:
    api = cast.api(cast.colleague)
    paths = [
        f"/api/voice-profiles/{things['voice']}",
        f"/api/documents/{things['document']}",
        f"/api/generation/{things['job']}",
    ]
    assert [ask(api, "get", path) for path in paths] == [404, 404, 404]
    for model in (Voice, Document, Job):
        model.objects.update(is_shared=True)
    assert [ask(api, "get", path) for path in paths] == [200, 200, 200]
    assert [ask(api, "delete", path) for path in paths] == [403, 403, 403]
    Membership.objects.filter(user=cast.colleague).exclude(role="owner").update(is_active=False)
    assert [ask(api, "get", path) for path in paths] == [404, 404, 404]


def test_lists_show_only_ones_own(cast: Cast, things: dict[str, str]) -> None:
    for path in ("/api/voice-profiles", "/api/documents", "/api/generation/history"):
        assert len(cast.api(cast.owner).get(path).json()) == 1
        assert cast.api(cast.stranger).get(path).json() == []
        assert cast.api(cast.staff).get(path).json() == []


def test_anothers_voice_or_document_cannot_be_used_in_a_job(cast: Cast, things: dict[str, str]) -> None:
    api = cast.api(cast.stranger)
    by_voice = api.post(
        "/api/generation/create", {"voice_profile_id": things["voice"], "text": "Xin chào."}, format="json"
    )
    by_document = api.post(
        "/api/generation/create",
        {"voice_profile_id": "vi-north", "document_id": things["document"]},
        format="json",
    )
    assert (by_voice.status_code, by_document.status_code) == (404, 404)
    assert Job.objects.count() == 1


def test_a_colleague_can_press_no_button_on_what_is_shared(cast: Cast, things: dict[str, str]) -> None:
    for model in (Voice, Document, Job):
        model.objects.update(is_shared=True)
    browser = cast.browser(cast.colleague)
    buttons = {
        f"/voices/{things['voice']}/": ["consent", "revoke", "retry", "delete"],
        f"/documents/{things['document']}/": ["retry", "delete"],
        f"/jobs/{things['job']}/": ["cancel", "retry", "delete"],
    }
    for path, names in buttons.items():
        assert browser.get(path).status_code == 200
        for name in names:
            assert browser.post(f"{path}{name}/", {"consent": "self"}).status_code == 403, path + name
