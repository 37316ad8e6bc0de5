from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from lib.progress import TASK_STATUS
from voices import statements
from voices.enrolment import selectors, showing
from voices.learnable import state_of
from voices.models import Sample, Voice
from voices.serializers import ReasonOut
from voices.services import MAX_TRANSCRIPT_CHARS
from voices.states import ConsentKind

SPOKEN = ["vi", "en"]


class DraftIn(serializers.Serializer[None]):
    name = serializers.CharField(max_length=120)
    language = serializers.ChoiceField(choices=SPOKEN, required=False, default="vi")
    consent = serializers.ChoiceField(choices=ConsentKind.choices)
    speaker_name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    statement_version = serializers.CharField(max_length=24, required=False, default=statements.CURRENT)


class DraftOut(serializers.Serializer[Voice]):
    id = serializers.UUIDField(source="public_id")
    name = serializers.CharField()
    language = serializers.CharField()
    status = serializers.CharField()


class ScriptOut(serializers.Serializer[None]):
    id = serializers.CharField()
    language = serializers.CharField()
    text = serializers.CharField()


class SampleIn(serializers.Serializer[None]):
    file = serializers.FileField(allow_empty_file=True)
    transcript = serializers.CharField(required=False, allow_blank=True, default="", max_length=MAX_TRANSCRIPT_CHARS)
    script = serializers.CharField(required=False, allow_blank=True, default="", max_length=24)
    language = serializers.ChoiceField(choices=SPOKEN, required=False, default="")
    instead_of = serializers.UUIDField(required=False, default=None)


class SampleChangeIn(serializers.Serializer[None]):
    is_left_out = serializers.BooleanField(required=False)
    transcript = serializers.CharField(required=False, allow_blank=True, max_length=MAX_TRANSCRIPT_CHARS)


class WindowOut(serializers.Serializer[None]):
    start_seconds = serializers.FloatField()
    end_seconds = serializers.FloatField()


class TranscriptCheckOut(serializers.Serializer[None]):
    verdict = serializers.ChoiceField(choices=["matches", "differs", "unsure", "none"])
    cost = serializers.FloatField()


class ReportOut(serializers.Serializer[None]):
    """What was measured; times in seconds. ``outline``: the levels of the checked recording, 0-1, for a picture."""

    duration_seconds = serializers.FloatField()
    speech_seconds = serializers.FloatField()
    snr_db = serializers.FloatField()
    clipping_ratio = serializers.FloatField()
    loudness_lufs = serializers.FloatField()
    reverberation_seconds = serializers.FloatField(allow_null=True, default=None)
    bandwidth_hz = serializers.FloatField(default=0.0)
    speakers = serializers.IntegerField(default=1)
    quality_score = serializers.IntegerField()
    outline = serializers.ListField(child=serializers.FloatField(), default=list)


class SampleOut(serializers.ModelSerializer[Sample]):
    id = serializers.UUIDField(source="public_id")
    task_id = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    report = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()
    window = serializers.SerializerMethodField()
    transcript_check = serializers.SerializerMethodField()
    audio_path = serializers.SerializerMethodField()

    class Meta:
        model = Sample
        fields = [
            "id", "task_id", "status", "error", "filename", "source", "script", "language", "transcript",
            "transcript_check", "duration_seconds", "is_left_out", "report", "reasons", "window", "audio_path",
            "created_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_task_id(self, sample: Sample) -> str | None:
        check = getattr(sample, "check_row", None)
        return str(check.public_id) if check else None

    @extend_schema_field(serializers.ChoiceField(choices=sorted(set(TASK_STATUS.values()))))
    def get_status(self, sample: Sample) -> str:
        return TASK_STATUS[state_of(sample)]

    def get_error(self, sample: Sample) -> str:
        """Why it cannot be used, in words."""
        return selectors.fault_of(sample)

    @extend_schema_field(ReportOut(allow_null=True))
    def get_report(self, sample: Sample) -> dict[str, Any] | None:
        known: dict[str, Any] | None = ReportOut(sample.report).data if sample.report else None
        return known

    @extend_schema_field(ReasonOut(many=True))
    def get_reasons(self, sample: Sample) -> list[dict[str, Any]]:
        return showing.reasons_of(sample)

    @extend_schema_field(WindowOut(allow_null=True))
    def get_window(self, sample: Sample) -> dict[str, float] | None:
        start, end = sample.window_start_seconds, sample.window_end_seconds
        return None if start is None or end is None else {"start_seconds": start, "end_seconds": end}

    @extend_schema_field(TranscriptCheckOut(allow_null=True))
    def get_transcript_check(self, sample: Sample) -> dict[str, Any] | None:
        return sample.transcript_check or None

    def get_audio_path(self, sample: Sample) -> str:
        return f"/api/v1/samples/{sample.public_id}/audio"


class SampleListOut(serializers.Serializer[None]):
    results = SampleOut(many=True)
    next = serializers.URLField(allow_null=True)


class LearningOut(serializers.Serializer[None]):
    task_id = serializers.UUIDField()
    status = serializers.CharField()
    voice_id = serializers.UUIDField()
    number = serializers.IntegerField()
