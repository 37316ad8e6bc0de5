"""WS /ws/progress/{task_id}: the truth at once, changes, the final one, close 1000.

The socket is a bell: every message is read from the rows, after the same permission check as over HTTP. A bell may
be lost, so the rows are also looked at every few seconds.
"""

import asyncio
import contextlib
import logging
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.http.request import validate_host
from django.utils import translation

from accounts.models import User
from accounts.tokens import user_of
from lib.progress import TaskView
from lib.push import group_of
from lib.refusals import Refusal
from synthesis.selectors import find_task

NO_LOGIN, NOT_YOURS, BAD_ORIGIN, DONE = 4401, 4404, 4403, 1000
COME_AGAIN = 1012  # "service restart": browsers connect again
LOOK_SECONDS = 5.0
log = logging.getLogger(__name__)
BEARER = "bearer"


class ProgressConsumer(AsyncJsonWebsocketConsumer):
    """One socket follows one piece of work."""

    user: User | None = None
    mark = ""
    joined = ""
    sent: tuple[str, int] = ("", -1)
    looking: "asyncio.Task[None] | None" = None

    async def connect(self) -> None:
        token = self._token()
        # Accepted first: a browser is only told the close code of a connection that was open.
        await self.accept(subprotocol=BEARER if token and self.scope.get("subprotocols") else None)
        if not self._origin_is_fine(has_token=bool(token)):
            await self.close(BAD_ORIGIN)
            return
        self.user = await self._person(token)
        if self.user is None:
            await self.close(NO_LOGIN)
            return
        self.mark = self.user.sign_in_mark()
        self.joined = group_of(self.user.public_id)
        await self.channel_layer.group_add(self.joined, self.channel_name)
        if await self._tell():
            self.looking = asyncio.create_task(self._look())

    async def disconnect(self, code: int) -> None:
        if self.looking is not None:
            self.looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.looking
        if self.joined:
            await self.channel_layer.group_discard(self.joined, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any) -> None:
        """Whatever a client says is not listened to, nor even read: it may be no JSON."""

    async def bell(self, event: dict[str, Any]) -> None:
        if event.get("subject") == self.scope["url_route"]["kwargs"]["public_id"]:
            await self._tell()

    async def hang_up(self, event: dict[str, Any]) -> None:
        """The person is signed in no more, or not everywhere: who still is comes again and is let in."""
        await self.close(COME_AGAIN if event.get("come_again") else NO_LOGIN)

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._tell()
            except Exception:
                log.warning("progress not told", exc_info=True)

    async def _tell(self) -> bool:
        """Send the truth if it is news; close after the final one. Whether the socket stays open."""
        view = await self._view()
        if isinstance(view, int):
            await self.close(view)
            return False
        if (view.status, view.version) != self.sent:
            self.sent = (view.status, view.version)
            await self.send_json(view.body())
        if view.is_final:
            await self.close(DONE)
        return not view.is_final

    @database_sync_to_async
    def _view(self) -> TaskView | int:
        """The truth, or the code to close with."""
        user = User.objects.filter(pk=self.user.pk, is_active=True).first() if self.user else None
        if user is None:
            return NO_LOGIN
        if user.sign_in_mark() != self.mark:  # all sign-ins have ended, and the bell that says so was lost
            return COME_AGAIN
        with translation.override(self._language(user)), contextlib.suppress(Refusal):
            return find_task(user, UUID(self.scope["url_route"]["kwargs"]["public_id"]))
        return NOT_YOURS

    def _language(self, user: User) -> str:
        """As the page around the socket: the switch, else the user's setting."""
        chosen = self.scope.get("cookies", {}).get(settings.LANGUAGE_COOKIE_NAME, "")
        return str(chosen) if chosen in dict(settings.LANGUAGES) else user.language

    def _header(self, name: bytes) -> str:
        return next((value.decode("latin-1") for key, value in self.scope["headers"] if key == name), "")

    def _token(self) -> str:
        kind, _, token = self._header(b"authorization").partition(" ")
        if kind.lower() == BEARER and token:
            return token.strip()
        offered = list(self.scope.get("subprotocols") or [])
        return offered[1] if len(offered) > 1 and offered[0] == BEARER else ""

    def _origin_is_fine(self, *, has_token: bool) -> bool:
        """A page of another site must not ride on somebody's session; a program without Origin needs a token."""
        origin = self._header(b"origin")
        if not origin:
            return has_token
        if origin in settings.CORS_ALLOWED_ORIGINS:
            return has_token
        try:
            site = urlsplit(origin)
        except ValueError:  # it is no address at all
            return False
        return validate_host(site.hostname or "", settings.ALLOWED_HOSTS) and site.netloc == self._header(b"host")

    @database_sync_to_async
    def _person(self, token: str) -> User | None:
        if token:
            return user_of(token)
        user: object = self.scope.get("user")
        return user if isinstance(user, User) and user.is_active else None
