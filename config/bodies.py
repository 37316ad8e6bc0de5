"""How much of a request is read: Django spools the whole body before any view, permission or throttle sees it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

UPLOAD_PATHS = ("/voices", "/documents", "/api/voice-profiles/upload", "/api/documents/upload")
FORM_ROOM_BYTES = 2 << 20  # an upload's other fields and boundaries
BODY = b'{"type":"about:blank","title":"Content Too Large","status":413,"detail":"The request body is too large.",' + (
    b'"code":"file_too_large"}'
)


class BodyLimit:
    """Refuses (413) by the length that is told, and cuts off callers that tell none and send on and on."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = _limit(scope["path"])
        if _told(scope) > limit:
            await _refuse(send)
            return
        counted = _Counted(receive, limit)
        await self.app(scope, counted, send)
        if counted.is_over:
            await _refuse(send)


class _Counted:
    """Receives for the site; past the limit it says that the caller has gone, and the site lets go of the body."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self.is_over = False

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left >= 0:
            return message
        self.is_over = True
        return {"type": "http.disconnect"}


def _limit(path: str) -> int:
    if path.rstrip("/") in UPLOAD_PATHS:
        return int(settings.MAX_UPLOAD_SIZE) + FORM_ROOM_BYTES
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _told(scope: Scope) -> int:
    told = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(told) if told.isdigit() else 0


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"connection", b"close"),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})
