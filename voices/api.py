"""/api/voice-profiles: the owner's paths."""

from uuid import UUID

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.asker import person
from accounts.serializers import MessageOut
from lib import evidence
from lib.owner_api import PAGING, RANGE, BytesView, bytes_of, check_size, list_page, told, told_bytes
from lib.parsers import JSONParser
from voices import selectors, services
from voices.models import Voice, VoiceVersion
from voices.permissions import check_owner
from voices.playback import sample_response
from voices.serializers import ConsentIn, VoiceAcceptedOut, VoiceIn, VoiceOut


def _accepted(voice: Voice, version: VoiceVersion | None) -> Response:
    return Response(
        {
            "task_id": version.public_id if version else None,  # a draft has nothing to learn from yet
            "status": "processing",
            "message": _("Đang kiểm tra file audio..."),
            "profile_id": voice.public_id,
        }
    )


class Upload(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(request={"multipart/form-data": VoiceIn}, responses={200: VoiceAcceptedOut}, tags=["voices"])
    def post(self, request: Request) -> Response:
        services.check_upload(by=person(request), told_bytes=told_bytes(request))
        check_size(request)
        wanted = VoiceIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        said = None
        if given.get("consent"):
            said = services.Said(
                given["consent"], given["statement_version"], given["speaker_name"],
                evidence.of_request(request._request),
            )  # fmt: skip
        voice = services.upload_voice(
            by=person(request), stream=given["file"], filename=given["file"].name, name=given["name"],
            language=given["language"], transcript=given["transcript"], consent=said,
        )  # fmt: skip
        return _accepted(voice, voice.versions.get())


class Voices(APIView):
    @extend_schema(parameters=PAGING, responses={200: VoiceOut(many=True)}, tags=["voices"])
    def get(self, request: Request) -> Response:
        return list_page(request, selectors.voices_for(person(request)), VoiceOut)


class OneVoice(APIView):
    @extend_schema(responses={200: VoiceOut}, tags=["voices"])
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(told(VoiceOut, selectors.get_voice(person(request), public_id)))

    @extend_schema(
        parameters=[OpenApiParameter("with_audio", OpenApiTypes.BOOL, description="also all made with it")],
        responses={200: MessageOut},
        tags=["voices"],
    )
    def delete(self, request: Request, public_id: UUID) -> Response:
        voice = selectors.get_voice(person(request), public_id)
        with_audio = request.query_params.get("with_audio") in {"1", "true"}
        services.delete_voice(by=person(request), voice=voice, with_audio=with_audio)
        return Response({"message": _("Đã xóa giọng cùng mọi mẫu ghi âm của nó.")})


class GiveConsent(APIView):
    parser_classes = [JSONParser, FormParser, MultiPartParser]

    @extend_schema(request=ConsentIn, responses={200: VoiceAcceptedOut}, tags=["voices"])
    def post(self, request: Request, public_id: UUID) -> Response:
        voice = selectors.get_voice(person(request), public_id)
        check_owner(person(request), voice)
        wanted = ConsentIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        said = services.Said(
            given["consent"],
            given["statement_version"],
            given["speaker_name"],
            evidence.of_request(request._request),
        )
        return _accepted(voice, services.give_consent(by=person(request), voice=voice, said=said))


class VoiceAudio(BytesView):
    """The checked recording: the mono master."""

    @extend_schema(parameters=[RANGE], responses=bytes_of("audio/flac"), tags=["voices"])
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        user = person(request)
        return sample_response(request._request, selectors.get_voice(user, public_id), by=user)
