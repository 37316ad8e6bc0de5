"""/api/v1/voices and what belongs to them: the library, versions, blind comparisons, trends."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.asker import person
from lib.keyset import limit_of, page
from lib.owner_api import PAGING, RANGE, BytesView, bytes_of, told
from voices import presets
from voices import selectors as voices
from voices.life import selectors, services
from voices.life.playback import side_response
from voices.life.serializers import (
    ChosenIn,
    ComparisonIn,
    ComparisonOut,
    DayOut,
    LearnAgainIn,
    LibraryPageOut,
    LibraryQuery,
    LibraryVoiceOut,
    PresetOut,
    PresetsOut,
    QueuedOut,
    TalliesOut,
    TrendOut,
    VersionChange,
    VersionOut,
    VersionsOut,
    VoiceChange,
)
from voices.models import Voice, VoiceVersion
from voices.permissions import check_owner
from voices.states import Chosen, VersionOrigin


def _mine(request: Request, public_id: UUID) -> Voice:
    """A voice that the caller sees and may change: that comes before what is wrong with the body."""
    voice = voices.get_voice(person(request), public_id)
    check_owner(person(request), voice)
    return voice


def _my_version(request: Request, public_id: UUID) -> VoiceVersion:
    version = selectors.get_version(person(request), public_id)
    check_owner(person(request), version.voice)
    return version


class Library(APIView):
    @extend_schema(
        operation_id="v1_voices_list", parameters=[LibraryQuery, *PAGING], responses={200: LibraryPageOut},
        tags=["voices"],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        asked = LibraryQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        looked = selectors.Looked(
            given.get("q", ""), given.get("tag", ""), given.get("language", ""), given.get("state", ""),
            given.get("whose", ""),
        )  # fmt: skip
        params = request.query_params
        rows = selectors.library(person(request), looked)
        found = page(rows, cursor=params.get("cursor", ""), limit=limit_of(params.get("limit")))
        return Response({"results": [told(LibraryVoiceOut, row) for row in found.rows], "next": found.next_cursor})


class OneVoice(APIView):
    @extend_schema(responses={200: LibraryVoiceOut}, tags=["voices"])
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(told(LibraryVoiceOut, selectors.get_listed(person(request), public_id)))

    @extend_schema(request=VoiceChange, responses={200: LibraryVoiceOut}, tags=["voices"])
    def patch(self, request: Request, public_id: UUID) -> Response:
        voice, by = _mine(request, public_id), person(request)
        wanted = VoiceChange(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        services.change(
            by=by, voice=voice, name=given.get("name"), tags=given.get("tags"), is_shared=given.get("is_shared")
        )
        return Response(told(LibraryVoiceOut, selectors.get_listed(by, public_id)))


class Versions(APIView):
    @extend_schema(responses={200: VersionsOut}, tags=["voices"])
    def get(self, request: Request, public_id: UUID) -> Response:
        rows = selectors.versions_of(voices.get_voice(person(request), public_id))
        return Response({"results": [told(VersionOut, row) for row in rows], "next": None})

    @extend_schema(request=LearnAgainIn, responses={201: QueuedOut}, tags=["voices"])
    def post(self, request: Request, public_id: UUID) -> Response:
        """Learn a new version; the old one serves until it is ready."""
        voice = _mine(request, public_id)
        wanted = LearnAgainIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        origin = VersionOrigin(given["origin"])
        version = services.learn_again(by=person(request), voice=voice, samples=given.get("samples"), origin=origin)
        return Response(told(QueuedOut, version), status=201)


class OneVersion(APIView):
    @extend_schema(responses={200: VersionOut}, tags=["voices"])
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(_version(request, public_id))

    @extend_schema(request=VersionChange, responses={200: VersionOut}, tags=["voices"])
    def patch(self, request: Request, public_id: UUID) -> Response:
        version = _my_version(request, public_id)
        wanted = VersionChange(data=request.data)
        wanted.is_valid(raise_exception=True)
        services.label_version(by=person(request), version=version, label=wanted.validated_data["label"])
        return Response(_version(request, public_id))


def _version(request: Request, public_id: UUID) -> dict[str, object]:
    version = selectors.get_version(person(request), public_id)
    rows = selectors.versions_of(version.voice)
    return told(VersionOut, next(row for row in rows if row.pk == version.pk))


class RollBack(APIView):
    @extend_schema(request=None, responses={200: VersionOut}, tags=["voices"])
    def post(self, request: Request, public_id: UUID) -> Response:
        services.roll_back(by=person(request), version=selectors.get_version(person(request), public_id))
        return Response(_version(request, public_id))


class Comparisons(APIView):
    @extend_schema(responses={200: TalliesOut}, tags=["voices"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """How often each version was chosen blind."""
        voice = voices.get_voice(person(request), public_id)
        tallies = selectors.tallies(voice)
        names = dict(voice.versions.filter(pk__in=tallies).values_list("pk", "public_id"))
        counted = [
            {"version_id": names[key], "won": one.won, "lost": one.lost, "same": one.same}
            for key, one in sorted(tallies.items())
        ]
        return Response({"results": counted})

    @extend_schema(request=ComparisonIn, responses={201: ComparisonOut}, tags=["voices"])
    def post(self, request: Request, public_id: UUID) -> Response:
        voice, by = _mine(request, public_id), person(request)
        wanted = ComparisonIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        given = wanted.validated_data
        one, other = (selectors.get_version(by, key) for key in given["versions"])
        row = services.compare(by=by, voice=voice, one=one, other=other, sentence=given["sentence"])
        return Response(told(ComparisonOut, row), status=201)


class OneComparison(APIView):
    @extend_schema(responses={200: ComparisonOut}, tags=["voices"])
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(told(ComparisonOut, selectors.get_comparison(person(request), public_id)))

    @extend_schema(request=ChosenIn, responses={200: ComparisonOut}, tags=["voices"])
    def post(self, request: Request, public_id: UUID) -> Response:
        """Say which is better; the answer tells which was which."""
        by = person(request)
        row = selectors.get_comparison(by, public_id)
        wanted = ChosenIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        services.choose(by=by, comparison=row, chosen=Chosen(wanted.validated_data["chosen"]))
        return Response(told(ComparisonOut, selectors.get_comparison(by, public_id)))


class ComparisonAudio(BytesView):
    @extend_schema(parameters=[RANGE], responses=bytes_of("audio/flac"), tags=["voices"])
    def get(self, request: Request, public_id: UUID, side: str) -> HttpResponseBase:
        return side_response(request._request, selectors.get_comparison(person(request), public_id), side)


class Trend(APIView):
    @extend_schema(responses={200: TrendOut}, tags=["voices"])
    def get(self, request: Request, public_id: UUID) -> Response:
        """How the voice did from day to day, the oldest first."""
        voice = voices.get_voice(person(request), public_id)
        days = [told(DayOut, day) for day in selectors.days_of(voice)]
        return Response({"threshold": selectors.threshold_of(voice), "results": days})


class NoticeSeen(APIView):
    @extend_schema(request=None, responses={204: None}, tags=["voices"])
    def post(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        services.see_notice(by=by, notice=selectors.get_notice(by, public_id))
        return Response(status=204)


class Presets(APIView):
    @extend_schema(responses={200: PresetsOut}, tags=["voices"])
    def get(self, request: Request) -> Response:
        """The voices that come with the engine."""
        return Response({"results": [told(PresetOut, preset) for preset in presets.listed()]})
