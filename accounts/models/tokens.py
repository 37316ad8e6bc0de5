from django.conf import settings
from django.db import models

from lib.models import PublicRow


class RefreshFamily(PublicRow):
    """One signed-in device of the API. Only the hash of its one valid refresh token is kept; using a spent
    token ends the family."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="refresh_families")
    token_hash = models.CharField(max_length=64, help_text="SHA-256 of the jti of the one valid token")
    expires_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=24, blank=True)

    class Meta:
        verbose_name = "phiên API"
        verbose_name_plural = "phiên API"

    def __str__(self) -> str:
        return str(self.public_id)
