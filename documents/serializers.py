from rest_framework import serializers

from documents import passwords, selectors
from documents.models import Document
from documents.states import Aside
from lib.progress import OWNER_STATUS


class DocumentIn(serializers.Serializer[None]):
    file = serializers.FileField(allow_empty_file=True)
    keep_original = serializers.BooleanField(default=True, help_text="false: the file goes when it has been read")


class DocumentChangeIn(serializers.Serializer[None]):
    filename = serializers.CharField(max_length=200, required=False)
    footnotes = serializers.ChoiceField(Aside.choices, required=False)
    tables = serializers.ChoiceField(Aside.choices, required=False)
    captions = serializers.ChoiceField(Aside.choices, required=False)


class PasswordIn(serializers.Serializer[None]):
    """The password of a locked file: kept sealed for minutes, for the worker that opens it."""

    password = serializers.CharField(max_length=passwords.LONGEST, trim_whitespace=False, write_only=True)


class DocumentTaskOut(serializers.Serializer[None]):
    task_id = serializers.UUIDField()
    status = serializers.CharField()
    message = serializers.CharField()
    document_id = serializers.UUIDField()


class DocumentAcceptedOut(DocumentTaskOut):
    same_as = serializers.UUIDField(required=False, help_text="an older document of yours that is the same file")


class DocumentBriefOut(serializers.ModelSerializer[Document]):
    """The owner's names for a document, without its text."""

    id = serializers.UUIDField(source="public_id")
    user_id = serializers.UUIDField(source="created_by.public_id")
    file_path = serializers.SerializerMethodField()
    file_type = serializers.SerializerMethodField()
    word_count = serializers.IntegerField(source="current_extraction.word_count", allow_null=True, default=None)
    page_count = serializers.IntegerField(source="current_extraction.page_count", allow_null=True, default=None)
    language = serializers.CharField(source="current_extraction.language", default="")
    estimated_duration = serializers.SerializerMethodField()
    status = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    keep_original = serializers.BooleanField(source="keeps_original")

    class Meta:
        model = Document
        fields = [
            "id", "user_id", "filename", "file_path", "file_type", "word_count", "status", "created_at",
            "estimated_duration", "page_count", "language", "error", "footnotes", "tables", "captions",
            "keep_original", "original_deleted_at",
        ]  # fmt: skip

    def get_file_path(self, document: Document) -> str | None:
        return f"/api/documents/{document.public_id}/file" if document.blob_id else None

    def get_file_type(self, document: Document) -> str:
        known = document.current_extraction.format if document.current_extraction else ""
        return known or document.filename.rpartition(".")[2].lower()

    def get_estimated_duration(self, document: Document) -> float | None:
        extraction = document.current_extraction
        return selectors.estimated_seconds(extraction.words) if extraction else None

    def get_status(self, document: Document) -> str:
        return OWNER_STATUS[document.status]

    def get_error(self, document: Document) -> dict[str, str] | None:
        extraction = document.current_extraction
        if extraction is None or not extraction.error_code:
            return None
        return {"code": extraction.error_code, "detail": selectors.message_of(extraction)}


class DocumentOut(DocumentBriefOut):
    text_content = serializers.SerializerMethodField()

    class Meta(DocumentBriefOut.Meta):
        fields = [*DocumentBriefOut.Meta.fields, "text_content"]

    def get_text_content(self, document: Document) -> str:
        return selectors.text_of(document)
