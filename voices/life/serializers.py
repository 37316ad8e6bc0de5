from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lib.progress import OWNER_STATUS, TASK_STATUS
from voices.life.selectors import STATES, Tally, Told, told
from voices.life.showing import ShownNotice, ShownPart
from voices.models import Comparison, Voice, VoiceDay, VoiceStep, VoiceVersion
from voices.states import Chosen, Variant, VersionOrigin


class LibraryQuery(serializers.Serializer[None]):
    q = serializers.CharField(required=False, allow_blank=True, max_length=120, help_text="marks do not matter")
    tag = serializers.CharField(required=False, allow_blank=True, max_length=40)
    language = serializers.ChoiceField(choices=["vi", "en"], required=False)
    state = serializers.ChoiceField(choices=[*STATES, "draft", "revoked"], required=False)
    whose = serializers.ChoiceField(choices=["mine", "shared"], required=False)


class NoticeOut(serializers.Serializer[ShownNotice]):
    id = serializers.UUIDField(source="notice.public_id")
    code = serializers.CharField(source="notice.code")
    message = serializers.CharField()
    at = serializers.DateTimeField(source="notice.created_at")


class LibraryVoiceOut(serializers.Serializer[Voice]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    language = serializers.CharField()
    status = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()
    is_shared = serializers.BooleanField()
    owner_id = serializers.UUIDField(source="created_by.public_id")
    version_id = serializers.SerializerMethodField()
    quality_score = serializers.SerializerMethodField()
    notices = serializers.SerializerMethodField()

    def get_status(self, voice: Voice) -> str:
        return OWNER_STATUS[voice.status]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_tags(self, voice: Voice) -> list[str]:
        return [tag.name for tag in voice.tags.all()]

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_version_id(self, voice: Voice) -> str | None:
        return str(voice.current_version.public_id) if voice.current_version else None

    def get_quality_score(self, voice: Voice) -> int | None:
        return voice.current_version.quality_score if voice.current_version else None

    @extend_schema_field(NoticeOut(many=True))
    def get_notices(self, voice: Voice) -> list[dict[str, Any]]:
        unseen = getattr(voice.current_version, "unseen", ())
        return [dict(NoticeOut(ShownNotice.of(notice)).data) for notice in unseen]


class LibraryPageOut(serializers.Serializer[None]):
    results = LibraryVoiceOut(many=True)
    next = serializers.UUIDField(allow_null=True, help_text="the cursor of the next page")


class VoiceChange(serializers.Serializer[None]):
    name = serializers.CharField(max_length=120, required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=40), required=False, max_length=50)
    is_shared = serializers.BooleanField(required=False)


class PartOut(serializers.Serializer[ShownPart]):
    cost = serializers.IntegerField()
    figure = serializers.FloatField(allow_null=True)
    unit = serializers.CharField()
    message = serializers.CharField()


class ScoreOut(serializers.Serializer[Told]):
    """How near, how clear; null where it was not measured."""

    score = serializers.IntegerField(allow_null=True)
    identity = serializers.FloatField(allow_null=True)
    natural = serializers.FloatField(allow_null=True, help_text="how near the person's own recordings are")
    threshold = serializers.FloatField(allow_null=True)
    understood = serializers.IntegerField(allow_null=True, help_text="of ten sentences")
    tone_median = serializers.FloatField(allow_null=True)
    parts = serializers.SerializerMethodField()

    @extend_schema_field(PartOut(many=True))
    def get_parts(self, found: Told) -> list[dict[str, Any]]:
        return [dict(PartOut(ShownPart.of(part)).data) for part in found.parts]


class StepOut(serializers.ModelSerializer[VoiceStep]):
    class Meta:
        model = VoiceStep
        fields = ["step", "status", "figures", "code", "started_at", "finished_at"]


class TrialOut(serializers.Serializer[Any]):
    sentence = serializers.IntegerField()
    variant = serializers.ChoiceField(choices=Variant.choices)
    text = serializers.CharField()
    identity = serializers.FloatField(allow_null=True)
    audio_path = serializers.SerializerMethodField()

    def get_audio_path(self, trial: Any) -> str:
        return f"/api/v1/trials/{trial.public_id}/audio"


class VersionOut(serializers.ModelSerializer[VoiceVersion]):
    id = serializers.UUIDField(source="public_id")
    status = serializers.SerializerMethodField()
    is_current = serializers.SerializerMethodField()
    parent_id = serializers.UUIDField(source="parent.public_id", allow_null=True, default=None)
    samples = serializers.SerializerMethodField()
    score = serializers.SerializerMethodField()
    steps = StepOut(many=True)
    trials = TrialOut(many=True, source="heard", help_text="those that were kept to be heard")

    class Meta:
        model = VoiceVersion
        fields = [
            "id", "number", "label", "origin", "status", "is_current", "parent_id", "samples", "score", "steps",
            "trials", "created_at", "finished_at",
        ]  # fmt: skip

    def get_status(self, version: VoiceVersion) -> str:
        return TASK_STATUS[version.status]

    def get_is_current(self, version: VoiceVersion) -> bool:
        return version.voice.current_version_id == version.pk

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_samples(self, version: VoiceVersion) -> list[str]:
        return [str(sample.public_id) for sample in version.samples.all()]

    @extend_schema_field(ScoreOut)
    def get_score(self, version: VoiceVersion) -> dict[str, Any]:
        return dict(ScoreOut(told(version)).data)


class VersionsOut(serializers.Serializer[None]):
    results = VersionOut(many=True)
    next = serializers.UUIDField(allow_null=True)


class LearnAgainIn(serializers.Serializer[None]):
    samples = serializers.ListField(
        child=serializers.UUIDField(), required=False, max_length=100, help_text="all that are not left out if absent"
    )
    origin = serializers.ChoiceField(
        choices=[VersionOrigin.SAMPLES, VersionOrigin.ENGINE, VersionOrigin.MANUAL],
        required=False, default=VersionOrigin.MANUAL.value,
    )  # fmt: skip


class QueuedOut(serializers.Serializer[VoiceVersion]):
    task_id = serializers.UUIDField(source="public_id")
    number = serializers.IntegerField()
    status = serializers.SerializerMethodField()

    def get_status(self, version: VoiceVersion) -> str:
        return TASK_STATUS[version.status]


class VersionChange(serializers.ModelSerializer[VoiceVersion]):
    class Meta:
        model = VoiceVersion
        fields = ["label"]
        extra_kwargs = {"label": {"required": True}}


class ComparisonIn(serializers.Serializer[None]):
    versions = serializers.ListField(child=serializers.UUIDField(), min_length=2, max_length=2)
    sentence = serializers.IntegerField(min_value=0, max_value=9, required=False, default=0)


class ChosenIn(serializers.Serializer[None]):
    chosen = serializers.ChoiceField(choices=Chosen.choices)


class ComparisonOut(serializers.Serializer[Comparison]):
    """Which version is which is told only after something was chosen."""

    id = serializers.UUIDField(source="public_id")
    sentence = serializers.IntegerField()
    chosen = serializers.CharField()
    left_audio = serializers.SerializerMethodField()
    right_audio = serializers.SerializerMethodField()
    left_id = serializers.SerializerMethodField()
    right_id = serializers.SerializerMethodField()

    def get_left_audio(self, row: Comparison) -> str:
        return f"/api/v1/voice-comparisons/{row.public_id}/left"

    def get_right_audio(self, row: Comparison) -> str:
        return f"/api/v1/voice-comparisons/{row.public_id}/right"

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_left_id(self, row: Comparison) -> str | None:
        return str(row.left.public_id) if row.chosen else None

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_right_id(self, row: Comparison) -> str | None:
        return str(row.right.public_id) if row.chosen else None


class TallyOut(serializers.Serializer[Tally]):
    version_id = serializers.UUIDField()
    won = serializers.IntegerField()
    lost = serializers.IntegerField()
    same = serializers.IntegerField()


class TalliesOut(serializers.Serializer[None]):
    results = TallyOut(many=True)


class DayOut(serializers.ModelSerializer[VoiceDay]):
    version_id = serializers.UUIDField(source="version.public_id")
    identity = serializers.FloatField(allow_null=True, help_text="the mean of what was measured")
    measured = serializers.IntegerField(source="identity_count")

    class Meta:
        model = VoiceDay
        fields = [
            "day", "version_id", "engine", "clips", "measured", "identity", "low_count", "failed", "regenerated",
        ]  # fmt: skip


class TrendOut(serializers.Serializer[None]):
    threshold = serializers.FloatField(allow_null=True)
    results = DayOut(many=True)


class PresetOut(serializers.Serializer[Any]):
    id = serializers.CharField()
    name = serializers.CharField(source="label")
    language = serializers.CharField()
    region = serializers.CharField()
    gender = serializers.CharField()
    audio_path = serializers.SerializerMethodField()

    def get_audio_path(self, preset: Any) -> str:
        return f"/voices/presets/{preset.id}/audio/"


class PresetsOut(serializers.Serializer[None]):
    results = PresetOut(many=True)
