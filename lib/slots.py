"""Slots: one row for each turn of a job on the clock. Whoever writes the row has the turn, so a second beat, or a
message that came twice, does no harm. No leader is needed, and none can freeze."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

KEPT = timedelta(days=1)


class Slot(models.Model):
    """A turn that somebody took; the subclass is the app's own table."""

    name = models.CharField(max_length=32)
    starts_at = models.DateTimeField()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["name", "starts_at"], name="%(class)s_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_at:%Y-%m-%d %H:%M:%S}"


def take_slot(slots: type[Slot], name: str, every: timedelta) -> bool:
    """Whether this turn of ``name`` is ours: exactly one caller in each stretch of ``every`` is told so."""
    rows: models.QuerySet[Any] = slots._default_manager.filter(name=name)
    _, is_ours = rows.get_or_create(name=name, starts_at=_start_of(timezone.now(), every))
    if is_ours:
        rows.filter(starts_at__lt=timezone.now() - KEPT).delete()
    return is_ours


def _start_of(moment: datetime, every: timedelta) -> datetime:
    seconds = every.total_seconds()
    return datetime.fromtimestamp(moment.timestamp() // seconds * seconds, UTC)
