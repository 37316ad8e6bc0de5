from django.urls import re_path

from lib.paths import UUID
from synthesis.consumers import ProgressConsumer

websocket_urlpatterns = [re_path(f"^ws/progress/{UUID}/?$", ProgressConsumer.as_asgi())]
