from typing import Self

from django.db import models
from django.utils import timezone

from accounts.models.people import User
from lib.models import PublicRow


class FamilyQuerySet(models.QuerySet["RefreshFamily"]):
    def live(self) -> Self:
        """Families that have not ended. By their own columns only: in an UPDATE a joined table would be read as it
        was before another transaction won, and one token would be spent twice."""
        return self.filter(ended_at__isnull=True, expires_at__gt=timezone.now())


class RefreshFamily(PublicRow):
    """One signed-in device of the API. Only the hash of its one valid refresh token is kept; using a spent
    token ends the family. Access tokens live no longer than their family."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="refresh_families")
    token_hash = models.CharField(max_length=64, help_text="SHA-256 of the jti of the one valid token")
    mark = models.CharField(max_length=64, default="", help_text="the user's sign_in_mark when it was opened")
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=24, blank=True)
    last_used_at = models.DateTimeField(default=timezone.now)
    address = models.CharField(max_length=45, blank=True, help_text="where it was used last")
    agent = models.CharField(max_length=200, blank=True, help_text="User-Agent that used it last")

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = "phiên API"
        verbose_name_plural = "phiên API"

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_todays(self) -> bool:
        """Whether its user is active, and no password change or end of all sign-ins came after it was opened."""
        return self.user.is_active and self.mark == self.user.sign_in_mark()
