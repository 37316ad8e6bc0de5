from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.asker import person
from lib.admin import ReadOnlyAdmin, call_each
from voices import services
from voices.models import (
    Comparison,
    Consent,
    PresetClip,
    Sample,
    SampleCheck,
    Trial,
    Voice,
    VoiceDay,
    VoiceEvent,
    VoiceNotice,
    VoicePrint,
    VoiceStep,
    VoiceTag,
    VoiceVersion,
)


@admin.register(Voice)
class VoiceAdmin(ReadOnlyAdmin):
    list_display = ("name", "status", "organisation", "created_by", "revoked_at", "created_at")
    list_select_related = ("current_version", "organisation", "created_by")
    search_fields = ("name", "created_by__email", "public_id")
    actions = ("revoke",)

    @admin.action(description="Thu hồi giọng", permissions=["act"])
    def revoke(self, request: HttpRequest, rows: "QuerySet[Voice]") -> None:
        call_each(
            request, rows, lambda voice: services.revoke(by=person(request), voice=voice, reason="staff", as_staff=True)
        )


@admin.register(VoiceVersion)
class VoiceVersionAdmin(ReadOnlyAdmin):
    list_display = (
        "voice",
        "number",
        "origin",
        "status",
        "quality_score",
        "attempts",
        "errors",
        "error_code",
        "created_at",
    )
    list_filter = ("status", "origin")
    list_select_related = ("voice",)
    search_fields = ("public_id", "voice__public_id")
    actions = ("retry",)

    @admin.action(description="Thử lại", permissions=["act"])
    def retry(self, request: HttpRequest, rows: "QuerySet[VoiceVersion]") -> None:
        by = person(request)
        call_each(request, rows, lambda version: services.retry(by=by, version=version, as_staff=True))


@admin.register(Sample)
class SampleAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "voice", "source", "duration_seconds", "is_left_out", "created_at")
    list_filter = ("source",)
    list_select_related = ("voice",)


@admin.register(SampleCheck)
class SampleCheckAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "sample", "status", "attempts", "errors", "error_code", "created_at")
    list_filter = ("status",)
    list_select_related = ("sample",)


@admin.register(VoiceTag)
class VoiceTagAdmin(ReadOnlyAdmin):
    list_display = ("voice", "name")
    list_select_related = ("voice",)


@admin.register(VoicePrint)
class VoicePrintAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "version", "engine", "language", "identity_threshold", "created_at")
    list_select_related = ("version__voice",)


@admin.register(VoiceStep)
class VoiceStepAdmin(ReadOnlyAdmin):
    list_display = ("version", "step", "status", "code", "started_at", "finished_at")
    list_filter = ("step", "status")
    list_select_related = ("version__voice",)
    search_fields = ("version__public_id",)


@admin.register(Trial)
class TrialAdmin(ReadOnlyAdmin):
    list_display = ("version", "engine", "language", "sentence", "variant", "identity", "duration_seconds")
    list_filter = ("engine", "language", "variant")
    list_select_related = ("version__voice",)


@admin.register(Comparison)
class ComparisonAdmin(ReadOnlyAdmin):
    list_display = ("voice", "left", "right", "sentence", "chosen", "chosen_at")
    list_select_related = ("voice", "left__voice", "right__voice")


@admin.register(VoiceDay)
class VoiceDayAdmin(ReadOnlyAdmin):
    """The trend of a voice, a day a line; ``identity`` is the day's mean."""

    list_display = ("version", "day", "engine", "clips", "identity", "low_count", "failed", "regenerated")
    list_filter = ("engine", "day")
    list_select_related = ("version__voice",)
    search_fields = ("version__public_id", "version__voice__public_id")


@admin.register(VoiceNotice)
class VoiceNoticeAdmin(ReadOnlyAdmin):
    list_display = ("version", "code", "created_at", "seen_at")
    list_filter = ("code",)
    list_select_related = ("version__voice",)


@admin.register(PresetClip)
class PresetClipAdmin(ReadOnlyAdmin):
    list_display = ("engine", "preset", "fingerprint", "size_bytes")


@admin.register(Consent)
class ConsentAdmin(ReadOnlyAdmin):
    list_display = (
        "voice",
        "kind",
        "given_by",
        "statement_version",
        "expires_at",
        "revoked_at",
        "created_at",
    )
    list_filter = ("kind",)
    list_select_related = ("voice", "given_by")


@admin.register(VoiceEvent)
class VoiceEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "subject", "old", "new", "reason", "created_by")
    list_filter = ("kind", "new")
    list_select_related = ("created_by",)
    search_fields = ("subject",)
