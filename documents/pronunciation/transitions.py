"""The events of rules: what they are looked for with, before and after."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from documents.models import PronunciationRule, RuleEvent
from documents.pronunciation.places import Place

CREATED: Final = "CREATED"
CHANGED: Final = "CHANGED"
DELETED: Final = "DELETED"
RESTORED: Final = "RESTORED"
IMPORTED: Final = "IMPORTED"

Pattern = tuple[str, bool, bool, str]


def pattern_of(rule: PronunciationRule) -> Pattern:
    return rule.written, rule.is_whole_word, rule.is_case_sensitive, rule.language


def record(
    place: Place, *, subject: UUID, new: str, patterns: Iterable[Pattern], old: str = "", kind: str = "rule"
) -> None:
    """That rules of ``place`` changed; who wants to know finds by ``patterns`` what they touch."""
    RuleEvent.objects.create(
        organisation=place.organisation, created_by=place.by, is_shared=place.columns["is_shared"], subject=subject,
        document_ref=place.document.public_id if place.document else None, kind=kind, old=old, new=new,
        patterns=list(dict.fromkeys(patterns)),
    )  # fmt: skip
