from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from synthesis.clips.selectors import Nearness
from synthesis.models import Segment, Take
from synthesis.states import IdentityMark


class ClipOut(serializers.Serializer[Segment]):
    """A segment with its accepted clip. ``identity`` is null where it was not measured."""

    position = serializers.IntegerField()
    text = serializers.CharField(source="source_text")
    status = serializers.CharField()
    take_id = serializers.SerializerMethodField()
    take_number = serializers.IntegerField(help_text="how often another way was asked for")
    duration_seconds = serializers.SerializerMethodField()
    identity = serializers.SerializerMethodField()
    identity_mark = serializers.SerializerMethodField()
    is_marked_good = serializers.SerializerMethodField()

    def _take(self, segment: Any) -> Take | None:
        return next(iter(segment.accepted), None)

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_take_id(self, segment: Segment) -> str | None:
        take = self._take(segment)
        return str(take.public_id) if take else None

    def get_duration_seconds(self, segment: Segment) -> float | None:
        take = self._take(segment)
        return round(take.duration_seconds, 3) if take else None

    def get_identity(self, segment: Segment) -> float | None:
        take = self._take(segment)
        return take.identity if take else None

    @extend_schema_field(serializers.ChoiceField(choices=["", *IdentityMark.values]))
    def get_identity_mark(self, segment: Segment) -> str:
        take = self._take(segment)
        return take.identity_mark if take else ""

    def get_is_marked_good(self, segment: Segment) -> bool:
        take = self._take(segment)
        return take is not None and take.is_marked_good


class NearnessOut(serializers.Serializer[Nearness]):
    clips = serializers.IntegerField()
    measured = serializers.IntegerField()
    low = serializers.IntegerField()
    mean = serializers.FloatField(allow_null=True)
    is_done = serializers.BooleanField()


class ClipsOut(serializers.Serializer[None]):
    identity = NearnessOut(allow_null=True)
    results = ClipOut(many=True)
    next = serializers.IntegerField(allow_null=True, help_text="the position at which the next page begins")


class ClipsQuery(serializers.Serializer[None]):
    start = serializers.IntegerField(min_value=0, required=False, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=100, required=False, default=50)


class ReadAgainIn(serializers.Serializer[None]):
    positions = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=10**9), min_length=1, max_length=500
    )


class TakeChange(serializers.Serializer[None]):
    is_marked_good = serializers.BooleanField()


class TakeOut(serializers.ModelSerializer[Take]):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Take
        fields = ["id", "duration_seconds", "identity", "identity_mark", "is_marked_good"]
