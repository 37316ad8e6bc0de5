from typing import Any, cast

from django.urls import re_path

from lib.paths import UUID
from synthesis.consumers import ProgressConsumer

# Channels routes ASGI applications with Django's patterns; their types know views only.
websocket_urlpatterns: list[Any] = [re_path(f"^ws/progress/{UUID}/?$", cast(Any, ProgressConsumer.as_asgi()))]
