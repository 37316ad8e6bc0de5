from django.conf import settings
from django.db import models

from accounts.models.people import Organisation
from lib.models import PublicRow


class Blob(PublicRow):
    """Bytes that a tenant stores, once per organisation and content. Rows name blobs; the sweep removes those
    that no row has named for a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="blobs")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_shared = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    key = models.CharField(max_length=200, unique=True, help_text="where lib.storage keeps it")
    unnamed_since = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = "tệp lưu"
        verbose_name_plural = "tệp lưu"
        constraints = [models.UniqueConstraint(fields=["organisation", "sha256"], name="blob_once_per_organisation")]

    def __str__(self) -> str:
        return self.key
