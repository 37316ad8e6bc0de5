from django.conf import settings
from django.db import models

from accounts.states import Asker, ErasureState
from lib.claims import Claimable
from lib.models import PublicRow


class Erasure(PublicRow, Claimable):
    """An account that is erased. What stays of it is a random identifier, times and counts: nothing of the person."""

    status = models.CharField(max_length=16, choices=ErasureState.choices, default=ErasureState.QUEUED)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="erasure"
    )
    asked_by = models.CharField(max_length=8, choices=Asker.choices)
    homes = models.JSONField(default=list, blank=True, help_text="public_ids of the organisations that went with it")
    counts = models.JSONField(default=dict, blank=True, help_text="how many things each app removed")
    finished_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = "lần xóa tài khoản"
        verbose_name_plural = "lần xóa tài khoản"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="DONE") | models.Q(user__isnull=True, finished_at__isnull=False),
                name="erasure_done_keeps_nobody",
            )
        ]

    def __str__(self) -> str:
        return str(self.public_id)
