"""The handler of HTTP: a thread for each request that is being served, kept for the next ones."""

import asyncio
import threading
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.http import KEPT_THREADS, OneThread

meeting = threading.Barrier(1)


@login_not_required
def who(request: HttpRequest) -> HttpResponse:
    meeting.wait(10)
    return HttpResponse(str(threading.get_ident()))


urlpatterns = [path("who/", who)]


@pytest.fixture
def handler(settings: Any) -> OneThread:
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]
    return OneThread()


async def ask(handler: OneThread) -> str:
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/who/",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
    }
    line = ApplicationCommunicator(handler, scope)
    await line.send_input({"type": "http.request", "body": b""})
    assert (await line.receive_output(10))["status"] == 200
    body = (await line.receive_output(10))["body"]
    await line.wait(10)
    return str(body, "ascii")


def meet(monkeypatch: pytest.MonkeyPatch, people: int) -> None:
    """Nobody is answered before ``people`` are being served at once."""
    monkeypatch.setattr(f"{__name__}.meeting", threading.Barrier(people))


async def test_one_after_the_other_is_served_by_the_same_thread(handler: OneThread) -> None:
    first = await ask(handler)
    assert {await ask(handler) for _ in range(5)} == {first}
    assert first != str(threading.get_ident())


async def test_who_is_served_at_once_has_a_thread_alone(handler: OneThread, monkeypatch: pytest.MonkeyPatch) -> None:
    meet(monkeypatch, KEPT_THREADS + 4)
    names = await asyncio.gather(*(ask(handler) for _ in range(KEPT_THREADS + 4)))
    assert len(set(names)) == KEPT_THREADS + 4
    meet(monkeypatch, KEPT_THREADS)
    again = await asyncio.gather(*(ask(handler) for _ in range(KEPT_THREADS)))
    assert len(set(again)) == KEPT_THREADS
    assert set(again) <= set(names), "those above the kept ones ended"
