from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.asker import person
from lib.admin import ReadOnlyAdmin, call_each
from voices import services
from voices.models import Consent, Sample, Voice, VoiceEvent, VoicePrint, VoiceVersion


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
        "status",
        "quality_score",
        "attempts",
        "errors",
        "error_code",
        "created_at",
    )
    list_filter = ("status",)
    list_select_related = ("voice",)
    search_fields = ("public_id", "voice__public_id")
    actions = ("retry",)

    @admin.action(description="Thử lại", permissions=["act"])
    def retry(self, request: HttpRequest, rows: "QuerySet[VoiceVersion]") -> None:
        by = person(request)
        call_each(request, rows, lambda version: services.retry(by=by, version=version, as_staff=True))


@admin.register(Sample)
class SampleAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "voice", "duration_seconds", "created_at")
    list_select_related = ("voice",)


@admin.register(VoicePrint)
class VoicePrintAdmin(ReadOnlyAdmin):
    list_display = ("public_id", "version", "engine", "language", "created_at")
    list_select_related = ("version__voice",)


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
