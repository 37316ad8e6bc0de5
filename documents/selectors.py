"""Reads of documents, for pages, API and the apps above."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext

from accounts.models import User
from documents.models import Document, Extraction, Section
from documents.progress import eta_seconds, working_message
from documents.states import Aside
from lib.progress import TASK_STATUS, UPLOAD_FAILED, TaskView, failure
from lib.refusals import Refusal, sentence
from lib.states import WorkState
from lib.undo import restorable

WORDS_A_MINUTE = 150
BODY_KINDS: Final = frozenset({"title", "heading", "paragraph", "list_item"})
ASIDES: Final[Mapping[str, str]] = {"footnote": "footnotes", "table": "tables", "caption": "captions"}
"""Kinds that a document's choice can leave out or move to the end of their chapter, and where that choice stands."""
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
    return Section.objects.filter(extraction=document.current_extraction_id).order_by("rank")


def kept(section: str = "", document: str = "extraction__document__") -> Q:
    """What is read aloud of a chapter, or is when the chapter is: not page furniture, not what is skipped or left out
    by a choice. ``section`` and ``document`` lead from the rows that are asked to them."""
    kinds = Q(**{f"{section}kind__in": BODY_KINDS})
    for kind, choice in ASIDES.items():
        kinds |= Q(**{f"{section}kind": kind}) & ~Q(**{f"{document}{choice}": Aside.SKIP})
    return kinds & Q(**{f"{section}is_skipped": False})


def aloud() -> Q:
    """Which sections are read aloud."""
    return kept() & (Q(chapter__isnull=True) | Q(chapter__is_skipped=False))


def spoken_sections(document: Document) -> "QuerySet[Section]":
    """The sections that are read aloud, in reading order."""
    return sections_of(document).filter(aloud())


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
    eta = eta_seconds(extraction)
    return TaskView(extraction.public_id, "document", status, done, message, extraction.version, eta, facts)


def _ready_facts(extraction: Extraction, *, with_text: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "document_id": str(extraction.document.public_id),
        "word_count": extraction.word_count,
        "estimated_duration": estimated_seconds(extraction.words),
    }
    if with_text:
        text = text_of(extraction.document)
        if len(text.encode()) <= INLINE_TEXT_BYTES:
            facts["text"] = text
        else:
            facts["text_url"] = f"/api/documents/{extraction.document.public_id}"
    return facts


def newest_extraction(document: Document) -> Extraction | None:
    """The last reading that was asked for: it is not the current one while it is not READY."""
    return document.extractions.order_by("-number").first()


def same_file(user: User, document: Document) -> Document | None:
    """An older document of ``user``'s own that is the same file."""
    if document.blob_id is None:
        return None
    return documents_for(user).filter(created_by=user, blob=document.blob_id, pk__lt=document.pk).last()


def message_of(extraction: Extraction | None) -> str:
    """One line of state in plain words, for a card."""
    if extraction is None:
        return gettext("Đang đọc tài liệu...")
    if extraction.status in UPLOAD_FAILED:
        return sentence(extraction.error_code, extraction.error_params)
    return working_message(extraction)
