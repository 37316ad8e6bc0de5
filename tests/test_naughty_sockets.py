"""Naughty paths, subprotocols, headers and messages at the socket; the same file sent many times at once."""

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.conf import settings
from django.db import connection, connections

from accounts.models import Blob
from accounts.tokens import open_family
from config.asgi import application
from documents.models import Document
from documents.services import upload_document
from lib.names import clean_filename
from tests import making, naughty
from tests.conftest import Cast
from tests.test_main_path import body_of
from voices.models import Sample
from voices.services import upload_voice

pytestmark = pytest.mark.django_db(transaction=True)
CALLERS = 16
SENT: tuple[dict[str, Any], ...] = (
    {"text": ""}, {"text": "{"}, {"text": "[" * 20_000}, {"text": "null"}, {"text": "x" * 100_000},
    {"bytes": b"\xff\x00"},
)  # fmt: skip


@pytest.fixture(autouse=True)
async def _close_the_sockets_thread() -> AsyncIterator[None]:
    """Channels' communicators keep database connections open on purpose; nobody else closes this one."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.mark.parametrize("value", naughty.SHORT[1::4])
async def test_a_strange_path_or_protocol_is_turned_away(value: str) -> None:
    raw = value.encode("utf-8", "surrogatepass")
    headers = [(b"authorization", b"Bearer " + raw), (b"origin", raw), (b"cookie", b"sessionid=" + raw)]
    strange = WebsocketCommunicator(application, f"/ws/progress/{quote(raw, safe='')}")
    assert await told(strange) in {4401, 4404, 1000, None}
    for offered in (["bearer", value], [value], ["bearer"]):
        asked = WebsocketCommunicator(application, f"/ws/progress/{uuid4()}", headers, subprotocols=offered)
        assert await told(asked) in {4401, 4403}


async def told(communicator: WebsocketCommunicator) -> int | None:
    """The code that the connection is closed with."""
    await communicator.send_input({"type": "websocket.connect"})
    while (message := await communicator.receive_output(timeout=10))["type"] != "websocket.close":
        pass
    return message.get("code")


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: str(sent)[:30])
async def test_whatever_a_client_says_is_not_listened_to(cast: Cast, sent: dict[str, Any]) -> None:
    document = await sync_to_async(send_document)(cast, "a.txt")
    token = (await sync_to_async(open_family)(cast.owner))["access"]
    extraction = await document.extractions.aget()
    socket = WebsocketCommunicator(application, f"/ws/progress/{extraction.public_id}", subprotocols=["bearer", token])
    assert (await socket.connect())[0]
    assert (await socket.receive_json_from(timeout=10))["status"] == "PENDING"
    await socket.send_input({"type": "websocket.receive", **sent})
    assert await socket.receive_nothing(timeout=0.3)
    await socket.disconnect()


def send_document(cast: Cast, name: str) -> Document:
    return upload_document(by=cast.owner, stream=making.named("a.txt", b"Xin chao."), filename=name)


def test_a_strange_file_name_comes_back_clean_and_safe(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_UPLOADS_A_MINUTE", 10_000)
    api, browser = cast.api(cast.owner), cast.browser(cast.owner)
    for name in naughty.FILENAMES:
        document = send_document(cast, name)
        path = f"/api/documents/{document.public_id}"
        assert api.get(path).json()["filename"] == document.filename == clean_filename(name)
        assert 0 < len(document.filename) <= 200
        answer = api.get(f"{path}/file")
        disposition = answer.headers["Content-Disposition"]
        assert disposition.isascii()
        assert disposition.isprintable()
        assert disposition.endswith(quote(document.filename, safe=""))
        assert body_of(answer) == b"Xin chao."
        page = browser.get(f"/documents/{document.public_id}/").content.decode()
        assert naughty.SCRIPT not in page
        assert f"<img src=x onerror={naughty.MARK}" not in page


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one after the other")
@pytest.mark.parametrize("people", [1, 2])
def test_one_file_sent_many_times_at_once_is_stored_once_for_each_owner(
    cast: Cast, people: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAX_UPLOADS_A_MINUTE", 10_000)
    monkeypatch.setattr(settings, "MAX_VOICES", 10_000)
    owners = [cast.owner, cast.stranger][:people]
    data, recording, barrier = b"Xin chao.", making.recording(), Barrier(CALLERS)

    def send(number: int) -> None:
        barrier.wait(30)
        owner = owners[number % people]
        try:
            upload_document(by=owner, stream=making.named("a.txt", data), filename="a.txt")
            upload_voice(by=owner, stream=making.named("a.wav", recording), filename="a.wav", name="G")
        finally:
            connection.close()

    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(send, range(CALLERS)))
    assert (Document.objects.count(), Sample.objects.count()) == (CALLERS, CALLERS)
    assert Blob.objects.count() == 2 * people
    kept = [path for path in Path(settings.STORAGES["default"]["OPTIONS"]["location"]).rglob("*") if path.is_file()]
    assert len(kept) == 2 * people
    for blob in Blob.objects.all():
        assert blob.size_bytes in {len(data), len(recording)}
