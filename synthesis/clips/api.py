"""/api/v1/generation/{id}/clips and /api/v1/takes: single clips of a job."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.asker import person
from lib.owner_api import RANGE, BytesView, bytes_of, told
from synthesis import selectors as jobs
from synthesis.clips import selectors, services
from synthesis.clips.playback import take_response
from synthesis.clips.serializers import (
    ClipOut,
    ClipsOut,
    ClipsQuery,
    NearnessOut,
    ReadAgainIn,
    TakeChange,
    TakeOut,
)
from synthesis.serializers import CreatedOut
from synthesis.services import check_changeable
from voices.life.serializers import QueuedOut
from voices.permissions import check_owner
from voices.selectors import get_voice


class Clips(APIView):
    @extend_schema(parameters=[ClipsQuery], responses={200: ClipsOut}, tags=["generation"])
    def get(self, request: Request, public_id: UUID) -> Response:
        job = jobs.get_job(person(request), public_id)
        asked = ClipsQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        start, limit = asked.validated_data["start"], asked.validated_data["limit"]
        rows = list(selectors.clips_of(job).filter(position__gte=start)[: limit + 1])
        near = selectors.nearness(job)
        after = rows[limit].position if len(rows) > limit else None
        shown = [told(ClipOut, row) for row in rows[:limit]]
        return Response({"identity": told(NearnessOut, near) if near else None, "results": shown, "next": after})


class ReadAgain(APIView):
    @extend_schema(request=ReadAgainIn, responses={201: CreatedOut}, tags=["generation"])
    def post(self, request: Request, public_id: UUID) -> Response:
        """A new job that revises this one: these segments in another way, the rest as it is."""
        by = person(request)
        job = jobs.get_job(by, public_id)
        check_changeable(by, job)
        wanted = ReadAgainIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        again = services.read_again(by=by, job=job, positions=wanted.validated_data["positions"])
        said = {
            "id": again.public_id,
            "task_id": again.public_id,
            "status": "pending",
            "message": jobs.message_of(again),
        }
        return Response(said, status=201)


class OneTake(APIView):
    @extend_schema(request=TakeChange, responses={200: TakeOut}, tags=["generation"])
    def patch(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        take = selectors.get_take(by, public_id)
        check_changeable(by, take.segment.job)
        wanted = TakeChange(data=request.data)
        wanted.is_valid(raise_exception=True)
        services.mark_good(by=by, take=take, is_good=wanted.validated_data["is_marked_good"])
        return Response(told(TakeOut, selectors.get_take(by, public_id)))


class TakeAudio(BytesView):
    @extend_schema(parameters=[RANGE], responses=bytes_of("audio/flac"), tags=["generation"])
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        return take_response(request._request, selectors.get_take(person(request), public_id))


class LearnFromTakes(APIView):
    @extend_schema(request=None, responses={201: QueuedOut}, tags=["voices"])
    def post(self, request: Request, public_id: UUID) -> Response:
        """Learn the voice anew, also from the clips that its owner marked as good."""
        by = person(request)
        voice = get_voice(by, public_id)
        check_owner(by, voice)
        return Response(told(QueuedOut, services.learn_from_takes(by=by, voice=voice)), status=201)
