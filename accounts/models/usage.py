from django.db import models
from django.db.models import Q

from accounts.models.people import Organisation
from accounts.states import UsageKind


class UsageCounter(models.Model):
    """How much of one thing an organisation has used, for ever or in one period. Only ``accounts.usage`` writes it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="usage")
    kind = models.CharField(max_length=16, choices=UsageKind.choices)
    period = models.CharField(max_length=10, blank=True, help_text="a day such as 2026-11-21; empty: for ever")
    used = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "số đếm sử dụng"
        verbose_name_plural = "số đếm sử dụng"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "period"], name="usage_counter_once"),
            models.CheckConstraint(condition=Q(used__gte=0), name="usage_counter_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}".strip()
