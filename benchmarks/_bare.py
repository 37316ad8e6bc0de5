"""The site with bare DRF endpoints beside it, in one process: what `benchmarks.reads` measures against.

``/bench/empty`` goes through the site's middleware, URLs and thread hop like every read, and answers a constant: no
sign-in, no database. The others are what DRF's own parts make of the same rows and the same fields: simplejwt's
authentication, a generic view, its cursor pages, and "mine" as the whole of tenancy.
"""

from typing import Any

import django

django.setup()

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.shortcuts import get_object_or_404
from django.urls import path
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication

import config.asgi
from accounts.serializers import UserOut
from config.urls import urlpatterns
from documents.models import Document
from documents.serializers import DocumentBriefOut, DocumentOut
from synthesis.models import Job
from synthesis.selectors import TEXT_SHOWN
from synthesis.serializers import GenerationBriefOut
from synthesis.states import JobKind
from voices.models import Voice
from voices.serializers import VoiceOut

application = config.asgi.application
PAGE = 10


class Empty(APIView):
    authentication_classes = []
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        return Response({"status": "ok"})


class Pages(CursorPagination):
    page_size = PAGE
    ordering = "-id"


class Mine:
    """What every generic view below shares."""

    authentication_classes = [JWTAuthentication]
    permission_classes = [IsAuthenticated]
    pagination_class = Pages
    request: Request
    kwargs: dict[str, Any]
    rows: "QuerySet[Any]"

    def get_queryset(self) -> "QuerySet[Any]":
        return self.rows.filter(created_by=self.request.user)

    def get_object(self) -> Any:
        return get_object_or_404(self.get_queryset(), **self.kwargs)


class Me(Mine, RetrieveAPIView[Any]):
    serializer_class = UserOut

    def get_object(self) -> Any:
        return self.request.user


DOCUMENTS = Document.objects.select_related("current_extraction", "created_by").filter(deleted_at__isnull=True)
VOICES = Voice.objects.select_related("current_version", "created_by").prefetch_related("consents")
JOBS = (
    Job.objects.filter(deleted_at__isnull=True, kind=JobKind.BOOK)
    .select_related("created_by", "voice", "document")
    .prefetch_related("renditions")
    .defer("text_input")
    .annotate(text_start=Left("text_input", TEXT_SHOWN))
)


def _view(base: Any, rows: "QuerySet[Any]", out: Any) -> Any:
    return type("Plain", (Mine, base), {"rows": rows, "serializer_class": out}).as_view()


VIEWS = {
    "empty": Empty.as_view(),
    "me": Me.as_view(),
    "documents": _view(ListAPIView, DOCUMENTS, DocumentBriefOut),
    "voices": _view(ListAPIView, VOICES, VoiceOut),
    "history": _view(ListAPIView, JOBS, GenerationBriefOut),
    "document/<uuid:public_id>": _view(RetrieveAPIView, DOCUMENTS, DocumentOut),
}
for route, view in VIEWS.items():
    view.login_required = False
    urlpatterns.append(path(f"bench/{route}", view))
