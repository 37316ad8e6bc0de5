"""/api/documents: the owner's paths; and what is ours of a document under /api/v1."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.asker import person
from accounts.models import User
from accounts.serializers import MessageOut
from documents import selectors, services
from documents.download import file_response
from documents.models import Document
from documents.permissions import check_owner
from documents.serializers import (
    DocumentAcceptedOut,
    DocumentBriefOut,
    DocumentChangeIn,
    DocumentIn,
    DocumentOut,
    DocumentTaskOut,
    PasswordIn,
)
from lib.owner_api import PAGING, RANGE, BytesView, bytes_of, check_size, list_page, told, told_bytes


class Upload(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        request={"multipart/form-data": DocumentIn}, responses={200: DocumentAcceptedOut}, tags=["documents"]
    )
    def post(self, request: Request) -> Response:
        services.check_upload(by=person(request), told_bytes=told_bytes(request))
        check_size(request)
        wanted = DocumentIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        by, given = person(request), wanted.validated_data
        document = services.upload_document(
            by=by, stream=given["file"], filename=given["file"].name, keep_original=given["keep_original"]
        )
        known = selectors.same_file(by, document)
        return Response(_queued(document) | ({"same_as": known.public_id} if known else {}))


def _queued(document: Document) -> dict[str, object]:
    """That the newest reading of ``document`` waits for a worker."""
    reading = selectors.newest_extraction(document)
    return {
        "task_id": reading and reading.public_id,
        "status": "processing",
        "message": _("Đang đọc tài liệu..."),
        "document_id": document.public_id,
    }


class Documents(APIView):
    @extend_schema(parameters=PAGING, responses={200: DocumentBriefOut(many=True)}, tags=["documents"])
    def get(self, request: Request) -> Response:
        return list_page(request, selectors.documents_for(person(request)), DocumentBriefOut)


class OneDocument(APIView):
    @extend_schema(responses={200: DocumentOut}, tags=["documents"])
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(told(DocumentOut, selectors.get_document(person(request), public_id)))

    @extend_schema(
        parameters=[OpenApiParameter("with_audio", OpenApiTypes.BOOL, description="also all made with it")],
        responses={200: MessageOut},
        tags=["documents"],
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        document = selectors.get_document(person(request), public_id)
        with_audio = request.query_params.get("with_audio") in {"1", "true"}
        services.delete_document(by=person(request), document=document, with_audio=with_audio)
        return Response({"message": _("Đã xóa tài liệu.")})


class Restore(APIView):
    @extend_schema(request=None, responses={200: MessageOut}, tags=["documents"])
    def post(self, request: Request, public_id: UUID) -> Response:
        document = selectors.get_deleted_document(person(request), public_id)
        services.restore_document(by=person(request), document=document)
        return Response({"message": _("Đã lấy lại tài liệu.")})


class DocumentFile(BytesView):
    @extend_schema(parameters=[RANGE], responses=bytes_of("application/octet-stream"), tags=["documents"])
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        return file_response(request._request, selectors.get_document(person(request), public_id))


class Life(APIView):
    """What its owner calls a document, and what is read of it."""

    @extend_schema(request=DocumentChangeIn, responses={200: DocumentBriefOut}, tags=["documents"])
    def patch(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        document = _mine(by, public_id)
        wanted = DocumentChangeIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        choices = dict(wanted.validated_data)
        if filename := choices.pop("filename", ""):
            services.rename_document(by=by, document=document, filename=filename)
        services.set_reading_choices(by=by, document=document, **choices)
        return Response(told(DocumentBriefOut, selectors.get_document(by, public_id)))


def _mine(by: User, public_id: UUID) -> Document:
    """403 comes before 400."""
    document = selectors.get_document(by, public_id)
    check_owner(by, document)
    return document


class Password(APIView):
    """Opens a file that is locked. The password is kept sealed for minutes, for the worker that reads."""

    problems = ("404", "409", "410", "429", "503")

    @extend_schema(request=PasswordIn, responses={202: DocumentTaskOut}, tags=["documents"])
    def post(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        document = _mine(by, public_id)
        wanted = PasswordIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        services.give_password(by=by, document=document, password=wanted.validated_data["password"])
        return Response(_queued(document), status=202)


class Original(APIView):
    """The file itself, without what was read from it."""

    problems = ("404", "409", "410")

    @extend_schema(responses={204: None}, tags=["documents"])
    def delete(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        services.delete_original(by=by, document=selectors.get_document(by, public_id))
        return Response(status=204)
