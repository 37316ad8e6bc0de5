"""One learning of a voice: its prints, the steps it went through, and what it said when it was tried."""

from django.db import models
from django.db.models import Q

from accounts.models import Blob
from lib.claims import Claimable
from lib.models import PublicRow
from lib.states import WorkState
from voices.models.library import Sample, Voice
from voices.states import REPEATED_STEPS, StepKind, StepState, Variant, VersionOrigin


class VoiceVersion(PublicRow, Claimable):
    """One learning of a voice from its samples; ``public_id`` is the task's id outside."""

    status = models.CharField(max_length=16, choices=WorkState.choices, default=WorkState.QUEUED)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=8, choices=VersionOrigin.choices, default=VersionOrigin.FIRST)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    label = models.CharField(max_length=60, blank=True)
    samples = models.ManyToManyField(Sample, related_name="versions")
    progress_percent = models.PositiveSmallIntegerField(default=0)
    quality_score = models.PositiveSmallIntegerField(null=True, blank=True)
    report = models.JSONField(default=dict, blank=True, help_text="what was measured, with reasons in words")
    centre = models.ForeignKey(
        Blob,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the speaker's identity, against which clips are measured",
    )
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
    """What one engine learned of a version, for one spoken language; npz in storage. ``identity_threshold``: below it
    a clip made with this print sounds less like the speaker than its trials did."""

    version = models.ForeignKey(VoiceVersion, on_delete=models.CASCADE, related_name="prints")
    engine = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    identity_threshold = models.FloatField(null=True, blank=True)

    class Meta:
        verbose_name = "dấu giọng"
        verbose_name_plural = "dấu giọng"
        constraints = [
            models.UniqueConstraint(fields=["version", "engine", "fingerprint", "language"], name="print_once")
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.engine}/{self.language}"


class VoiceStep(PublicRow):
    """One step in the life of a version: what it ended in, and its figures."""

    version = models.ForeignKey(VoiceVersion, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(max_length=12, choices=StepKind.choices)
    status = models.CharField(max_length=8, choices=StepState.choices, default=StepState.RUNNING)
    figures = models.JSONField(default=dict, blank=True)
    code = models.CharField(max_length=48, blank=True, help_text="why it was skipped or failed")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "bước của giọng"
        verbose_name_plural = "bước của giọng"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "step"], condition=~Q(step__in=REPEATED_STEPS), name="voice_step_once"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["SKIPPED", "FAILED"]) | ~Q(code=""), name="voice_step_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.step}"


class Trial(PublicRow):
    """One fixed sentence said by a version. A few are kept to be heard; of the others the figures stay."""

    version = models.ForeignKey(VoiceVersion, on_delete=models.CASCADE, related_name="trials")
    engine = models.CharField(max_length=32)
    fingerprint = models.CharField(max_length=64)
    language = models.CharField(max_length=2)
    sentence = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    variant = models.CharField(max_length=8, choices=Variant.choices, default=Variant.NEUTRAL)
    blob = models.ForeignKey(Blob, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    identity = models.FloatField(null=True, blank=True)
    duration_seconds = models.FloatField()

    class Meta:
        verbose_name = "câu thử"
        verbose_name_plural = "câu thử"
        ordering = ["sentence", "variant"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "engine", "fingerprint", "language", "sentence", "variant"], name="trial_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.sentence}/{self.variant}"
