"""/api/v1/text/preview: what will be read; and the choices for places of a document."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.asker import person
from documents.permissions import check_owner
from documents.reading import picks, selectors, services
from documents.reading.serializers import (
    ChoiceIn,
    ChoiceOut,
    ChoicePageOut,
    PreviewIn,
    PreviewOut,
    PreviewQuery,
)
from documents.selectors import get_document
from lib.keyset import limit_of, page
from lib.owner_api import PAGING, told


def _looked(request: Request, asked: PreviewQuery) -> Response:
    asked.is_valid(raise_exception=True)
    return Response(told(PreviewOut, services.look(by=person(request), wanted=asked.wanted())))


class Preview(APIView):
    """Each sentence as it is written and as it will be said, before anything is rendered."""

    problems = ("404", "409", "413", "429")

    @extend_schema(parameters=[PreviewQuery], responses={200: PreviewOut}, tags=["text"])
    def get(self, request: Request) -> Response:
        return _looked(request, PreviewQuery(data=request.query_params))

    @extend_schema(request=PreviewIn, responses={200: PreviewOut}, tags=["text"])
    def post(self, request: Request) -> Response:
        return _looked(request, PreviewIn(data=request.data))


class Choices(APIView):
    """How places of a document are read; whoever makes the document says it."""

    @extend_schema(parameters=PAGING, responses={200: ChoicePageOut}, tags=["text"])
    def get(self, request: Request, public_id: UUID) -> Response:
        rows = selectors.choices_of(get_document(person(request), public_id))
        rows = rows.select_related("section").defer("section__text")
        asked = request.query_params
        found = page(rows, cursor=asked.get("cursor", ""), limit=limit_of(asked.get("limit")))
        return Response({"results": [told(ChoiceOut, row) for row in found.rows], "next": found.next_cursor})

    @extend_schema(request=ChoiceIn, responses={201: ChoiceOut}, tags=["text"])
    def post(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        document = get_document(by, public_id)
        check_owner(by, document)
        wanted = ChoiceIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        section = selectors.get_section(document, given["section"])
        pick = picks.Pick(given["start"], given["end"], given["written"], given["spoken"])
        choice = services.keep_choice(by=by, document=document, section=section, pick=pick)
        return Response(told(ChoiceOut, choice), status=201)


class OneChoice(APIView):
    @extend_schema(responses={204: None}, tags=["text"])
    def delete(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        services.drop_choice(by=by, choice=selectors.get_choice(by, public_id))
        return Response(status=204)
