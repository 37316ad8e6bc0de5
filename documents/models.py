"""Documents: the file as it came, each reading of it, and the sections that were found."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Blob, TenantQuerySet, TenantRow
from lib.claims import Claimable
from lib.events import EventRow
from lib.models import PublicRow
from lib.states import WorkState


class Document(TenantRow):
    """A file that somebody wants to hear; its text is in the sections of its current extraction."""

    filename = models.CharField(max_length=200)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    current_extraction = models.ForeignKey(
        "documents.Extraction", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    deleted_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = "tài liệu"
        verbose_name_plural = "tài liệu"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation", "created_by", "-id"], name="document_list"),
            models.Index(fields=["organisation", "-id"], name="document_shared", condition=Q(is_shared=True)),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def status(self) -> str:
        """The state of the current extraction."""
        return self.current_extraction.status if self.current_extraction else WorkState.QUEUED


class Extraction(PublicRow, Claimable):
    """One reading of a document; ``public_id`` is the task's id outside."""

    status = models.CharField(max_length=16, choices=WorkState.choices, default=WorkState.QUEUED)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="extractions")
    number = models.PositiveIntegerField()
    progress_percent = models.PositiveSmallIntegerField(default=0)
    format = models.CharField(max_length=8, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    word_count = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    error_code = models.CharField(max_length=48, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lần đọc tài liệu"
        verbose_name_plural = "lần đọc tài liệu"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="extraction_number_once"),
            models.CheckConstraint(
                condition=~Q(status__in=["REJECTED", "FAILED"]) | ~Q(error_code=""),
                name="extraction_end_has_code",
            ),
            models.CheckConstraint(
                condition=~Q(status="READY") | Q(page_count__isnull=False, word_count__isnull=False),
                name="extraction_ready_is_measured",
            ),
        ]
        indexes = [models.Index(fields=["status", "lane", "organisation", "-priority", "id"], name="extraction_claim")]

    def __str__(self) -> str:
        return f"{self.document} #{self.number}"


class Section(models.Model):
    """A part of the text in reading order: heading, paragraph, list item, table, footnote, ..."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=24)
    level = models.PositiveSmallIntegerField(default=0)
    title = models.TextField(blank=True)
    text = models.TextField()
    page = models.PositiveIntegerField(null=True, blank=True)
    start_seconds = models.FloatField(null=True, blank=True)
    end_seconds = models.FloatField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "đoạn văn bản"
        verbose_name_plural = "đoạn văn bản"
        ordering = ["extraction", "position"]
        constraints = [models.UniqueConstraint(fields=["extraction", "position"], name="section_position_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"


class DocumentEvent(EventRow):
    class Meta(EventRow.Meta):
        verbose_name = "sự kiện tài liệu"
        verbose_name_plural = "sự kiện tài liệu"
