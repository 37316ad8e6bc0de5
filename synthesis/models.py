"""Jobs and what they are made of: frozen segments, takes (clips), and the recordings one can play."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import Blob, TenantQuerySet, TenantRow
from documents.models import Document, DocumentEvent, RuleEvent, Section
from lib.claims import Claimable
from lib.events import ConsumedMark, EventRow
from lib.models import PublicRow
from lib.slots import Slot
from lib.states import WorkState
from synthesis.states import IdentityMark, JobKind, JobState, RenditionState, SegmentState
from voices.models import Voice, VoiceEvent, VoicePrint
from voices.states import Variant

FORMATS = [("mp3", "MP3"), ("wav", "WAV"), ("flac", "FLAC")]


class Job(TenantRow, Claimable):
    """One audio from a text or a document in a voice. It copies what it depends on when it is planned."""

    status = models.CharField(max_length=16, choices=JobState.choices, default=JobState.QUEUED)
    kind = models.CharField(max_length=8, choices=JobKind.choices, default=JobKind.BOOK)
    title = models.CharField(max_length=200)
    text_input = models.TextField(blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs")
    document_ref = models.UUIDField(null=True, blank=True, db_index=True, help_text="public_id of the document, kept")
    document_name = models.CharField(max_length=200, blank=True)
    voice = models.ForeignKey(Voice, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs")
    voice_ref = models.UUIDField(null=True, blank=True, db_index=True, help_text="public_id of the voice, kept")
    preset = models.CharField(max_length=32, blank=True)
    voice_name = models.CharField(max_length=120)
    engine = models.CharField(max_length=32)
    language = models.CharField(max_length=4, default="auto")
    speed = models.FloatField(default=1.0, validators=[MinValueValidator(0.5), MaxValueValidator(2.0)])
    variant = models.CharField(max_length=8, choices=Variant.choices, default=Variant.NEUTRAL)
    format = models.CharField(max_length=4, choices=FORMATS, default="mp3")
    choices = models.JSONField(
        default=list, blank=True, help_text="[[start, end, written, spoken]] of text_input: how places of it are read"
    )
    revises = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="revisions")
    retakes = models.JSONField(
        default=list, blank=True, help_text="positions of what it revises that are to be read in another way"
    )

    chars_total = models.PositiveIntegerField(default=0)
    chars_done = models.PositiveIntegerField(default=0)
    segments_total = models.PositiveIntegerField(default=0)
    missing_segments = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=48, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    rendering_at = models.DateTimeField(null=True, blank=True)
    served_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="when its last segment ended")
    completed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    stale_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="when rules or choices changed that say places of its text",
    )
    reading_fingerprint = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="of what rules and choices said of its text when it was planned",
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = "việc tạo audio"
        verbose_name_plural = "việc tạo audio"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(speed__gte=0.5, speed__lte=2.0), name="job_speed_range"),
            models.CheckConstraint(condition=Q(chars_done__lte=models.F("chars_total")), name="job_progress_a_share"),
            models.CheckConstraint(condition=~Q(status="FAILED") | ~Q(error_code=""), name="job_failed_has_code"),
            models.CheckConstraint(
                condition=~Q(status="READY") | Q(completed_at__isnull=False), name="job_ready_has_end"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "lane", "organisation", "-priority", "id"], name="job_claim"),
            models.Index(fields=["organisation", "created_by", "-id"], name="job_list"),
            models.Index(fields=["organisation", "-id"], name="job_shared", condition=Q(is_shared=True)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def progress_percent(self) -> int:
        """The characters in finished segments over all characters; 100 only when the audio is there."""
        if self.status == JobState.READY:
            return 100
        return min(99, 100 * self.chars_done // self.chars_total) if self.chars_total else 0


class Segment(Claimable):
    """A frozen piece of a job: what the source says, what will be spoken, and the clip's key."""

    status = models.CharField(max_length=16, choices=SegmentState.choices, default=SegmentState.PENDING)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveIntegerField()
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    chapter = models.CharField(max_length=300, blank=True, help_text="title, where a chapter begins here")
    starts_chapter = models.BooleanField(default=False)
    span_start = models.PositiveIntegerField()
    span_end = models.PositiveIntegerField()
    source_text = models.TextField()
    spoken_text = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    voice_print = models.ForeignKey(VoicePrint, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    take_number = models.PositiveSmallIntegerField(default=0, help_text="how often another way was asked for")
    seed = models.PositiveBigIntegerField(default=0)
    key = models.CharField(max_length=64, blank=True, db_index=True)
    pause_after_ms = models.PositiveIntegerField(default=0)
    error_code = models.CharField(max_length=48, blank=True)

    class Meta:
        verbose_name = "đoạn đọc"
        verbose_name_plural = "đoạn đọc"
        ordering = ["job", "position"]
        constraints = [
            models.UniqueConstraint(fields=["job", "position"], name="segment_position_once"),
            models.CheckConstraint(condition=Q(span_end__gte=models.F("span_start")), name="segment_span_forward"),
        ]
        indexes = [
            models.Index(fields=["job", "status", "position"], name="segment_claim"),
            models.Index(fields=["status", "lease_until"], name="segment_in_work"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.position}"

    @property
    def log_id(self) -> str:
        """A segment has no name outside: its job's."""
        return str(self.job.public_id)


class Take(PublicRow):
    """One clip for one segment; one of a segment's takes is accepted. Equal keys share a blob."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="takes")
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    duration_seconds = models.FloatField()
    sample_rate = models.PositiveIntegerField()
    is_accepted = models.BooleanField(default=True)
    identity = models.FloatField(null=True, blank=True, help_text="how near it is to the voice (cosine)")
    identity_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="when it was listened to, also where nothing could be told",
    )
    identity_mark = models.CharField(max_length=4, choices=IdentityMark.choices, blank=True)
    is_marked_good = models.BooleanField(default=False, help_text="by the owner: worth learning from")

    class Meta:
        verbose_name = "bản đọc"
        verbose_name_plural = "bản đọc"
        constraints = [
            models.UniqueConstraint(fields=["segment"], condition=Q(is_accepted=True), name="one_accepted_take"),
            models.CheckConstraint(condition=Q(identity_mark="") | Q(identity__isnull=False), name="mark_of_a_measure"),
        ]
        indexes = [models.Index(fields=["organisation", "key"], name="take_by_key")]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.key[:8]}"


class Rendition(PublicRow, Claimable):
    """A recording of a job in one format. The lossless master is one of them, kept until expiry."""

    status = models.CharField(max_length=16, choices=RenditionState.choices, default=RenditionState.QUEUED)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=4, choices=FORMATS)
    is_master = models.BooleanField(default=False)
    blob = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=220)
    mime_type = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    duration_seconds = models.FloatField(default=0)
    sample_rate = models.PositiveIntegerField(default=0)
    channels = models.PositiveSmallIntegerField(default=1)
    chapters = models.JSONField(default=list, blank=True, help_text="[{title, start_seconds}]")
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = "bản thu"
        verbose_name_plural = "bản thu"
        constraints = [
            models.UniqueConstraint(fields=["job", "format"], name="rendition_format_once"),
            models.CheckConstraint(
                condition=~Q(status="ACTIVE") | Q(blob__isnull=False, duration_seconds__gt=0, size_bytes__gt=0),
                name="rendition_active_has_bytes",
            ),
        ]
        indexes = [models.Index(fields=["status", "lane", "organisation", "-priority", "id"], name="rendition_claim")]

    def __str__(self) -> str:
        return self.filename


class IdentityCheck(PublicRow, Claimable):
    """That the clips of a finished job are still to be measured against its voice."""

    status = models.CharField(max_length=16, choices=WorkState.choices, default=WorkState.QUEUED)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="identity_check")
    error_code = models.CharField(max_length=48, blank=True)

    class Meta:
        verbose_name = "lần đo độ giống"
        verbose_name_plural = "lần đo độ giống"
        indexes = [models.Index(fields=["status", "lane", "organisation", "-priority", "id"], name="identity_claim")]

    def __str__(self) -> str:
        return f"{self.job_id}"


class JobEvent(EventRow):
    class Meta(EventRow.Meta):
        verbose_name = "sự kiện việc"
        verbose_name_plural = "sự kiện việc"


class ConsumedVoiceEvent(ConsumedMark):
    event = models.OneToOneField(VoiceEvent, on_delete=models.CASCADE, related_name="+", primary_key=True)


class ConsumedDocumentEvent(ConsumedMark):
    event = models.OneToOneField(DocumentEvent, on_delete=models.CASCADE, related_name="+", primary_key=True)


class ConsumedRuleEvent(ConsumedMark):
    event = models.OneToOneField(RuleEvent, on_delete=models.CASCADE, related_name="+", primary_key=True)


class BeatSlot(Slot):
    class Meta(Slot.Meta):
        verbose_name = "lượt định kỳ"
        verbose_name_plural = "lượt định kỳ"
