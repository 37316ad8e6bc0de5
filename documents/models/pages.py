"""Pages of the original: what was recognised of them, and what they look like."""

from django.db import models

from accounts.models import Blob
from documents.models.library import Document, Extraction
from lib.models import PublicRow


class RecognisedPage(models.Model):
    """What was recognised of a page while its reading is under way; the sections take its place."""

    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="recognised")
    number = models.PositiveIntegerField(help_text="from 1")
    lines = models.JSONField(null=True, blank=True, help_text="as the recogniser tells them; none: it cannot be read")

    class Meta:
        verbose_name = "trang đã nhận dạng"
        verbose_name_plural = "trang đã nhận dạng"
        constraints = [models.UniqueConstraint(fields=["extraction", "number"], name="recognised_page_once")]

    def __str__(self) -> str:
        return f"{self.extraction_id} {self.number}"


class PagePicture(PublicRow):
    """What a page of the original looks like, kept for a while: it can be drawn again."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="page_pictures")
    number = models.PositiveIntegerField(help_text="from 1")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "ảnh trang"
        verbose_name_plural = "ảnh trang"
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="page_picture_once")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.number}"
