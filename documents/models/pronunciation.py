"""How words and single places are read."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import TenantQuerySet, TenantRow, User
from documents.models.library import Document, Section
from documents.states import RuleScope
from lib.events import EventRow
from lib.models import PublicRow


class SectionChoice(PublicRow):
    """How one place of a section is read, and no other: ``[start, end)`` of its text is said as ``spoken``, for as
    long as ``written`` still stands there."""

    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="choices")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    written = models.CharField(max_length=400)
    spoken = models.CharField(max_length=400)

    class Meta:
        verbose_name = "cách đọc tại chỗ"
        verbose_name_plural = "cách đọc tại chỗ"
        constraints = [
            models.UniqueConstraint(fields=["section", "start"], name="choice_once_at_a_place"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="choice_span_forward"),
            models.CheckConstraint(condition=~Q(written="") & ~Q(spoken=""), name="choice_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.written} → {self.spoken}"


class RuleQuerySet(TenantQuerySet):
    """A rule of a document is seen by those who see the document; the others as all rows of a tenant."""

    def for_user(self, user: User | AnonymousUser) -> Self:
        documents = Document.objects.for_user(user).filter(deleted_at__isnull=True)
        own = super().for_user(user).filter(document__isnull=True)
        return self.filter(Q(pk__in=own.values("pk")) | Q(document__in=documents.values("pk")))


class PronunciationRule(TenantRow):
    """How a word or phrase is said: by one person, in an organisation (``is_shared``) or in one document.

    ``folded`` is what makes two rules the same in one place: ``written`` without its case where case says nothing.
    """

    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.CASCADE, related_name="rules")
    written = models.CharField(max_length=200)
    spoken = models.CharField(max_length=400)
    is_whole_word = models.BooleanField(default=True)
    is_case_sensitive = models.BooleanField(default=False)
    language = models.CharField(max_length=2, blank=True, choices=[("vi", "Tiếng Việt"), ("en", "English")])
    folded = models.CharField(max_length=600, editable=False, help_text="up to three letters for one")
    updated_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy tắc đọc"
        verbose_name_plural = "quy tắc đọc"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "folded", "is_case_sensitive", "language"], name="rule_once_for_a_person",
                condition=Q(document__isnull=True, is_shared=False, deleted_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["organisation", "folded", "is_case_sensitive", "language"], name="rule_once_in_an_organisation",
                condition=Q(document__isnull=True, is_shared=True, deleted_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["document", "folded", "is_case_sensitive", "language"], name="rule_once_in_a_document",
                condition=Q(document__isnull=False, deleted_at__isnull=True),
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(is_shared=False), name="rule_of_a_document_is_not_shared"
            ),
            models.CheckConstraint(condition=~Q(written="") & ~Q(spoken=""), name="rule_says_something"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "created_by", "-id"], name="rule_list")]

    def __str__(self) -> str:
        return f"{self.written} → {self.spoken}"

    @property
    def scope(self) -> RuleScope:
        """Whose rule it is."""
        if self.document_id is not None:
            return RuleScope.DOCUMENT
        return RuleScope.ORGANISATION if self.is_shared else RuleScope.PERSON


class RuleEvent(EventRow):
    """That rules changed: where they hold, and what they are looked for with, before and after. Followers find by it
    what was read otherwise, also when the rule is gone. Or that a place of a section (``subject``) is chosen anew, or
    that the text of a document (``subject``) was changed."""

    document_ref = models.UUIDField(null=True, blank=True, help_text="public_id of the document, for its rules")
    patterns = models.JSONField(default=list, help_text="[[written, is_whole_word, is_case_sensitive, language]]")

    class Meta(EventRow.Meta):
        verbose_name = "sự kiện quy tắc đọc"
        verbose_name_plural = "sự kiện quy tắc đọc"
