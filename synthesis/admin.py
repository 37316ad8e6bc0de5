from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.asker import person
from lib.admin import ReadOnlyAdmin, call_each
from synthesis import services
from synthesis.models import (
    BeatSlot,
    ConsumedDocumentEvent,
    ConsumedRuleEvent,
    ConsumedVoiceEvent,
    IdentityCheck,
    Job,
    JobEvent,
    Rendition,
    Segment,
    Take,
)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = (
        "title",
        "status",
        "progress_percent",
        "voice_name",
        "organisation",
        "missing_segments",
        "created_at",
    )
    list_filter = ("status", "kind", "engine")
    list_select_related = ("organisation",)
    search_fields = ("public_id", "created_by__email", "title")

    actions = ("retry", "cancel")

    @admin.action(description="Thử lại", permissions=["act"])
    def retry(self, request: HttpRequest, rows: "QuerySet[Job]") -> None:
        call_each(request, rows, lambda job: services.retry(by=person(request), job=job, as_staff=True))

    @admin.action(description="Hủy", permissions=["act"])
    def cancel(self, request: HttpRequest, rows: "QuerySet[Job]") -> None:
        call_each(request, rows, lambda job: services.cancel(by=person(request), job=job, as_staff=True))


@admin.register(Segment)
class SegmentAdmin(ReadOnlyAdmin):
    list_display = (
        "job",
        "position",
        "status",
        "language",
        "attempts",
        "errors",
        "lost_leases",
        "error_code",
    )
    list_filter = ("status",)
    list_select_related = ("job",)
    search_fields = ("job__public_id",)


@admin.register(Take)
class TakeAdmin(ReadOnlyAdmin):
    list_display = (
        "public_id",
        "segment",
        "duration_seconds",
        "is_accepted",
        "identity",
        "identity_mark",
        "is_marked_good",
        "created_at",
    )
    list_filter = ("identity_mark", "is_marked_good")
    list_select_related = ("segment__job",)


@admin.register(Rendition)
class RenditionAdmin(ReadOnlyAdmin):
    list_display = ("filename", "format", "status", "size_bytes", "duration_seconds", "expires_at")
    list_filter = ("status", "format")


@admin.register(IdentityCheck)
class IdentityCheckAdmin(ReadOnlyAdmin):
    list_display = ("job", "status", "attempts", "errors", "lost_leases", "error_code", "created_at")
    list_filter = ("status",)
    list_select_related = ("job",)


@admin.register(JobEvent)
class JobEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "subject", "old", "new", "reason", "created_by")
    list_filter = ("kind", "new")
    list_select_related = ("created_by",)
    search_fields = ("subject",)


@admin.register(ConsumedVoiceEvent, ConsumedDocumentEvent, ConsumedRuleEvent)
class ConsumedEventAdmin(ReadOnlyAdmin):
    list_display = ("event", "at")
    list_select_related = ("event",)


@admin.register(BeatSlot)
class BeatSlotAdmin(ReadOnlyAdmin):
    list_display = ("name", "starts_at")
    list_filter = ("name",)
