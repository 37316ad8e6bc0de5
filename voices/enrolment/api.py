"""Enrolment over the API: a draft with consent, its recordings with what was heard in them, and learning."""

from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.asker import person
from lib import evidence
from lib.keyset import limit_of, page
from lib.owner_api import PAGING, RANGE, BytesView, bytes_of, check_size, told, told_bytes
from voices.enrolment import scripts, selectors, services
from voices.enrolment.playback import sample_response
from voices.enrolment.serializers import (
    DraftIn,
    DraftOut,
    LearningOut,
    SampleChangeIn,
    SampleIn,
    SampleListOut,
    SampleOut,
    ScriptOut,
)
from voices.enrolment.trials import get_trial, trial_response
from voices.models import Voice
from voices.permissions import check_owner
from voices.selectors import get_voice
from voices.services import Said

TAGS = ["enrolment"]
Form = TypeVar("Form", bound=Serializer[Any])


def _given(form: type[Form], request: Request) -> dict[str, Any]:
    asked = form(data=request.data)
    asked.is_valid(raise_exception=True)
    given: dict[str, Any] = asked.validated_data
    return given


def _own_voice(request: Request, public_id: UUID) -> Voice:
    """Who may not change it hears that before anything about what they sent."""
    voice = get_voice(person(request), public_id)
    check_owner(person(request), voice)
    return voice


class Drafts(APIView):
    """A voice that the speaker agreed to have learned, without a recording yet."""

    @extend_schema(request=DraftIn, responses={201: DraftOut}, tags=TAGS)
    def post(self, request: Request) -> Response:
        given = _given(DraftIn, request)
        said = Said(
            given["consent"], given["statement_version"], given["speaker_name"], evidence.of_request(request._request)
        )
        voice = services.start_draft(by=person(request), name=given["name"], language=given["language"], consent=said)
        return Response(told(DraftOut, voice), status=201)


class Scripts(APIView):
    """What to read aloud; a recording sent with a script's ``id`` needs no transcript."""

    @extend_schema(
        parameters=[OpenApiParameter("language", OpenApiTypes.STR, enum=["vi", "en"], description="vi if not given")],
        responses={200: ScriptOut(many=True)},
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        wanted = scripts.of_language("en" if request.query_params.get("language") == "en" else "vi")
        return Response([told(ScriptOut, script) for script in wanted])


class Samples(APIView):
    """The recordings of a voice. One that is added is checked, not learned."""

    parser_classes = [MultiPartParser]

    @extend_schema(parameters=PAGING, responses={200: SampleListOut}, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        rows, asked = selectors.samples_of(_own_voice(request, public_id)), request.query_params
        found = page(rows, cursor=asked.get("cursor", ""), limit=limit_of(asked.get("limit")))
        return Response({"results": [told(SampleOut, row) for row in found.rows], "next": found.next_cursor})

    @extend_schema(request={"multipart/form-data": SampleIn}, responses={201: SampleOut}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        check_size(request)
        by, voice = person(request), _own_voice(request, public_id)
        services.check_upload(by=by, voice=voice, told_bytes=told_bytes(request))
        given = _given(SampleIn, request)
        file, replaced = given.pop("file"), given.pop("instead_of")
        sample = services.add_sample(
            by=by,
            voice=voice,
            recording=services.Recording(stream=file, filename=file.name, **given),
            instead_of=selectors.get_sample_of(voice, replaced) if replaced else None,
        )
        return Response(told(SampleOut, selectors.get_sample(by, sample.public_id)), status=201)


class OneSample(APIView):
    @extend_schema(responses={200: SampleOut}, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(told(SampleOut, selectors.get_sample(person(request), public_id)))

    @extend_schema(request=SampleChangeIn, responses={200: SampleOut}, tags=TAGS)
    def patch(self, request: Request, public_id: UUID) -> Response:
        """Leave it out of the next learning, or say in other words what is heard: then it is checked anew."""
        by = person(request)
        sample = selectors.get_sample(by, public_id)
        given = _given(SampleChangeIn, request)
        if "is_left_out" in given:
            services.leave_out(by=by, sample=sample, is_left_out=given["is_left_out"])
        if "transcript" in given:
            services.set_transcript(by=by, sample=sample, transcript=given["transcript"])
        return Response(told(SampleOut, selectors.get_sample(by, public_id)))

    @extend_schema(responses={204: None}, tags=TAGS)
    def delete(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        services.delete_sample(by=by, sample=selectors.get_sample(by, public_id))
        return Response(status=204)


class SampleAudio(BytesView):
    """The checked recording: the mono master."""

    problems = ("403", "404", "409")

    @extend_schema(parameters=[RANGE], responses=bytes_of("audio/flac"), tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        return sample_response(request._request, selectors.get_sample(person(request), public_id))


class Learn(APIView):
    """Learn the voice from its recordings, all that are not left out."""

    @extend_schema(request=None, responses={202: LearningOut}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        version = services.learn(by=by, voice=get_voice(by, public_id))
        told_now = {"task_id": version.public_id, "status": "PENDING", "voice_id": public_id, "number": version.number}
        return Response(told_now, status=202)


class TrialAudio(BytesView):
    """A test sentence of a learned voice, for whoever may use that."""

    @extend_schema(parameters=[RANGE], responses=bytes_of("audio/flac"), tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        return trial_response(request._request, get_trial(person(request), public_id))
