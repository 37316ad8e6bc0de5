"""Audio grows old when a rule of pronunciation changes that its text holds: it is marked, never changed."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.models import Membership
from documents.models import RuleEvent
from documents.pronunciation.selectors import rules_for
from speech.types import Pronunciation, as_language
from synthesis import transitions
from synthesis.models import Job

if TYPE_CHECKING:
    from speech.text.places import Finder


def follow_rule(event: RuleEvent) -> None:
    """Mark what was planned before rules changed, came or went, and would be read otherwise now."""
    rules = tuple(
        Pronunciation(written, written, whole_word, case_sensitive, as_language(language) if language else None)
        for written, whole_word, case_sensitive, language in event.patterns
    )
    finder = _finder(rules)
    jobs = _hearing(event).filter(stale_at__isnull=True, rendering_at__lt=event.at)
    for job in jobs.select_related("created_by").defer("text_input").order_by("-pk").iterator():
        _outdate(job, finder)


def _hearing(event: RuleEvent) -> "QuerySet[Job]":
    """The jobs of those for whom the rules hold."""
    if event.document_ref is not None:
        return Job.objects.filter(document_ref=event.document_ref)
    mine = Q(created_by=event.created_by)
    if event.is_shared:
        members = Membership.objects.filter(organisation=event.organisation, is_active=True)
        mine |= Q(created_by__in=members.values("user"))
    return Job.objects.filter(mine)


def look_again(job: Job, used: tuple[Pronunciation, ...]) -> None:
    """After the plan has landed: rules that changed while it was made are followed by nobody else, for their followers
    did not see its pieces yet."""
    now = rules_for(job.created_by, job.document)
    if now != used:
        _outdate(job, _finder(tuple(set(now).symmetric_difference(used))))


def _finder(rules: tuple[Pronunciation, ...]) -> "Finder":
    from speech.text.places import Finder  # heavy: in workers only

    return Finder(rules)


def _outdate(job: Job, finder: "Finder") -> None:
    """Mark ``job`` if one of its pieces holds a place that the rules say."""
    for text, language in job.segments.values_list("source_text", "language").iterator():
        if finder.count(text, as_language(language)):
            transitions.outdate(job)
            return
