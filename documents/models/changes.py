"""What people changed in a text, and what it takes to undo it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from documents.models.library import Extraction, Section
from documents.states import ChangeKind
from lib.models import PublicRow


class DocumentChange(PublicRow):
    """One change of what a document says, and what it takes to undo it; its texts are ``edits``."""

    extraction = models.ForeignKey(Extraction, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    undo = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder, help_text="what was there before")
    created_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "lần sửa"
        verbose_name_plural = "lần sửa"
        indexes = [models.Index(fields=["extraction", "created_by", "-id"], name="change_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"


class SectionEdit(models.Model):
    """A text before and after a change."""

    change = models.ForeignKey(DocumentChange, on_delete=models.CASCADE, related_name="edits")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="+")
    before = models.TextField()
    after = models.TextField()
    doubts = models.JSONField(default=list, blank=True, help_text="of the text before")

    class Meta:
        verbose_name = "lần sửa chữ"
        verbose_name_plural = "lần sửa chữ"
        constraints = [models.UniqueConstraint(fields=["change", "section"], name="edit_once_in_a_change")]

    def __str__(self) -> str:
        return f"{self.section_id}"
