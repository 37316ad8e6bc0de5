"""What this app holds of one person: jobs with their texts, clips and recordings; and audio in the person's voices."""

from itertools import chain
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from synthesis import transitions
from synthesis.models import Job, JobEvent, Rendition
from synthesis.stages.following import expire_job
from synthesis.states import RenditionState
from voices.models import VoiceEvent
from voices.transitions import DELETED

HOLDS: Final = (
    "synthesis.Job", "synthesis.Segment", "synthesis.Take", "synthesis.Rendition",
    "synthesis.IdentityCheck", "synthesis.JobEvent",
    "synthesis.ConsumedVoiceEvent", "synthesis.ConsumedDocumentEvent", "synthesis.ConsumedRuleEvent",
)  # fmt: skip
BATCH: Final = 50
UNFINISHED: Final = [RenditionState.QUEUED, RenditionState.ENCODING]


def stop(user: User) -> None:
    """The person's jobs end, and whatever is being said with the person's voices."""
    transitions.stop(Job.objects.filter(created_by=user), code="account_deleted")
    transitions.stop(Job.objects.filter(voice__created_by=user), code="voice_revoked")
    for rendition in Rendition.objects.filter(job__created_by=user, status__in=UNFINISHED):
        transitions.move_rendition(rendition, RenditionState.DELETED)


def erase(user: User) -> int:
    """Every job of the person. What colleagues made stays theirs, but not what was said with the person's voice: that
    audio goes as if the voice had been revoked, and the voice's name with it."""
    gone = sum(_take_voice_away(job) for job in _said_by_others(user).defer("text_input").iterator())
    while keys := list(Job.objects.filter(created_by=user).values_list("pk", flat=True)[:BATCH]):
        gone += _erase(keys)
    return gone


def _said_by_others(user: User) -> "QuerySet[Job]":
    """Others' jobs in the person's voices, also in those that the person deleted: their audio was left then."""
    deleted = VoiceEvent.objects.filter(kind="voice", new=DELETED, created_by=user)
    was_theirs = Q(voice_ref__in=deleted.values("subject")) & ~Q(voice_name="")
    return Job.objects.filter(Q(voice__created_by=user) | was_theirs).exclude(created_by=user)


def _take_voice_away(job: Job) -> int:
    with transaction.atomic():
        expire_job(job)
        return Job.objects.filter(pk=job.pk).update(voice=None, voice_name="")


def _erase(keys: list[int]) -> int:
    jobs, recordings = Job.objects.filter(pk__in=keys), Rendition.objects.filter(job__in=keys)
    subjects = chain(jobs.values_list("public_id", flat=True), recordings.values_list("public_id", flat=True))
    with transaction.atomic():
        events = JobEvent.objects.filter(subject__in=list(subjects)).delete()[0]
        return events + transitions.purge(jobs)
