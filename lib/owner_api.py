"""What the owner's paths share: bare arrays with a ``Link``, uploads counted before they are read, 200 on DELETE."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

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


class BytesView(APIView):
    """Answers bytes, with ranges for seeking."""

    content_negotiation_class = AnyAccept
    problems = ("404", "409", "410")


RANGE = OpenApiParameter("Range", OpenApiTypes.STR, OpenApiParameter.HEADER, description="such as `bytes=0-1023`")


def bytes_of(*media_types: str) -> dict[Any, Any]:
    """What ``BytesView`` answers, for ``extend_schema``."""
    known = "the caller has these bytes already (`If-None-Match`)"
    return {
        (200, *media_types): OpenApiTypes.BINARY,
        (206, *media_types): OpenApiTypes.BINARY,
        302: OpenApiResponse(description="at a signed address of the store"),
        304: OpenApiResponse(description=known),
        416: OpenApiResponse(description="the range lies outside of the bytes"),
    }


FORM_ROOM_BYTES = 1 << 20  # the form's own fields and boundaries beside the file


def told_bytes(request: Request) -> int:
    """How long the body is, as the caller says."""
    told = str(request.META.get("CONTENT_LENGTH") or "")
    return int(told) if told.isdecimal() else 0


def check_size(request: Request) -> None:
    """Refuse an upload that says it is too large (413), before anything else is looked at."""
    if told_bytes(request) > settings.MAX_UPLOAD_SIZE + FORM_ROOM_BYTES:
        raise Refusal("file_too_large", 413, field="file", limit_mb=settings.MAX_UPLOAD_SIZE // (1 << 20))


_WRITERS: dict[Any, BaseSerializer[Any]] = {}


def told(out: type[BaseSerializer[Any]], row: Any) -> dict[str, Any]:
    """``row`` as ``out`` writes it. Its fields are made once: DRF makes them anew for every answer, which takes longer
    than writing ten rows (measured). Such a serializer keeps nothing of a row and knows no request."""
    writer = _WRITERS.get(out) or _WRITERS.setdefault(out, out())
    written: dict[str, Any] = writer.to_representation(row)
    return written


def list_page(request: Request, rows: "QuerySet[Any]", out: type[BaseSerializer[Any]]) -> Response:
    """One page as a bare array, newest first; the next one in ``Link``."""
    found = page(rows, cursor=request.query_params.get("cursor", ""), limit=limit_of(request.query_params.get("limit")))
    response = Response([told(out, row) for row in found.rows])
    if found.next_cursor:
        query = request.query_params.copy()
        query["cursor"] = found.next_cursor
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'
    return response
