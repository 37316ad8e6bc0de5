"""Reads of rules of pronunciation: what holds for a text, and what a person sees of them."""

from typing import Final
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from accounts.models import User
from documents.models import Document, PronunciationRule
from documents.states import RuleScope
from lib.refusals import Refusal
from speech.types import Pronunciation, as_language

OF_SCOPE: Final = {
    RuleScope.DOCUMENT: Q(document__isnull=False),
    RuleScope.PERSON: Q(document__isnull=True, is_shared=False),
    RuleScope.ORGANISATION: Q(document__isnull=True, is_shared=True),
}
RANK: Final = Case(  # the nearest first
    *(When(where, then=Value(rank)) for rank, where in enumerate(OF_SCOPE.values())), output_field=IntegerField()
)


def rules_for(user: User, document: Document | None = None) -> tuple[Pronunciation, ...]:
    """The rules by which ``user`` hears a text (of ``document``), the nearest first; of two that fit, the more exact
    one: that of one language, that of one spelling."""
    here = Q(document__isnull=True) if document is None else Q(document__isnull=True) | Q(document=document)
    rows = PronunciationRule.objects.for_user(user).filter(here, deleted_at__isnull=True)
    rows = rows.annotate(rank=RANK).order_by("rank", "-language", "-is_case_sensitive", "-pk")
    columns = rows.values_list("written", "spoken", "is_whole_word", "is_case_sensitive", "language", "rank")
    return tuple(  # by columns: thousands of rows are read for every text
        Pronunciation(written, spoken, whole, exact, as_language(language) if language else None, rank)
        for written, spoken, whole, exact, language, rank in columns
    )


def rules_seen_by(user: User) -> "QuerySet[PronunciationRule]":
    return _rows_for(user).filter(deleted_at__isnull=True)


def _rows_for(user: User) -> "QuerySet[PronunciationRule]":
    return PronunciationRule.objects.for_user(user).select_related("document", "created_by")


def listed(
    user: User, *, scope: str = "", document: UUID | str | None = None, search: str = ""
) -> "QuerySet[PronunciationRule]":
    """What a list shows: rules of one scope, of one document, with these letters."""
    rows = rules_seen_by(user)
    if scope:
        rows = rows.filter(OF_SCOPE[RuleScope(scope)])
    if document:
        rows = rows.filter(document__public_id=document)
    if search:
        rows = rows.filter(Q(written__icontains=search) | Q(spoken__icontains=search))
    return rows


def get_rule(user: User, public_id: UUID | str) -> PronunciationRule:
    """One rule that ``user`` sees, or ``not_found``."""
    return _one(rules_seen_by(user), public_id)


def get_deleted_rule(user: User, public_id: UUID | str) -> PronunciationRule:
    """One rule of ``user`` that may be deleted, or ``not_found``."""
    return _one(_rows_for(user), public_id)


def _one(rows: "QuerySet[PronunciationRule]", public_id: UUID | str) -> PronunciationRule:
    rule = rows.filter(public_id=public_id).first()
    if rule is None:
        raise Refusal("not_found", 404)
    return rule
