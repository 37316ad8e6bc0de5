"""The web process: HTTP by Django, sockets by Channels."""

import os
import tempfile

from django.conf import settings
from django.core.asgi import get_asgi_application

from config.bodies import BodyLimit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = BodyLimit(get_asgi_application())
# Django spools bodies to the default folder for temporary files, which may be memory.
tempfile.tempdir = str(settings.SCRATCH_DIR)

from channels.auth import AuthMiddlewareStack  # noqa: E402 - needs the app registry
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from synthesis.routing import websocket_urlpatterns  # noqa: E402

application = ProtocolTypeRouter({"http": http, "websocket": AuthMiddlewareStack(URLRouter(websocket_urlpatterns))})
