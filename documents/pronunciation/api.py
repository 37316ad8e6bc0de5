"""/api/v1/pronunciations: the rules by which words are said."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.asker import person
from accounts.models import User
from documents.models import Document
from documents.pronunciation import hits, selectors, services, transfer
from documents.pronunciation.download import file_response
from documents.pronunciation.places import Place
from documents.pronunciation.serializers import (
    HitsIn,
    HitsOut,
    ImportedOut,
    PronunciationIn,
    RuleChange,
    RuleFileIn,
    RuleOut,
    RulePageOut,
    RuleQuery,
)
from documents.selectors import get_document
from documents.states import RuleScope
from lib.keyset import limit_of, page
from lib.owner_api import PAGING, AnyAccept, told, told_bytes

FORMAT = OpenApiParameter("format", enum=sorted(transfer.FORMATS), description="`csv` if not given")


def _place(by: User, given: dict[str, Any]) -> tuple[str, Document | None]:
    """Where a rule is to hold, as a body says it."""
    document = get_document(by, given["document_id"]) if given.get("document_id") else None
    return given.get("scope") or (RuleScope.DOCUMENT if document else RuleScope.PERSON), document


def _listed(request: Request) -> Any:
    asked = RuleQuery(data=request.query_params)
    asked.is_valid(raise_exception=True)
    given = asked.validated_data
    return selectors.listed(
        person(request), scope=given.get("scope", ""), document=given.get("document_id"), search=given.get("q", "")
    )


class Rules(APIView):
    @extend_schema(
        operation_id="v1_pronunciations_list",
        parameters=[RuleQuery, *PAGING],
        responses={200: RulePageOut},
        tags=["pronunciations"],
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        found = page(_listed(request), cursor=asked.get("cursor", ""), limit=limit_of(asked.get("limit")))
        return Response({"results": [told(RuleOut, rule) for rule in found.rows], "next": found.next_cursor})

    @extend_schema(request=PronunciationIn, responses={201: RuleOut}, tags=["pronunciations"])
    def post(self, request: Request) -> Response:
        by = person(request)
        wanted = PronunciationIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        scope, document = _place(by, wanted.validated_data)
        rule = services.create_rule(by=by, scope=scope, document=document, **wanted.wording())
        return Response(told(RuleOut, rule), status=201)


class OneRule(APIView):
    @extend_schema(responses={200: RuleOut}, tags=["pronunciations"])
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(told(RuleOut, selectors.get_rule(person(request), public_id)))

    @extend_schema(request=RuleChange, responses={200: RuleOut}, tags=["pronunciations"])
    def patch(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        rule = selectors.get_rule(by, public_id)
        Place.of_rule(by, rule)  # whose it is comes before what is wrong with the body
        wanted = RuleChange(data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        services.change_rule(by=by, rule=rule, **wanted.wording())
        return Response(told(RuleOut, rule))

    @extend_schema(responses={204: None}, tags=["pronunciations"])
    def delete(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        services.delete_rule(by=by, rule=selectors.get_rule(by, public_id))
        return Response(status=204)


class Restore(APIView):
    @extend_schema(request=None, responses={200: RuleOut}, tags=["pronunciations"])
    def post(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        services.restore_rule(by=by, rule=selectors.get_deleted_rule(by, public_id))
        return Response(told(RuleOut, selectors.get_rule(by, public_id)))


class CountHits(APIView):
    """How many places a rule would change, before it is saved."""

    @extend_schema(request=HitsIn, responses={200: HitsOut}, tags=["pronunciations"])
    def post(self, request: Request) -> Response:
        by = person(request)
        wanted = HitsIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        document = _place(by, wanted.validated_data)[1]
        return Response(told(HitsOut, hits.count_hits(by=by, rule=wanted.rule(), document=document)))


class Import(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": RuleFileIn}, responses={200: ImportedOut}, tags=["pronunciations"])
    def post(self, request: Request) -> Response:
        transfer.check_size(told_bytes(request))
        by = person(request)
        wanted = RuleFileIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        scope, document = _place(by, wanted.validated_data)
        stream = wanted.validated_data["file"]
        return Response(told(ImportedOut, transfer.import_rules(by=by, stream=stream, scope=scope, document=document)))


class Export(APIView):
    content_negotiation_class = AnyAccept

    @extend_schema(
        parameters=[FORMAT, RuleQuery],
        responses={(200, media_type): OpenApiTypes.BINARY for _, media_type in transfer.FORMATS.values()},
        tags=["pronunciations"],
    )
    def get(self, request: Request) -> HttpResponse:
        return file_response(_listed(request), request.query_params.get("format", "csv"))
