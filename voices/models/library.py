"""A person's voices, the recordings they were learned from, and the consent."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Blob, TenantQuerySet, TenantRow
from lib.claims import Claimable
from lib.events import EventRow
from lib.models import PublicRow
from lib.states import WorkState
from voices.states import LANGUAGES, ConsentKind, ConsentScope, SampleSource


class Voice(TenantRow):
    """A person's voice in the library; what can be heard is its current version."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="vi")
    speaker_name = models.CharField(max_length=120, blank=True)
    search_text = models.TextField(blank=True, editable=False, help_text="name, speaker and tags, folded")
    current_version = models.ForeignKey(
        "voices.VoiceVersion", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = "giọng nói"
        verbose_name_plural = "giọng nói"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation", "created_by", "-id"], name="voice_list"),
            models.Index(fields=["organisation", "-id"], name="voice_shared", condition=Q(is_shared=True)),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def status(self) -> str:
        """REVOKED, or the state of the current version; DRAFT before anything was learned."""
        if self.revoked_at:
            return "REVOKED"
        return self.current_version.status if self.current_version else "DRAFT"

    @property
    def consent(self) -> "Consent | None":
        """The consent in force: the newest one that is neither revoked nor expired."""
        now = timezone.now()
        alive = [c for c in self.consents.all() if c.is_valid_at(now)]
        return max(alive, key=lambda c: c.pk, default=None)


class VoiceTag(models.Model):
    """A word by which its owner finds a voice."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)

    class Meta:
        verbose_name = "nhãn giọng"
        verbose_name_plural = "nhãn giọng"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["voice", "name"], name="voice_tag_once")]

    def __str__(self) -> str:
        return self.name


class Sample(PublicRow):
    """One recording as it came, the mono 24 kHz master made from it, and what was measured on that."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="samples")
    filename = models.CharField(max_length=200)
    source = models.CharField(max_length=8, choices=SampleSource.choices, default=SampleSource.UPLOAD)
    script = models.CharField(max_length=24, blank=True, help_text="id of the given text that was read")
    transcript = models.TextField(blank=True)
    transcript_check = models.JSONField(default=dict, blank=True, help_text="{cost, verdict}")
    language = models.CharField(max_length=2, default="vi")
    original = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    master = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    duration_seconds = models.FloatField(null=True, blank=True)
    report = models.JSONField(default=dict, blank=True, help_text="what was measured, with reasons in words")
    window_start_seconds = models.FloatField(null=True, blank=True, help_text="the best few seconds, in the master")
    window_end_seconds = models.FloatField(null=True, blank=True)
    is_left_out = models.BooleanField(default=False, help_text="the owner took it out of the next learning")

    class Meta:
        verbose_name = "mẫu ghi âm"
        verbose_name_plural = "mẫu ghi âm"
        constraints = [
            models.CheckConstraint(
                condition=Q(window_start_seconds__isnull=True, window_end_seconds__isnull=True)
                | Q(window_start_seconds__gte=0, window_end_seconds__gt=models.F("window_start_seconds")),
                name="sample_window_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id}"


class SampleCheck(PublicRow, Claimable):
    """That a sample of a draft is to be checked before anything is learned; ``public_id`` is the task's id outside.
    What is learned at once is checked by its version."""

    status = models.CharField(max_length=16, choices=WorkState.choices, default=WorkState.QUEUED)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    sample = models.OneToOneField(Sample, on_delete=models.CASCADE, related_name="check_row")
    progress_percent = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=48, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "việc kiểm tra mẫu"
        verbose_name_plural = "việc kiểm tra mẫu"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["REJECTED", "FAILED"]) | ~Q(error_code=""), name="sample_check_end_has_code"
            )
        ]
        indexes = [
            models.Index(fields=["status", "lane", "organisation", "-priority", "id"], name="sample_check_claim")
        ]

    def __str__(self) -> str:
        return f"{self.sample_id}"


class Consent(PublicRow):
    """Who said that this voice may be learned, in which words, for what, until when."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=16, choices=ConsentKind.choices)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    speaker_name = models.CharField(max_length=120, blank=True)
    statement_version = models.CharField(max_length=24)
    scope = models.CharField(max_length=16, choices=ConsentScope.choices, default=ConsentScope.PRIVATE)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    evidence = models.JSONField(default=dict, blank=True, help_text="what was shown and from where it was given")
    evidence_blob = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "sự đồng ý"
        verbose_name_plural = "sự đồng ý"
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=models.F("created_at")),
                name="consent_expires_later",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.statement_version}"

    def is_valid_at(self, moment: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > moment)


class VoiceEvent(EventRow):
    class Meta(EventRow.Meta):
        verbose_name = "sự kiện giọng"
        verbose_name_plural = "sự kiện giọng"
