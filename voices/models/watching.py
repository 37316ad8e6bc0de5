"""How versions compare to an ear, and how a voice does from day to day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from lib.models import PublicRow
from voices.models.library import Voice
from voices.models.versions import VoiceVersion
from voices.states import Chosen


class Comparison(PublicRow):
    """Two versions heard blind: who hears does not know which is ``left`` until something is chosen."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="comparisons")
    left = models.ForeignKey(VoiceVersion, on_delete=models.CASCADE, related_name="+")
    right = models.ForeignKey(VoiceVersion, on_delete=models.CASCADE, related_name="+")
    sentence = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chosen = models.CharField(max_length=8, choices=Chosen.choices, blank=True)
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lần so sánh"
        verbose_name_plural = "lần so sánh"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(left=models.F("right")), name="comparison_of_two"),
            models.CheckConstraint(
                condition=Q(chosen="", chosen_at__isnull=True) | (~Q(chosen="") & Q(chosen_at__isnull=False)),
                name="comparison_chosen_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.left_id} / {self.right_id}"


class VoiceDay(models.Model):
    """What was said with a version on one day: the sums that its trend is drawn from."""

    version = models.ForeignKey(VoiceVersion, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    engine = models.CharField(max_length=32)
    clips = models.PositiveIntegerField(default=0)
    identity_count = models.PositiveIntegerField(default=0)
    identity_sum = models.FloatField(default=0.0)
    low_count = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    regenerated = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "ngày của giọng"
        verbose_name_plural = "ngày của giọng"
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["version", "day", "engine"], name="voice_day_once"),
            models.CheckConstraint(condition=Q(low_count__lte=models.F("identity_count")), name="voice_day_low_share"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.day}"

    @property
    def identity(self) -> float | None:
        """The mean of the day, where anything was measured."""
        return self.identity_sum / self.identity_count if self.identity_count else None


class VoiceNotice(PublicRow):
    """Something about a version that its owner should see; ``code`` has a sentence in the catalogue."""

    version = models.ForeignKey(VoiceVersion, on_delete=models.CASCADE, related_name="notices")
    code = models.CharField(max_length=48)
    params = models.JSONField(default=dict, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "điều cần biết về giọng"
        verbose_name_plural = "điều cần biết về giọng"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code"], condition=Q(seen_at__isnull=True), name="voice_notice_unseen_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.code}"
