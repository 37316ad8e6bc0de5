"""Voices: what a person recorded, what was learned from it, and the consent that allows both."""

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
from voices.states import ConsentKind, ConsentScope


class Voice(TenantRow):
    """A person's voice in the library; what can be heard is its current version."""

    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=[("vi", "Tiếng Việt"), ("en", "English")], default="vi")
    speaker_name = models.CharField(max_length=120, blank=True)
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
        """REVOKED, or the state of the current version."""
        if self.revoked_at:
            return "REVOKED"
        return self.current_version.status if self.current_version else WorkState.QUEUED

    @property
    def consent(self) -> "Consent | None":
        """The consent in force: the newest one that is neither revoked nor expired."""
        now = timezone.now()
        alive = [c for c in self.consents.all() if c.is_valid_at(now)]
        return max(alive, key=lambda c: c.pk, default=None)


class Sample(PublicRow):
    """One recording as it came, and the mono 24 kHz master made from it."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="samples")
    filename = models.CharField(max_length=200)
    transcript = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="vi")
    original = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    master = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    duration_seconds = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = "mẫu ghi âm"
        verbose_name_plural = "mẫu ghi âm"

    def __str__(self) -> str:
        return f"{self.public_id}"


class VoiceVersion(PublicRow, Claimable):
    """One learning of a voice from its samples; ``public_id`` is the task's id outside."""

    status = models.CharField(max_length=16, choices=WorkState.choices, default=WorkState.QUEUED)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    samples = models.ManyToManyField(Sample, related_name="versions")
    progress_percent = models.PositiveSmallIntegerField(default=0)
    quality_score = models.PositiveSmallIntegerField(null=True, blank=True)
    report = models.JSONField(default=dict, blank=True, help_text="what was measured, with reasons in words")
    error_code = models.CharField(max_length=48, blank=True)
    error_params = models.JSONField(default=dict, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "bản học giọng"
        verbose_name_plural = "bản học giọng"
        constraints = [
            models.UniqueConstraint(fields=["voice", "number"], name="voice_version_number_once"),
            models.CheckConstraint(
                condition=Q(quality_score__isnull=True) | Q(quality_score__lte=100), name="quality_0_100"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["REJECTED", "FAILED"]) | ~Q(error_code=""), name="voice_end_has_code"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "lane", "organisation", "-priority", "id"], name="voice_version_claim")
        ]

    def __str__(self) -> str:
        return f"{self.voice} #{self.number}"


class VoicePrint(PublicRow):
    """What one engine learned of a version, for one spoken language; npz in storage."""

    version = models.ForeignKey(VoiceVersion, on_delete=models.CASCADE, related_name="prints")
    engine = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "dấu giọng"
        verbose_name_plural = "dấu giọng"
        constraints = [
            models.UniqueConstraint(fields=["version", "engine", "fingerprint", "language"], name="print_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.engine}/{self.language}"


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
