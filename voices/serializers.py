from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lib.progress import OWNER_STATUS
from voices import selectors, statements
from voices.models import Consent, Voice
from voices.states import ConsentKind


class ConsentIn(serializers.Serializer[None]):
    consent = serializers.ChoiceField(choices=ConsentKind.choices)
    speaker_name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    statement_version = serializers.CharField(max_length=24, required=False, default=statements.CURRENT)


class VoiceIn(ConsentIn):
    file = serializers.FileField(allow_empty_file=True)
    name = serializers.CharField(max_length=120)
    language = serializers.ChoiceField(choices=["vi", "en"], required=False, default="vi")
    transcript = serializers.CharField(required=False, allow_blank=True, default="", max_length=20000)
    consent = serializers.ChoiceField(choices=ConsentKind.choices, required=False)


class VoiceAcceptedOut(serializers.Serializer[None]):
    task_id = serializers.UUIDField(allow_null=True, help_text="null where there is nothing to learn from yet")
    status = serializers.CharField()
    message = serializers.CharField()
    profile_id = serializers.UUIDField()


class ConsentOut(serializers.ModelSerializer[Consent]):
    given_at = serializers.DateTimeField(source="created_at")

    class Meta:
        model = Consent
        fields = ["kind", "speaker_name", "statement_version", "scope", "given_at", "expires_at"]


class ReasonOut(serializers.Serializer[None]):
    code = serializers.CharField()
    cost = serializers.IntegerField()
    message = serializers.CharField()


class VoiceOut(serializers.ModelSerializer[Voice]):
    """The owner's names for a voice."""

    id = serializers.UUIDField(source="public_id")
    user_id = serializers.UUIDField(source="created_by.public_id")
    audio_path = serializers.SerializerMethodField()
    duration = serializers.SerializerMethodField()
    quality_score = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    consent = ConsentOut(allow_null=True)
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = Voice
        fields = [
            "id", "user_id", "name", "audio_path", "duration", "quality_score", "status", "created_at", "language",
            "consent", "reasons",
        ]  # fmt: skip

    def get_audio_path(self, voice: Voice) -> str:
        return f"/api/voice-profiles/{voice.public_id}/audio"

    def get_duration(self, voice: Voice) -> float | None:
        return voice.current_version.report.get("duration_seconds") if voice.current_version else None

    def get_quality_score(self, voice: Voice) -> int | None:
        return voice.current_version.quality_score if voice.current_version else None

    def get_status(self, voice: Voice) -> str:
        return OWNER_STATUS[voice.status]

    @extend_schema_field(ReasonOut(many=True))
    def get_reasons(self, voice: Voice) -> list[dict[str, object]]:
        """What the quality check found; for a refused file, why."""
        version = voice.current_version
        if version is not None and version.error_code:
            return [{"code": version.error_code, "cost": 100, "message": selectors.message_of(voice)}]
        return selectors.reasons_of(version)
