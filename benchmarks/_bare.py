"""The site with two bare DRF endpoints beside it, in one process: what `benchmarks.reads` measures against.

``/bench/bare`` goes through the site's middleware, URLs and thread hop like every read; ``/bench/naked`` has no
middleware at all. Both answer a constant: no sign-in, no database.
"""

from typing import Any

import django

django.setup()

from django.test.utils import override_settings
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

import config.asgi
from config.http import OneThread
from config.urls import urlpatterns


class Bare(APIView):
    authentication_classes = []
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response({"status": "ok"})


def _open(view: Any) -> Any:
    view.login_required = False
    return view


urlpatterns += [path(f"bench/{name}", _open(Bare.as_view())) for name in ("bare", "naked")]
with override_settings(MIDDLEWARE=[]):
    naked = OneThread()


async def application(scope: Any, receive: Any, send: Any) -> None:
    app = naked if scope.get("path") == "/bench/naked" else config.asgi.application
    await app(scope, receive, send)
