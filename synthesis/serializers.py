from typing import Any

from rest_framework import serializers

from documents.reading.serializers import PlaceIn
from synthesis import selectors
from synthesis.models import FORMATS, Job
from synthesis.states import JobState
from voices.states import Variant


class GenerationIn(serializers.Serializer[None]):
    """A voice (or a preset's id) and a text or a document."""

    voice_profile_id = serializers.CharField(max_length=64)
    text = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    document_id = serializers.CharField(required=False, allow_blank=True, allow_null=True, default="")
    language = serializers.ChoiceField(choices=["vi", "en", "auto"], required=False)
    speed = serializers.FloatField(min_value=0.5, max_value=2.0, required=False)
    variant = serializers.ChoiceField(choices=Variant.choices, required=False, default=Variant.NEUTRAL.value)
    format = serializers.ChoiceField(choices=FORMATS, required=False)
    choices = PlaceIn(many=True, required=False, help_text="how places of `text` are read; a document keeps its own")


class CreatedOut(serializers.Serializer[None]):
    id = serializers.UUIDField()
    task_id = serializers.UUIDField()
    status = serializers.CharField()
    message = serializers.CharField()


class TaskOut(serializers.Serializer[None]):
    """The body of ``/api/jobs/{task_id}`` and of the socket; the last fields depend on kind and status."""

    task_id = serializers.UUIDField()
    kind = serializers.CharField()
    status = serializers.CharField()
    progress = serializers.IntegerField()
    message = serializers.CharField()
    eta_seconds = serializers.IntegerField(allow_null=True)
    version = serializers.IntegerField()
    profile_id = serializers.UUIDField(required=False)
    quality_score = serializers.IntegerField(required=False)
    document_id = serializers.UUIDField(required=False)
    text = serializers.CharField(required=False)
    text_url = serializers.CharField(required=False)
    word_count = serializers.IntegerField(required=False)
    estimated_duration = serializers.FloatField(required=False)
    audio_path = serializers.CharField(required=False)
    missing_segments = serializers.IntegerField(required=False)
    error = serializers.CharField(required=False)


class MissingOut(serializers.Serializer[Any]):
    position = serializers.IntegerField()
    text = serializers.CharField(source="source_text")
    error = serializers.CharField(source="error_code")


class GenerationBriefOut(serializers.ModelSerializer[Job]):
    """The owner's names for a job, with the beginning of its text."""

    text_input = serializers.CharField(source="text_start")
    id = serializers.UUIDField(source="public_id")
    user_id = serializers.UUIDField(source="created_by.public_id")
    voice_profile_id = serializers.SerializerMethodField()
    document_id = serializers.UUIDField(source="document.public_id", allow_null=True, default=None)
    audio_path = serializers.SerializerMethodField()
    duration = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    progress = serializers.IntegerField(source="progress_percent")
    error = serializers.SerializerMethodField()
    expires_at = serializers.SerializerMethodField()
    stale = serializers.SerializerMethodField(help_text="rules or choices changed since that say places of its text")

    class Meta:
        model = Job
        fields = [
            "id", "user_id", "voice_profile_id", "document_id", "text_input", "audio_path", "duration", "status",
            "created_at", "completed_at", "progress", "error", "expires_at", "missing_segments", "title",
            "voice_name", "language", "speed", "format", "stale",
        ]  # fmt: skip

    def get_voice_profile_id(self, job: Job) -> str:
        return str(job.voice_ref) if job.voice_ref else job.preset

    def get_audio_path(self, job: Job) -> str | None:
        return selectors.audio_path(job)

    def get_duration(self, job: Job) -> float | None:
        return selectors.duration_of(job)

    def get_status(self, job: Job) -> str:
        return selectors.OWNER_STATUS[JobState(job.status)]

    def get_stale(self, job: Job) -> bool:
        return job.stale_at is not None

    def get_error(self, job: Job) -> dict[str, str] | None:
        if job.status != JobState.FAILED:
            return None
        return {"code": job.error_code, "detail": selectors.message_of(job)}

    def get_expires_at(self, job: Job) -> str | None:
        rendition = selectors.main_rendition(job)
        if rendition is None or rendition.expires_at is None:
            return None
        return serializers.DateTimeField().to_representation(rendition.expires_at)


class GenerationOut(GenerationBriefOut):
    """A job with its whole text."""

    text_input = serializers.CharField()
