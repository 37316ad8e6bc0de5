from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.asker import person
from documents import services
from documents.models import (
    Chapter,
    Document,
    DocumentChange,
    DocumentEvent,
    Extraction,
    PagePicture,
    PronunciationRule,
    RecognisedPage,
    RuleEvent,
    Section,
    SectionChoice,
    SectionEdit,
)
from lib.admin import ReadOnlyAdmin, call_each


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("filename", "status", "organisation", "created_by", "deleted_at", "created_at")
    list_select_related = ("current_extraction", "organisation", "created_by")
    search_fields = ("filename", "created_by__email", "public_id")


@admin.register(Extraction)
class ExtractionAdmin(ReadOnlyAdmin):
    list_display = (
        "document",
        "number",
        "status",
        "page_count",
        "word_count",
        "attempts",
        "errors",
        "error_code",
    )
    list_filter = ("status", "format")
    list_select_related = ("document",)
    search_fields = ("public_id", "document__public_id")
    actions = ("retry",)

    @admin.action(description="Thử lại", permissions=["act"])
    def retry(self, request: HttpRequest, rows: "QuerySet[Extraction]") -> None:
        call_each(
            request, rows, lambda extraction: services.retry(by=person(request), extraction=extraction, as_staff=True)
        )


@admin.register(Chapter)
class ChapterAdmin(ReadOnlyAdmin):
    list_display = ("extraction", "position", "title", "is_skipped")
    list_filter = ("is_skipped",)
    list_select_related = ("extraction__document",)


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin):
    list_display = ("extraction", "rank", "position", "kind", "level", "page", "is_skipped", "revision")
    list_filter = ("is_skipped",)
    list_select_related = ("extraction__document",)


@admin.register(DocumentChange)
class ChangeAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "extraction", "created_by")
    list_filter = ("kind",)
    list_select_related = ("extraction__document", "created_by")
    search_fields = ("public_id", "created_by__email")


@admin.register(SectionEdit)
class SectionEditAdmin(ReadOnlyAdmin):
    list_display = ("change", "section")
    list_select_related = ("change", "section")
    search_fields = ("change__public_id", "change__created_by__email")


@admin.register(RecognisedPage)
class RecognisedPageAdmin(ReadOnlyAdmin):
    list_display = ("extraction", "number")
    list_select_related = ("extraction__document",)


@admin.register(PagePicture)
class PagePictureAdmin(ReadOnlyAdmin):
    list_display = ("document", "number", "created_at")
    list_select_related = ("document",)
    search_fields = ("public_id", "document__public_id")


@admin.register(DocumentEvent)
class DocumentEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "subject", "old", "new", "reason", "created_by")
    list_filter = ("kind", "new")
    list_select_related = ("created_by",)
    search_fields = ("subject",)


@admin.register(SectionChoice)
class SectionChoiceAdmin(ReadOnlyAdmin):
    list_display = ("written", "spoken", "section", "start", "end", "created_by")
    list_select_related = ("section", "created_by")
    search_fields = ("written", "spoken", "created_by__email", "public_id")


@admin.register(PronunciationRule)
class PronunciationRuleAdmin(ReadOnlyAdmin):
    list_display = ("written", "spoken", "scope", "language", "organisation", "created_by", "deleted_at")
    list_filter = ("language", "is_shared")
    list_select_related = ("organisation", "created_by")
    search_fields = ("written", "spoken", "created_by__email", "public_id")


@admin.register(RuleEvent)
class RuleEventAdmin(ReadOnlyAdmin):
    list_display = ("at", "kind", "subject", "old", "new", "document_ref", "created_by")
    list_filter = ("kind", "new")
    list_select_related = ("created_by",)
    search_fields = ("subject", "document_ref")
