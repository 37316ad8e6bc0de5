"""Identifiers of others where no path names them: bodies, queries, cursors, fragments, ETags, storage keys, the
API's description, the socket; and what nobody may see any more."""

import json
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connections
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Blob, Membership, Organisation, User
from accounts.tokens import open_family
from config.asgi import application
from documents.models import Document
from synthesis.models import Job
from tests.conftest import Cast
from tests.matrix.expected import TABLE, kinds_of
from tests.matrix.world import World, ask, dump, leaks, told
from tests.routes import patterns
from voices.models import Voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(world: World) -> APIClient:
    return world.cast.api(world.cast.stranger)


@pytest.fixture
def browser(world: World) -> Client:
    return world.cast.browser(world.cast.stranger)


def test_somebody_elses_thing_answers_like_one_that_is_not_there(world: World, api: APIClient) -> None:
    for route, rows in TABLE.items():
        if "{id}" not in route or not route.startswith("/api/"):
            continue
        for method in rows:
            theirs = [ask(api, method, route.replace("{id}", world.ids[kind])) for kind in kinds_of(route)]
            nobodys = ask(api, method, route.replace("{id}", str(uuid4())))
            assert {one.content for one in theirs} == {nobodys.content}, (method, route)


def test_ids_of_others_in_bodies_and_forms_are_of_nothing(world: World, api: APIClient, browser: Client) -> None:
    voice, document, before = world.ids["voice"], world.ids["document"], dump()
    for wish in (
        {"voice_profile_id": voice, "text": "Xin chào."},
        {"voice_profile_id": "vi-north", "document_id": document},
        {"voice_profile_id": voice, "document_id": document},
        {"voice_profile_id": world.ids["job"], "text": "Xin chào."},
        {"voice_profile_id": "vi-north", "document_id": world.ids["document_task"]},
    ):
        answer = api.post("/api/generation/create", wish, format="json")
        nobodys = {key: str(uuid4()) if value in world.ids.values() else value for key, value in wish.items()}
        unknown = api.post("/api/generation/create", nobodys, format="json")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), wish
        assert answer.content == unknown.content, "as if it were not there"
    form = {"language": "auto", "speed": "1", "format": "mp3", "text": ""}
    for data in ({"voice": voice, "text": "Xin chào."}, {"voice": "vi-north", "document": document}):
        for path in ("/generate/", "/generate/preview/"):
            for headers in ({}, {"HX-Request": "true"}):
                answer = browser.post(path, {**form, **data}, headers=headers)
                assert answer.status_code == 422, (path, data)
                assert leaks(answer, world.secrets(), asked=str(data)) == []
    assert browser.post("/account/", {"default_voice": voice, "language": "vi"}).status_code == 422
    assert dump() == before


def test_ids_of_others_in_queries_choose_nothing(world: World, browser: Client, api: APIClient) -> None:
    secrets = world.secrets()
    for query in ("voice={voice}", "document={document}", "voice={voice}&document={document}&job={job}"):
        asked = query.format(**world.ids)
        for path in ("/generate/", "/dashboard/", "/history/", "/voices/", "/documents/", "/account/"):
            for headers in ({}, {"HX-Request": "true"}):
                answer = browser.get(f"{path}?{asked}", headers=headers)
                assert answer.status_code == 200
                assert leaks(answer, secrets, asked=asked) == [], (path, asked)
    for path in ("/api/voice-profiles", "/api/documents", "/api/generation/history"):
        for word in ("q", "search", "user_id", "organisation", "created_by", "ordering"):
            answer = api.get(path, {word: world.ids["document"], "limit": 100})
            assert leaks(answer, secrets, asked=world.ids["document"]) == [], (path, word)


def test_a_cursor_of_another_tenant_is_no_cursor(world: World, api: APIClient, browser: Client) -> None:
    for path, kind in (("voice-profiles", "voice"), ("documents", "document"), ("generation/history", "job")):
        theirs = api.get(f"/api/{path}", {"cursor": world.ids[kind]})
        nobodys = api.get(f"/api/{path}", {"cursor": str(uuid4())})
        assert (theirs.status_code, theirs.json()["code"]) == (400, "bad_cursor")
        assert theirs.content == nobodys.content
        assert api.get(f"/api/{path}", {"cursor": "-1 OR 1=1"}).json()["code"] == "bad_cursor"
    for path, kind in (("/voices/", "voice"), ("/documents/", "document"), ("/history/", "job")):
        answer = browser.get(path, {"cursor": world.ids[kind]})
        assert answer.status_code == 400, path
        assert leaks(answer, world.secrets(), asked=world.ids[kind]) == []


def test_lists_and_their_links_hold_ones_own_only(world: World, api: APIClient) -> None:
    for path in ("voice-profiles", "documents", "generation/history"):
        answer = api.get(f"/api/{path}", {"limit": 1})
        own = [world.ids["strangers"]] if path == "documents" else []
        assert [row["id"] for row in answer.json()] == own
        assert "Link" not in answer, "there is no page of others behind"


def test_the_right_etag_opens_nothing(world: World, api: APIClient, browser: Client) -> None:
    owner = world.cast.api(world.cast.owner)
    for path in (
        f"/api/documents/{world.ids['document']}/file",
        f"/api/voice-profiles/{world.ids['voice']}/audio",
        f"/api/generation/{world.ids['job']}/audio",
    ):
        etag = owner.get(path)["ETag"]
        assert owner.get(path, headers={"If-None-Match": etag}).status_code == 304
        page = path.removeprefix("/api").replace("/voice-profiles/", "/voices/").replace("/generation/", "/jobs/") + "/"
        for client, at in ((api, path), (browser, page)):
            for headers in ({"If-None-Match": etag}, {"If-None-Match": "*"}, {"Range": "bytes=0-99", "If-Range": etag}):
                assert client.get(at, headers=headers).status_code == 404, (at, headers)
        anonymous = Client().get(path, headers={"If-None-Match": etag})
        assert anonymous.status_code == 401
        assert "ETag" not in anonymous


def test_nothing_private_is_left_to_shared_caches(world: World) -> None:
    for path in ("/api/auth/me", "/api/documents", f"/api/documents/{world.ids['document']}/file", "/dashboard/"):
        answer = world.client("owner", path).get(path)
        assert answer.status_code == 200
        rule = answer.get("Cache-Control", "")
        assert not {"public", "s-maxage"} & set(rule.replace("=", ",").split(",")), path
        assert rule.startswith(("private", "no-", "max-age=0")) or "cookie" in answer.get("Vary", "").lower(), path


def test_storage_has_no_address(world: World) -> None:
    key = Blob.objects.filter(organisation=Organisation.home_of(world.cast.owner)).values_list("key", flat=True)[0]
    secrets = world.secrets()
    for viewer in ("anonymous", "stranger", "owner"):
        client = world.client(viewer, "/")
        for place in ("media", "protected", "static", "var/media", "uploads", "files"):
            for way in (f"/{place}/{key}", f"/{place}/../media/{key}", f"/{place}/%2e%2e/media/{key}"):
                answer = client.get(way)
                assert answer.status_code in {302, 400, 404}, way
                assert leaks(answer, secrets, asked=way + answer.get("Location", "")) == []
    owner = world.cast.api(world.cast.owner)
    for path in (f"/api/documents/{world.ids['document']}", f"/api/generation/{world.ids['job']}"):
        assert key.rpartition("/")[0] not in told(owner.get(path)), "not even the owner learns where bytes are kept"


def test_nginx_is_told_only_after_our_check(world: World, api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "X_ACCEL_PREFIX", "/protected/")
    path = f"/api/documents/{world.ids['document']}/file"
    assert "X-Accel-Redirect" not in api.get(path)
    assert api.get(path).status_code == 404
    assert world.cast.api(world.cast.owner).get(path)["X-Accel-Redirect"].startswith("/protected/")


def test_the_description_tells_our_routes_and_nothing_of_anyone(world: World) -> None:
    answer = Client().get("/api/schema", headers={"Accept": "application/json"})
    assert leaks(answer, world.secrets(), asked="") == []
    told_paths = set(json.loads(answer.content)["paths"])
    api_routes = {route for route, _ in patterns() if "api/" in route and "schema" not in route and "docs" not in route}
    assert len(told_paths) == len(api_routes), "one for one"
    assert all(path.startswith("/api/") for path in told_paths)


def test_a_colleague_may_use_what_is_shared_and_an_ex_member_may_not(world: World) -> None:
    wish = {"voice_profile_id": "vi-north", "document_id": world.ids["document"]}
    for stage, status in (("colleague", 404), ("sharing", 200), ("ex_member", 404)):
        world.stage(stage)
        answer = world.cast.api(world.cast.colleague).post("/api/generation/create", wish, format="json")
        assert answer.status_code == status, stage
    made = Job.objects.get(created_by=world.cast.colleague)
    assert made.organisation == Organisation.home_of(world.cast.colleague)


def test_revoked_deleted_and_deactivated_are_gone_for_all(world: World) -> None:
    owner = world.cast.api(world.cast.owner)
    world.stage("sharing")
    colleague = world.cast.api(world.cast.colleague)
    world.cast.browser(world.cast.owner).post(f"/voices/{world.ids['voice']}/revoke/")
    use = {"voice_profile_id": world.ids["voice"], "text": "Xin chào."}
    for client in (owner, colleague):
        assert client.post("/api/generation/create", use, format="json").json()["code"] == "voice_revoked"
        audio = client.get(f"/api/voice-profiles/{world.ids['voice']}/audio")
        assert audio.status_code == (409 if client is owner else 403), "a recording is its owner's alone"
    for kind, path in (("document", "documents"), ("pasted", "generation"), ("voice", "voice-profiles")):
        at = f"/api/{path}/{world.ids[kind]}"
        assert colleague.get(at).status_code == 200
        assert owner.delete(at).status_code == 200
        for client in (owner, colleague):
            assert client.get(at).status_code == 404, at
    task = world.ids["document_task"]
    assert [client.get(f"/api/jobs/{task}").status_code for client in (owner, colleague)] == [404, 404]
    User.objects.filter(pk=world.cast.owner.pk).update(is_active=False)
    assert owner.get("/api/auth/me").status_code == 401
    assert world.cast.browser(world.cast.owner).get("/dashboard/").status_code == 302


# --- the socket


def make_rows() -> tuple[Cast, str, Client]:
    owner, colleague = (User.objects.create_user(f"{name}@example.com") for name in ("owner", "colleague"))
    home = Organisation.home_of(owner)
    Membership.objects.create(organisation=home, user=colleague)
    job = Job.objects.create(
        organisation=home, created_by=owner, is_shared=True, title="zq", text_input="zq", voice_name="zq"
    )
    cast = Cast(
        owner, colleague, User.objects.create_user("stranger@example.com"), User.objects.create_superuser("s@x.vn")
    )
    return cast, str(job.public_id), cast.browser(colleague)


async def first_words(path: str, *, token: str = "", cookies: str = "") -> list[Any]:
    """What the socket says, until it closes or has sent something."""
    headers = [(b"origin", b"http://testserver"), (b"host", b"testserver"), (b"cookie", cookies.encode())]
    offered = ["bearer", token] if token else None
    communicator = WebsocketCommunicator(application, path, headers, subprotocols=offered)
    await communicator.connect()
    message = await communicator.receive_output(timeout=5)
    await communicator.disconnect()
    return [message.get("code"), message.get("text", "")]


@pytest.mark.django_db(transaction=True)
async def test_the_socket_opens_to_whom_the_row_opens() -> None:
    cast, job, browser = await database_sync_to_async(make_rows)()
    path = f"/ws/progress/{job}"

    @database_sync_to_async
    def token(user: User) -> str:
        return open_family(user)["access"]

    session = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
    for outsider in (cast.stranger, cast.staff):
        assert await first_words(path, token=await token(outsider)) == [4404, ""]
    for member in ({"token": await token(cast.colleague)}, {"cookies": session}):
        code, text = await first_words(path, **member)
        assert (code, json.loads(text)["status"]) == (None, "PENDING")
    await database_sync_to_async(Job.objects.update)(is_shared=False)
    for member in ({"token": await token(cast.colleague)}, {"cookies": session}):
        assert await first_words(path, **member) == [4404, ""]
    await database_sync_to_async(Job.objects.update)(is_shared=True)
    gone = Membership.objects.filter(user=cast.colleague, role="member")
    await database_sync_to_async(gone.update)(is_active=False)
    for member in ({"token": await token(cast.colleague)}, {"cookies": session}):
        assert await first_words(path, **member) == [4404, ""], "an ex-member"
    old = await token(cast.owner)
    assert (await first_words(path, token=old))[0] is None
    await database_sync_to_async(User.objects.filter(pk=cast.owner.pk).update)(is_active=False)
    assert await first_words(path, token=old) == [4401, ""]
    assert await first_words(path) == [4401, ""]
    await sync_to_async(connections.close_all)()


def test_the_rows_that_a_socket_needs_can_be_shared() -> None:
    """A row without ``is_shared`` would be nobody's or everybody's."""
    assert all(
        {"organisation", "created_by", "is_shared"} <= {f.name for f in m._meta.get_fields()}
        for m in (Voice, Document, Job)
    )
