"""Event rows: every move leaves one - old, new, reason, when - and followers mark what they consumed."""

import uuid

from django.conf import settings
from django.db import models


class EventRow(models.Model):
    """What happened to one row. It outlives the row: it names it by public identifier. ``created_by`` is empty when
    the site itself did it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    subject = models.UUIDField(db_index=True, help_text="public_id of the row that changed")
    kind = models.CharField(max_length=32, help_text="what was changed, such as voice_version")
    old = models.CharField(max_length=24, blank=True)
    new = models.CharField(max_length=24)
    reason = models.CharField(max_length=64, blank=True, help_text="a code, never content")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_shared = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        abstract = True
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.old}->{self.new}"


class ConsumedMark(models.Model):
    """That an app has reacted to an event of another's table; the subclass brings ``event``, its key. A mark, not a
    highest id: ids commit out of order."""

    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        verbose_name = "sự kiện đã xem"
        verbose_name_plural = "sự kiện đã xem"

    def __str__(self) -> str:
        return str(self.pk)
