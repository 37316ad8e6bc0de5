"""Documents: the file as it came, each reading of it, and the sections that were found."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Blob, TenantQuerySet, TenantRow
from documents.states import Aside, Phase
from lib.claims import Claimable
from lib.events import EventRow
from lib.models import PublicRow
from lib.states import WorkState


class Document(TenantRow):
    """A file that somebody wants to hear; its text is in the sections of its current extraction."""

    filename = models.CharField(max_length=200)
    blob = models.ForeignKey(
        Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="none: its owner deleted it"
    )
    current_extraction = models.ForeignKey(
        "documents.Extraction", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    footnotes = models.CharField(max_length=4, choices=Aside.choices, default=Aside.SKIP)
    tables = models.CharField(max_length=4, choices=Aside.choices, default=Aside.READ)
    captions = models.CharField(max_length=4, choices=Aside.choices, default=Aside.READ)
    keeps_original = models.BooleanField(default=True)
    original_deleted_at = models.DateTimeField(null=True, blank=True)
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
    phase = models.CharField(max_length=12, choices=Phase.choices, blank=True)
    pages_done = models.PositiveIntegerField(null=True, blank=True)
    pages_total = models.PositiveIntegerField(null=True, blank=True)
    expected_at = models.DateTimeField(null=True, blank=True, help_text="the end of this phase at its speed so far")
    format = models.CharField(max_length=8, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    word_count = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    is_unmarked = models.BooleanField(default=False, help_text="Vietnamese written without its marks")
    recognised_pages = models.PositiveIntegerField(default=0, help_text="pages that were read from their picture")
    is_locked = models.BooleanField(default=False, help_text="its file was opened with a password")
    warnings = models.JSONField(default=list, blank=True, help_text="codes of what could not be read well")
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="grows with every change of its text")
    is_rearranged = models.BooleanField(default=False, help_text="chapters were moved, merged or split by hand")
    spoken_words = models.PositiveIntegerField(null=True, blank=True, help_text="words that are read aloud by now")
    edits_carried = models.PositiveIntegerField(default=0, help_text="changes that came from the reading before")
    edits_lost = models.PositiveIntegerField(default=0, help_text="changes of the reading before that fit nowhere")
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

    @property
    def words(self) -> int | None:
        """How many words are read aloud, after what was edited and skipped; before anybody did, all of the text's."""
        return self.word_count if self.spoken_words is None else self.spoken_words


class Chapter(PublicRow):
    """A stretch of sections under one title. ``position`` is its place in the order of reading, 0 to n-1."""

    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="chapters")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=300, blank=True)
    source_title = models.CharField(max_length=300, blank=True, help_text="as the file has it")
    is_skipped = models.BooleanField(default=False)

    class Meta:
        verbose_name = "chương"
        verbose_name_plural = "chương"
        ordering = ["extraction", "position"]
        indexes = [models.Index(fields=["extraction", "position"], name="chapter_order")]

    def __str__(self) -> str:
        return f"{self.position} {self.title}"


class Section(models.Model):
    """A part of the text: heading, paragraph, list item, table, footnote, ...

    ``position`` is its place in the file, ``piece`` which piece of what stands there; ``rank`` its place in the order
    of reading, written by ``documents.editing.order`` alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Both of its indexes begin with the extraction.
    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="sections", db_index=False)
    # Sections are given to another chapter before theirs goes, and go with their extraction.
    chapter = models.ForeignKey(Chapter, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="sections")
    position = models.PositiveIntegerField()
    piece = models.PositiveSmallIntegerField(default=0, help_text="1, 2, ...: what was split off")
    part = models.PositiveSmallIntegerField(default=0, help_text="what a merge appended comes after the rest")
    rank = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=24)
    source_kind = models.CharField(max_length=24, blank=True, help_text="as it was read; empty: never changed")
    level = models.PositiveSmallIntegerField(default=0)
    title = models.TextField(blank=True)
    text = models.TextField()
    source_text = models.TextField(null=True, blank=True, help_text="as it was read; none: never edited")  # noqa: DJ001
    word_count = models.PositiveIntegerField(default=0)
    is_skipped = models.BooleanField(default=False)
    doubts = models.JSONField(default=list, blank=True, help_text="[[start, end, confidence]] of text")
    box = models.JSONField(null=True, blank=True, help_text="[left, top, right, bottom] as a share of the page")
    page = models.PositiveIntegerField(null=True, blank=True)
    start_seconds = models.FloatField(null=True, blank=True)
    end_seconds = models.FloatField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "đoạn văn bản"
        verbose_name_plural = "đoạn văn bản"
        ordering = ["extraction", "rank"]
        constraints = [models.UniqueConstraint(fields=["extraction", "position", "piece"], name="section_piece_once")]
        indexes = [models.Index(fields=["extraction", "rank"], name="section_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"

    @property
    def source(self) -> str:
        """The text as it was read."""
        return self.text if self.source_text is None else self.source_text


class DocumentEvent(EventRow):
    class Meta(EventRow.Meta):
        verbose_name = "sự kiện tài liệu"
        verbose_name_plural = "sự kiện tài liệu"
