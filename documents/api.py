"""/api/documents: the owner's paths."""

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
from accounts.serializers import MessageOut
from documents import selectors, services
from documents.download import file_response
from documents.serializers import DocumentAcceptedOut, DocumentBriefOut, DocumentIn, DocumentOut
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
        file = wanted.validated_data["file"]
        document = services.upload_document(by=person(request), stream=file, filename=file.name)
        extraction = document.extractions.get()
        body = {
            "task_id": extraction.public_id,
            "status": "processing",
            "message": _("Đang đọc tài liệu..."),
            "document_id": document.public_id,
        }
        return Response(body)


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
