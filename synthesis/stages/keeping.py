"""What Beat asks for: hints for forgotten rows, and an end for what has had its time."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts import blobs, orphans, sessions, usage
from accounts.models import Erasure
from accounts.transitions import ERASE
from documents.models import Extraction
from documents.stages import forget_pictures, purge_deleted
from documents.transitions import READ
from lib import storage
from lib.claims import Claimable, Step
from lib.hints import hint
from lib.undo import oldest
from synthesis import transitions
from synthesis.models import IdentityCheck, Job, Rendition, Segment, Take
from synthesis.stages.following import expire_job
from synthesis.states import JobState, RenditionState
from voices.models import SampleCheck, VoiceVersion
from voices.stages import purge_unconsented
from voices.stages.noticing import notice_engines
from voices.stages.presets import want_presets
from voices.transitions import LEARN

log = logging.getLogger(__name__)
LEFT_BEHIND = timedelta(days=1)
UNCONSENTED = timedelta(days=7)
LOOKED_AT = timedelta(days=7)  # pictures of pages
BATCH = 200


def hint_waiting_rows() -> None:
    """Hint every kind of work that has a row nobody holds: hints may be lost, rows are not."""
    for job in transitions.stuck_rendering()[:BATCH]:
        transitions.advance(job)
    if _waits(Erasure.objects.all(), ERASE):
        hint("erase_accounts")
    learning = _waits(VoiceVersion.objects.all(), LEARN) or _waits(SampleCheck.objects.all(), LEARN)
    if want_presets() or learning:
        hint("process_voice_profile")
    if _waits(Extraction.objects.filter(document__deleted_at__isnull=True), READ):
        hint("process_document")
    rendering = Segment.objects.filter(job__status=JobState.RENDERING, job__deleted_at__isnull=True)
    kinds: list[tuple[QuerySet[Claimable], Step]] = [
        (Job.objects.filter(deleted_at__isnull=True), transitions.PLAN),
        (Job.objects.filter(deleted_at__isnull=True), transitions.ASSEMBLE),
        (rendering, transitions.RENDER),
        (Rendition.objects.filter(job__deleted_at__isnull=True), transitions.ENCODE),
        (IdentityCheck.objects.filter(job__deleted_at__isnull=True), transitions.MEASURE),
    ]
    if any(_waits(rows, step) for rows, step in kinds):
        hint("generate_speech")


def _waits(rows: "QuerySet[Claimable]", step: Step) -> bool:
    return bool(rows.filter(step.claimable(timezone.now())).exists())


def expire_old_audio() -> None:
    """What has had its time goes: audio, rows that were deleted, blobs, sessions and files that nothing names.

    Each step by itself: a store that is away keeps nobody's session alive.
    """
    steps: list[Callable[[], object]] = [
        _expire_audio, _forget_clips, _purge_deleted, _purge_unconsented, blobs.sweep, usage.correct, sessions.sweep,
        orphans.sweep, _clear_scratch, notice_engines,
    ]  # fmt: skip
    for step in steps:
        try:
            step()
        except Exception:  # the next hour tries again
            log.exception("a step of the hour failed")


def _expire_audio() -> None:
    over = Rendition.objects.filter(status=RenditionState.ACTIVE, expires_at__lt=timezone.now()).values("job")
    for job in Job.objects.filter(pk__in=over).defer("text_input").iterator():
        expire_job(job)


def _forget_clips() -> None:
    """Of jobs that never became a recording."""
    ended = Job.objects.filter(status__in=[JobState.FAILED, JobState.CANCELLED])
    old = ended.filter(created_at__lt=timezone.now() - settings.AUDIO_EXPIRY)
    Take.objects.filter(segment__job__in=old).delete()


def _purge_deleted() -> None:
    transitions.purge(Job.objects.filter(deleted_at__lt=oldest()))
    purge_deleted(oldest())
    forget_pictures(timezone.now() - LOOKED_AT)


def _purge_unconsented() -> None:
    purge_unconsented(timezone.now() - UNCONSENTED)


def _clear_scratch() -> None:
    storage.clear_scratch(older_than=LEFT_BEHIND)
