"""The web process: HTTP by Django, sockets by Channels."""

import os
import tempfile
from typing import Any, cast

from django.conf import settings
from django.urls import re_path

from config.bodies import BodyLimit, Receive, Scope, Send
from config.http import http_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = BodyLimit(http_application())
# Django spools bodies to the default folder for temporary files, which may be memory.
tempfile.tempdir = str(settings.SCRATCH_DIR)

from channels.auth import AuthMiddlewareStack  # noqa: E402 - needs the app registry
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from synthesis.routing import websocket_urlpatterns  # noqa: E402


async def no_socket_here(scope: Scope, receive: Receive, send: Send) -> None:
    """Refused before it is open. Without this the router raises, and every wrong address would be an error of ours."""
    await receive()
    await send({"type": "websocket.close"})


sockets = URLRouter([*websocket_urlpatterns, re_path("", cast(Any, no_socket_here))])
application = ProtocolTypeRouter({"http": http, "websocket": AuthMiddlewareStack(sockets)})
