"""WS /ws/progress/{task_id}: the truth at once, changes, the final one, close 1000; and who may listen."""

import asyncio
import json
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from channels.testing import WebsocketCommunicator
from django.db import connections

from accounts.models import User
from accounts.tokens import close_family, open_family
from config.asgi import application
from documents.services import upload_document
from synthesis.models import Job
from synthesis.services import Wish, cancel, create_job
from tests import making
from tests.working import work_all

pytestmark = pytest.mark.django_db(transaction=True)
FIELDS = {"task_id", "kind", "status", "progress", "message", "eta_seconds", "version"}


@pytest.fixture(autouse=True)
async def _close_the_sockets_thread() -> AsyncIterator[None]:
    """Channels' communicators keep database connections open on purpose; nobody else closes this one."""
    yield
    await sync_to_async(connections.close_all)()


def make() -> tuple[User, Job]:
    user = User.objects.create_user("owner@example.com")
    return user, create_job(by=user, wish=Wish(voice="vi-north", text="Xin chào các bạn. Hẹn gặp lại."))


def socket(task_id: UUID | str, token: str = "", *, header: bool = False, **headers: str) -> WebsocketCommunicator:
    sent = [(name.encode(), value.encode()) for name, value in headers.items()]
    if header:
        sent.append((b"authorization", f"Bearer {token}".encode()))
        return WebsocketCommunicator(application, f"/ws/progress/{task_id}", sent)
    offered = ["bearer", token] if token else None
    return WebsocketCommunicator(application, f"/ws/progress/{task_id}", sent, subprotocols=offered)


async def closed_with(communicator: WebsocketCommunicator) -> int:
    await communicator.connect()
    while True:
        message = await communicator.receive_output(timeout=5)
        if message["type"] == "websocket.close":
            return int(message["code"])


def work_elsewhere() -> None:
    """As a worker would: not in the thread that the sockets ask the database from."""
    work_all()
    connections.close_all()


async def token_of(user: User) -> str:
    return (await database_sync_to_async(open_family)(user))["access"]


@pytest.mark.parametrize("header", [False, True])
async def test_a_program_follows_a_job_to_its_end(header: bool) -> None:
    user, job = await database_sync_to_async(make)()
    communicator = socket(job.public_id, await token_of(user), header=header)
    connected, subprotocol = await communicator.connect()
    assert connected
    assert subprotocol == (None if header else "bearer")
    first = await communicator.receive_json_from(timeout=5)
    assert set(first) == FIELDS
    assert (first["status"], first["progress"], first["kind"]) == ("PENDING", 0, "generation")
    await asyncio.to_thread(work_elsewhere)
    bodies: list[dict[str, Any]] = [first]
    while (message := await communicator.receive_output(timeout=8))["type"] == "websocket.send":
        bodies.append(json.loads(message["text"]))
    assert message["code"] == 1000
    assert bodies[-1]["status"] == "SUCCESS"
    assert bodies[-1]["audio_path"] == f"/api/generation/{job.public_id}/audio"
    progress = [body["progress"] for body in bodies]
    assert progress == sorted(progress)
    versions = [body["version"] for body in bodies]
    assert versions == sorted(set(versions)), "nothing is told twice"


async def test_a_finished_task_tells_its_end_at_once() -> None:
    user, job = await database_sync_to_async(make)()
    await database_sync_to_async(cancel)(by=user, job=job)
    communicator = socket(job.public_id, await token_of(user))
    await communicator.connect()
    assert (await communicator.receive_json_from(timeout=5))["status"] == "REVOKED"
    assert (await communicator.receive_output(timeout=5))["code"] == 1000


async def test_without_a_login_the_socket_closes_with_4401() -> None:
    _, job = await database_sync_to_async(make)()
    origin = {"origin": "http://testserver", "host": "testserver"}
    assert await closed_with(socket(job.public_id, "not-a-token")) == 4401
    assert await closed_with(socket(job.public_id, **origin)) == 4401


async def test_a_strangers_or_unknown_task_closes_with_4404() -> None:
    user, job = await database_sync_to_async(make)()
    stranger = await database_sync_to_async(User.objects.create_user)("stranger@example.com")
    assert await closed_with(socket(job.public_id, await token_of(stranger))) == 4404
    assert await closed_with(socket(uuid4(), await token_of(user))) == 4404


async def test_another_origin_or_none_without_a_token_closes_with_4403() -> None:
    _, job = await database_sync_to_async(make)()
    assert await closed_with(socket(job.public_id)) == 4403
    for origin in ("https://evil.example", "http://[", "null"):
        assert await closed_with(socket(job.public_id, origin=origin, host="testserver")) == 4403


async def test_a_user_who_is_deactivated_hears_nothing_more() -> None:
    user, job = await database_sync_to_async(make)()
    communicator = socket(job.public_id, await token_of(user))
    await communicator.connect()
    await communicator.receive_json_from(timeout=5)
    await database_sync_to_async(User.objects.filter(pk=user.pk).update)(is_active=False)
    await database_sync_to_async(cancel)(by=user, job=job)
    assert (await communicator.receive_output(timeout=8))["type"] == "websocket.close"


async def test_a_device_that_was_signed_out_hears_nothing_more_and_the_others_come_again() -> None:
    user, job = await database_sync_to_async(make)()
    ended, stays = [await database_sync_to_async(open_family)(user) for _ in range(2)]
    listeners = [socket(job.public_id, pair["access"]) for pair in (ended, stays)]
    for one in listeners:
        await one.connect()
        await one.receive_json_from(timeout=5)
    await asyncio.to_thread(close_family, ended["refresh"])
    assert [(await one.receive_output(timeout=8))["code"] for one in listeners] == [1012, 1012]
    assert await closed_with(socket(job.public_id, ended["access"])) == 4401
    again = socket(job.public_id, stays["access"])
    await again.connect()
    assert (await again.receive_json_from(timeout=5))["status"] == "PENDING"
    await again.disconnect()


async def test_who_is_signed_in_no_more_hears_nothing_though_the_bell_was_lost() -> None:
    user, job = await database_sync_to_async(make)()
    communicator = socket(job.public_id, await token_of(user))
    await communicator.connect()
    await communicator.receive_json_from(timeout=5)
    await database_sync_to_async(User.objects.filter(pk=user.pk).update)(sign_in_round=1)
    assert (await communicator.receive_output(timeout=8))["code"] == 1012


async def test_a_documents_progress_is_told_page_by_page() -> None:
    def upload() -> tuple[User, UUID]:
        user = User.objects.create_user("reader@example.com")
        document = upload_document(by=user, stream=BytesIO(making.pdf_file(pages=40)), filename="a.pdf")
        return user, document.extractions.get().public_id

    user, task = await database_sync_to_async(upload)()
    communicator = socket(task, await token_of(user))
    await communicator.connect()
    told = [(await communicator.receive_json_from(timeout=5))["progress"]]
    await asyncio.to_thread(work_elsewhere)
    while (message := await communicator.receive_output(timeout=8))["type"] == "websocket.send":
        told.append(json.loads(message["text"])["progress"])
    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 100
    assert any(0 < percent < 100 for percent in told)
