"""What the owner's paths share: bare arrays with a ``Link``, uploads counted before they are read, 200 on DELETE."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from lib.keyset import limit_of, page
from lib.refusals import Refusal

PAGING = [
    OpenApiParameter("limit", OpenApiTypes.INT, description="1-100, 20 if not given"),
    OpenApiParameter("cursor", OpenApiTypes.UUID, description="from the Link header"),
]


class AnyAccept(BaseContentNegotiation):
    """Views that answer bytes answer them whatever kind the caller says it accepts; their errors are JSON."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


FORM_ROOM_BYTES = 1 << 20  # the form's own fields and boundaries beside the file


def check_size(request: Request) -> None:
    """Refuse an upload that says it is too large (413), before anything else is looked at."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_UPLOAD_SIZE + FORM_ROOM_BYTES:
        raise Refusal("file_too_large", 413, field="file", limit_mb=settings.MAX_UPLOAD_SIZE // (1 << 20))


def list_page(request: Request, rows: "QuerySet[Any]", out: Callable[..., BaseSerializer[Any]]) -> Response:
    """One page as a bare array, newest first; the next one in ``Link``."""
    found = page(rows, cursor=request.query_params.get("cursor", ""), limit=limit_of(request.query_params.get("limit")))
    response = Response(out(found.rows, many=True).data)
    if found.next_cursor:
        query = request.query_params.copy()
        query["cursor"] = found.next_cursor
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'
    return response
