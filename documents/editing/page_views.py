"""Pictures of pages over HTTP, for the page that edits and for programs."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.asker import person
from accounts.models import User
from documents.editing import pages
from documents.selectors import get_document
from lib.http import serve
from lib.owner_api import RANGE, BytesView, bytes_of

WEBP = "image/webp"


def _answer(request: HttpRequest, by: User, public_id: UUID, number: int) -> HttpResponseBase:
    blob = pages.get_picture(by=by, document=get_document(by, public_id), number=number).blob
    return serve(
        request, key=blob.key, size=blob.size_bytes, etag=blob.sha256, filename=f"{number}.webp", mime_type=WEBP,
        inline=True,
    )  # fmt: skip


@require_safe
def page_picture(request: HttpRequest, public_id: UUID, number: int) -> HttpResponseBase:
    return _answer(request, person(request), public_id, number)


class PagePicture(BytesView):
    problems = ("404", "429", "503")

    @extend_schema(parameters=[RANGE], responses=bytes_of(WEBP), tags=["documents"])
    def get(self, request: Request, public_id: UUID, number: str) -> HttpResponseBase:
        return _answer(request._request, person(request), public_id, int(number))
