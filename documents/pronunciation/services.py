"""What changes rules of pronunciation. Each change leaves an event in the same transaction; followers read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import limits
from accounts.models import User
from documents.models import Document, PronunciationRule
from documents.pronunciation import transitions
from documents.pronunciation.places import Place
from documents.pronunciation.words import clean_words
from documents.states import RuleScope
from lib.hints import hint_on_commit
from lib.refusals import Refusal
from lib.undo import restorable

FOLLOW: Final = "follow_events"
FIELDS: Final = ("written", "spoken", "is_whole_word", "is_case_sensitive", "language")


class Wording(TypedDict, total=False):
    """The fields of a rule that its owner writes; ``language`` is ``vi``, ``en`` or empty for both."""

    written: str
    spoken: str
    is_whole_word: bool
    is_case_sensitive: bool
    language: str


DEFAULTS: Final[Wording] = {
    "written": "", "spoken": "", "is_whole_word": True, "is_case_sensitive": False, "language": "",
}  # fmt: skip


def create_rule(
    *, by: User, scope: str = RuleScope.PERSON, document: Document | None = None, **wording: Unpack[Wording]
) -> PronunciationRule:
    """A new rule of ``scope``.

    Raises ``rule_empty``, ``rule_not_sayable``, ``rule_too_long``, ``rule_needs_document`` (400), ``not_allowed``
    (403), ``rule_exists`` (409), ``too_many_rules`` (429).
    """
    place = Place.of(by, scope, document)
    rule = PronunciationRule(**place.columns, **clean_words({**DEFAULTS, **wording}))
    with transaction.atomic():
        limits.take_place(limits.RULES, place.organisation, place.rules())
        with once():
            rule.save()
        _tell(place, rule, transitions.CREATED)
    return rule


def change_rule(*, by: User, rule: PronunciationRule, **wording: Unpack[Wording]) -> None:
    """Other words for a rule, in the place where it stands. Raises as ``create_rule``, and ``not_found`` (404)."""
    place = Place.of_rule(by, rule)
    before = transitions.pattern_of(rule)
    now = {name: getattr(rule, name) for name in FIELDS}
    wanted = clean_words({**now, **wording})
    if all(wanted[name] == now[name] for name in FIELDS):
        return
    with transaction.atomic():
        with once():
            changed = _there(rule).update(**wanted, updated_at=timezone.now())
        if not changed:
            raise Refusal("not_found", 404)
        rule.refresh_from_db()
        _tell(place, rule, transitions.CHANGED, before)


def delete_rule(*, by: User, rule: PronunciationRule) -> None:
    """Take the rule away; it can be brought back for a day."""
    place = Place.of_rule(by, rule)
    with transaction.atomic():
        if not _there(rule).update(deleted_at=timezone.now()):
            raise Refusal("not_found", 404)
        _tell(place, rule, transitions.DELETED)


def restore_rule(*, by: User, rule: PronunciationRule) -> None:
    """Undo the deletion of a rule. Raises ``not_restorable``, ``rule_exists`` (409), ``too_many_rules`` (429)."""
    place = Place.of_rule(by, rule)
    with transaction.atomic():
        limits.take_place(limits.RULES, place.organisation, place.rules())
        with once():
            back = restorable(PronunciationRule.objects.filter(pk=rule.pk)).update(deleted_at=None)
        if not back:
            raise Refusal("not_restorable", 409)
        _tell(place, rule, transitions.RESTORED)


@contextmanager
def once() -> Iterator[None]:
    """Only the database knows whether somebody was quicker with the same word. Raises ``rule_exists`` (409)."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refusal("rule_exists", 409, field="written") from None


def _there(rule: PronunciationRule) -> "QuerySet[PronunciationRule]":
    """The rule, unless it was deleted meanwhile."""
    return PronunciationRule.objects.filter(pk=rule.pk, deleted_at__isnull=True)


def _tell(place: Place, rule: PronunciationRule, new: str, *before: transitions.Pattern) -> None:
    patterns = [*before, transitions.pattern_of(rule)]
    transitions.record(place, subject=rule.public_id, new=new, patterns=patterns)
    hint_on_commit(FOLLOW)
