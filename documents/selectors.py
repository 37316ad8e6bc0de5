"""Reads of documents, for pages, API and the apps above."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext

from accounts.models import User
from documents.models import Document, Extraction, Section
from lib.progress import TASK_STATUS, UPLOAD_FAILED, TaskView, failure
from lib.refusals import Refusal, sentence
from lib.states import WorkState
from lib.undo import restorable

WORDS_A_MINUTE = 150
SPOKEN_KINDS = frozenset({"title", "heading", "paragraph", "list_item", "table", "caption"})
INLINE_TEXT_BYTES = 64_000


def documents_for(user: User) -> "QuerySet[Document]":
    """The documents that ``user`` sees, with what a card shows."""
    return _rows_for(user).filter(deleted_at__isnull=True)


def deleted_documents_for(user: User) -> "QuerySet[Document]":
    """What ``user`` deleted and can still restore."""
    return restorable(_rows_for(user).filter(created_by=user))


def _rows_for(user: User) -> "QuerySet[Document]":
    return Document.objects.for_user(user).select_related("current_extraction", "created_by")


def get_document(user: User, public_id: UUID | str) -> Document:
    """One document of ``user``, or ``not_found``."""
    document = documents_for(user).filter(public_id=public_id).first()
    if document is None:
        raise Refusal("not_found", 404)
    return document


def get_deleted_document(user: User, public_id: UUID | str) -> Document:
    """One document of ``user`` that may be deleted, or ``not_found``."""
    document = _rows_for(user).filter(public_id=public_id).first()
    if document is None:
        raise Refusal("not_found", 404)
    return document


def sections_of(document: Document) -> "QuerySet[Section]":
    """All sections of the current extraction, in reading order."""
    return Section.objects.filter(extraction=document.current_extraction).order_by("position")


def spoken_sections(document: Document) -> "QuerySet[Section]":
    """The sections that are read aloud: not page furniture, not footnotes."""
    return sections_of(document).filter(kind__in=SPOKEN_KINDS)


def check_read(document: Document) -> None:
    """Raises ``document_not_ready`` or ``document_failed`` (409) where there is no text to read aloud."""
    if document.status in {WorkState.QUEUED, WorkState.RUNNING}:
        raise Refusal("document_not_ready", 409)
    if document.status != WorkState.READY:
        raise Refusal("document_failed", 409)


def spoken_chars(document: Document) -> int:
    """How many characters are read aloud."""
    total: int | None = spoken_sections(document).order_by().aggregate(total=Sum(Length("text")))["total"]
    return total or 0


def text_of(document: Document) -> str:
    """The text that is read aloud, paragraphs apart by a blank line."""
    return "\n\n".join(spoken_sections(document).values_list("text", flat=True))


def estimated_seconds(word_count: int | None) -> float | None:
    """At 150 words a minute, until a voice's speed is measured."""
    return None if word_count is None else round(word_count * 60 / WORDS_A_MINUTE, 1)


def extraction_task(user: User, task_id: UUID, *, with_text: bool) -> TaskView | None:
    """The work of an extraction as a task, if it is one that ``user`` sees."""
    extraction = (
        Extraction.objects.filter(public_id=task_id, document__in=documents_for(user))
        .select_related("document")
        .first()
    )
    return _task(extraction, with_text=with_text) if extraction else None


def _task(extraction: Extraction, *, with_text: bool) -> TaskView:
    status, message = TASK_STATUS[extraction.status], working_message(extraction)
    facts: dict[str, Any] = {}
    if extraction.status in UPLOAD_FAILED:
        message, facts = failure(extraction.error_code, extraction.error_params)
    elif extraction.status == WorkState.READY:
        facts = _ready_facts(extraction, with_text=with_text)
    elif extraction.is_resting:
        status = "RETRY"
    done = 100 if extraction.status == WorkState.READY else extraction.progress_percent
    return TaskView(extraction.public_id, "document", status, done, message, extraction.version, None, facts)


def _ready_facts(extraction: Extraction, *, with_text: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "document_id": str(extraction.document.public_id),
        "word_count": extraction.word_count,
        "estimated_duration": estimated_seconds(extraction.word_count),
    }
    if with_text:
        text = text_of(extraction.document)
        if len(text.encode()) <= INLINE_TEXT_BYTES:
            facts["text"] = text
        else:
            facts["text_url"] = f"/api/documents/{extraction.document.public_id}"
    return facts


def working_message(extraction: Extraction) -> str:
    if extraction.status == WorkState.READY:
        return gettext("Tài liệu đã được xử lý!")
    if extraction.progress_percent < 90:
        return gettext("Đang đọc tài liệu...")
    return gettext("Đang phân tích văn bản...")


def message_of(document: Document) -> str:
    """One line of state in plain words, for a card."""
    extraction = document.current_extraction
    if extraction is None:
        return gettext("Đang đọc tài liệu...")
    if extraction.status in UPLOAD_FAILED:
        return sentence(extraction.error_code, extraction.error_params)
    return working_message(extraction)
