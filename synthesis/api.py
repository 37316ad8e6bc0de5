"""/api/generation and /api/jobs: the owner's paths."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.asker import person
from accounts.serializers import MessageOut
from documents.reading.picks import Pick
from lib.owner_api import PAGING, RANGE, BytesView, bytes_of, list_page, told
from synthesis import selectors, services
from synthesis.models import Job
from synthesis.playback import audio_response
from synthesis.selectors import MIME_TYPES
from synthesis.serializers import CreatedOut, GenerationBriefOut, GenerationIn, GenerationOut, TaskOut


def _created(job: Job) -> Response:
    body = {
        "id": job.public_id,
        "task_id": job.public_id,
        "status": "pending",
        "message": _("Đang chuẩn bị..."),
    }
    return Response(body)


class Create(APIView):
    @extend_schema(request=GenerationIn, responses={200: CreatedOut}, tags=["generation"])
    def post(self, request: Request) -> Response:
        wanted = GenerationIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        given, user = wanted.validated_data, person(request)
        wish = services.Wish(
            voice=given["voice_profile_id"],
            text=given["text"],
            document=given["document_id"] or "",
            language=given.get("language", user.default_language),
            speed=given.get("speed", user.default_speed),
            format=given.get("format", user.default_format),
            variant=given["variant"],
            choices=tuple(Pick(**place) for place in given.get("choices", ())),
        )
        return _created(services.create_job(by=user, wish=wish))


class History(APIView):
    @extend_schema(parameters=PAGING, responses={200: GenerationBriefOut(many=True)}, tags=["generation"])
    def get(self, request: Request) -> Response:
        return list_page(request, selectors.jobs_for(person(request)), GenerationBriefOut)


class OneGeneration(APIView):
    @extend_schema(responses={200: GenerationOut}, tags=["generation"])
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(told(GenerationOut, selectors.get_job(person(request), public_id)))

    @extend_schema(responses={200: MessageOut}, tags=["generation"])
    def delete(self, request: Request, public_id: UUID) -> Response:
        services.delete_job(by=person(request), job=selectors.get_job(person(request), public_id))
        return Response({"message": _("Đã xóa audio.")})


class Restore(APIView):
    @extend_schema(request=None, responses={200: MessageOut}, tags=["generation"])
    def post(self, request: Request, public_id: UUID) -> Response:
        services.restore_job(by=person(request), job=selectors.get_deleted_job(person(request), public_id))
        return Response({"message": _("Đã lấy lại audio.")})


class Cancel(APIView):
    @extend_schema(request=None, responses={200: MessageOut}, tags=["generation"])
    def post(self, request: Request, public_id: UUID) -> Response:
        services.cancel(by=person(request), job=selectors.get_job(person(request), public_id))
        return Response({"message": _("Đã hủy.")})


class Retry(APIView):
    @extend_schema(request=None, responses={200: CreatedOut}, tags=["generation"])
    def post(self, request: Request, public_id: UUID) -> Response:
        job = selectors.get_job(person(request), public_id)
        services.retry(by=person(request), job=job)
        return _created(job)


class Audio(BytesView):
    @extend_schema(
        parameters=[
            OpenApiParameter("format", OpenApiTypes.STR, enum=list(MIME_TYPES), description="mp3 if not given"),
            RANGE,
        ],
        responses=bytes_of(*MIME_TYPES.values()),
        tags=["generation"],
    )
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        job = selectors.get_job(person(request), public_id)
        return audio_response(request._request, job, request.query_params.get("format", "mp3"), inline=True)


class Task(APIView):
    @extend_schema(responses={200: TaskOut}, tags=["jobs"])
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(selectors.find_task(person(request), public_id, with_text=True).body())
