"""Upward effects run downhill: what happens here when a voice is revoked or deleted, a document taken away, or a
rule of pronunciation changed.

Each event is marked when it was reacted to, in the same transaction. Not by the highest id seen: ids commit out of
order.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef

from accounts import blobs
from documents.models import DocumentEvent, RuleEvent
from documents.transitions import DELETED as DOCUMENT_DELETED
from documents.transitions import RESTORED
from lib.events import EventRow
from synthesis import transitions
from synthesis.models import ConsumedDocumentEvent, ConsumedRuleEvent, ConsumedVoiceEvent, Job, Take
from synthesis.stages.outdating import follow_rule
from synthesis.states import RenditionState
from voices.models import VoiceEvent
from voices.transitions import DELETED, REVOKED

BATCH = 200
WITH_AUDIO = "with_audio"


def follow_all() -> int:
    """React to every event that nobody reacted to yet; how many there were. Then let go of released bytes."""
    voices = VoiceEvent.objects.filter(kind="voice", new__in=[REVOKED, DELETED])
    documents = DocumentEvent.objects.filter(kind="document", new__in=[DOCUMENT_DELETED, RESTORED])
    followed = _follow(voices, ConsumedVoiceEvent, _stop_voice)
    followed += _follow(documents, ConsumedDocumentEvent, _follow_document)
    followed += _follow(RuleEvent.objects.all(), ConsumedRuleEvent, follow_rule)
    blobs.collect()
    return followed


def _follow(events: "models.QuerySet[Any]", mark: type[models.Model], react: Callable[[Any], None]) -> int:
    seen = mark._default_manager.filter(pk=OuterRef("pk"))
    followed = 0
    for event in events.exclude(Exists(seen)).order_by("pk")[:BATCH]:
        with transaction.atomic():
            _, is_mine = mark._default_manager.get_or_create(pk=event.pk)
            if is_mine:
                react(event)
                followed += 1
    return followed


def _stop_voice(event: EventRow) -> None:
    """Deleting keeps finished audio unless everything was to go; revoking always expires it."""
    jobs = Job.objects.filter(voice_ref=event.subject).defer("text_input")
    code = "voice_revoked" if event.new == REVOKED else ""
    _stop(jobs, expire=event.new == REVOKED or event.reason == WITH_AUDIO, code=code)


def _follow_document(event: EventRow) -> None:
    """With "everything made with it" whoever deletes a document deletes their own audio of it too, to the moment: for
    a day it is hidden as the document is, comes back with it, or by itself, and then goes with it. What colleagues
    made of a shared document is theirs and stays. Jobs that were running stay cancelled."""
    made = Job.objects.filter(document_ref=event.subject)
    if event.new == RESTORED:
        made.filter(deleted_at=_deleted_at(event)).update(deleted_at=None)
        return
    _stop(made, expire=False)
    if event.reason == WITH_AUDIO:
        made.filter(created_by=event.created_by, deleted_at__isnull=True).update(deleted_at=event.at)


def _deleted_at(restored: EventRow) -> datetime | None:
    """When that which is now restored was deleted."""
    before = DocumentEvent.objects.filter(subject=restored.subject, new=DOCUMENT_DELETED, pk__lt=restored.pk)
    return before.order_by("-pk").values_list("at", flat=True).first()


def _stop(jobs: "models.QuerySet[Job]", *, expire: bool, code: str = "") -> None:
    transitions.stop(jobs, code=code)
    for job in jobs if expire else jobs.none():
        expire_job(job)


def expire_job(job: Job) -> None:
    """Take the recordings and clips of a job away; the row stays with its names."""
    named = transitions.blobs_of(Job.objects.filter(pk=job.pk))
    for rendition in job.renditions.filter(status=RenditionState.ACTIVE):
        transitions.move_rendition(rendition, RenditionState.EXPIRED, blob=None)
    Take.objects.filter(segment__job=job).delete()
    blobs.release(named)
