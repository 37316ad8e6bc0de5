"""Where a rule holds: in one document, for one person, or in an organisation."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Organisation, User
from documents.models import Document, PronunciationRule
from documents.permissions import check_owner
from documents.states import RuleScope
from lib.refusals import Refusal


@dataclass(frozen=True)
class Place:
    """``by`` writes the rules of this place."""

    by: User
    scope: RuleScope
    organisation: Organisation
    document: Document | None = None

    @classmethod
    def of(cls, by: User, scope: str, document: Document | None = None) -> "Place":
        """Raises ``rule_needs_document`` (400), and ``not_allowed`` (403) for a document of somebody else."""
        if scope != RuleScope.DOCUMENT:
            return cls(by, RuleScope(scope), Organisation.home_of(by))
        if document is None:
            raise Refusal("rule_needs_document", 400, field="document")
        check_owner(by, document)
        return cls(by, RuleScope.DOCUMENT, document.organisation, document)

    @classmethod
    def of_rule(cls, by: User, rule: PronunciationRule) -> "Place":
        """Where ``rule`` stands. Raises ``not_allowed`` (403) for a rule of somebody else."""
        if rule.created_by_id != by.pk:
            raise Refusal("not_allowed", 403)
        return cls(by, rule.scope, rule.organisation, rule.document)

    @property
    def columns(self) -> dict[str, Any]:
        """What a rule of this place has in its row."""
        return {
            "organisation": self.organisation,
            "created_by": self.by,
            "document": self.document,
            "is_shared": self.scope == RuleScope.ORGANISATION,
        }

    @property
    def subject(self) -> UUID:
        """Whose rules these are."""
        if self.scope == RuleScope.DOCUMENT and self.document is not None:
            return self.document.public_id
        return self.organisation.public_id if self.scope == RuleScope.ORGANISATION else self.by.public_id

    def rules(self) -> "QuerySet[PronunciationRule]":
        """Those that stand here."""
        here: dict[str, Any] = {"document": self.document, "is_shared": self.scope == RuleScope.ORGANISATION}
        if self.scope == RuleScope.PERSON:
            here["created_by"] = self.by
        elif self.scope == RuleScope.ORGANISATION:
            here["organisation"] = self.organisation
        return PronunciationRule.objects.filter(**here, deleted_at__isnull=True)
