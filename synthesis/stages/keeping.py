"""What Beat asks for: hints for forgotten rows, events followed downhill, audio that has had its time."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts import blobs
from documents.models import Document, Extraction
from documents.transitions import READ
from lib.claims import Claimable, Step
from lib.hints import hint
from synthesis import transitions
from synthesis.models import ConsumedVoiceEvent, Job, Rendition, Segment, Take
from synthesis.states import JobState, RenditionState
from voices.models import Voice, VoiceEvent, VoiceVersion
from voices.transitions import DELETED, LEARN, REVOKED

UNDO = timedelta(days=1)
BATCH = 200


def hint_waiting_rows() -> None:
    """Hint every kind of work that has a row nobody holds: hints may be lost, rows are not."""
    for job in transitions.stuck_rendering()[:BATCH]:
        transitions.advance(job)
    if _waits(VoiceVersion.objects.all(), LEARN):
        hint("process_voice_profile")
    if _waits(Extraction.objects.filter(document__deleted_at__isnull=True), READ):
        hint("process_document")
    rendering = Segment.objects.filter(job__status=JobState.RENDERING)
    kinds: list[tuple[QuerySet[Claimable], Step]] = [
        (Job.objects.filter(deleted_at__isnull=True), transitions.PLAN),
        (Job.objects.filter(deleted_at__isnull=True), transitions.ASSEMBLE),
        (rendering, transitions.RENDER),
        (Rendition.objects.filter(job__deleted_at__isnull=True), transitions.ENCODE),
    ]
    if any(_waits(rows, step) for rows, step in kinds):
        hint("generate_speech")


def _waits(rows: "QuerySet[Claimable]", step: Step) -> bool:
    return bool(rows.filter(step.claimable(timezone.now())).exists())


def follow_voice_events() -> int:
    """A revoked or deleted voice: stop its jobs, expire its audio, let go of its bytes. How many were followed."""
    seen = ConsumedVoiceEvent.objects.filter(event=OuterRef("pk"))
    events = VoiceEvent.objects.filter(kind="voice", new__in=[REVOKED, DELETED]).exclude(Exists(seen)).order_by("pk")
    followed = 0
    for event in events[:BATCH]:
        with transaction.atomic():
            _, is_mine = ConsumedVoiceEvent.objects.get_or_create(event=event)
            if is_mine:
                _stop_voice(event)
                followed += 1
    if followed:
        blobs.sweep(prefix=settings.VOICE_PROFILES_DIR, grace=timedelta(0))
    return followed


def _stop_voice(event: VoiceEvent) -> None:
    """Deleting keeps finished audio unless everything was to go; revoking always expires it."""
    jobs = Job.objects.filter(organisation=event.organisation, voice_ref=event.subject)
    for job in jobs.filter(status__in=transitions.UNFINISHED_JOB):
        transitions.move_job(job, JobState.CANCELLED)
    if event.new == REVOKED or event.reason == "with_audio":
        for job in jobs:
            expire_job(job)


def stop_deleted_documents() -> None:
    """Jobs of documents that were taken away; old enough ones are purged with their rows."""
    orphans = Job.objects.filter(document__deleted_at__isnull=False, status__in=transitions.UNFINISHED_JOB)
    for job in orphans[:BATCH]:
        transitions.move_job(job, JobState.CANCELLED)


def expire_job(job: Job) -> None:
    """Take the recordings and clips of a job away; the row stays with its names."""
    for rendition in job.renditions.filter(status=RenditionState.ACTIVE):
        transitions.move_rendition(rendition, RenditionState.EXPIRED, blob=None)
    Take.objects.filter(segment__job=job).delete()


def expire_old_audio() -> None:
    """Audio past its time expires; rows deleted over a day ago go; blobs that nothing names go."""
    now = timezone.now()
    over = Rendition.objects.filter(status=RenditionState.ACTIVE, expires_at__lt=now).values("job")
    for job in Job.objects.filter(pk__in=over).iterator():
        expire_job(job)
    Job.objects.filter(deleted_at__lt=now - UNDO).delete()
    Document.objects.filter(deleted_at__lt=now - UNDO).delete()
    purge_unconsented(now - timedelta(days=7))
    blobs.sweep()


def purge_unconsented(before: datetime) -> None:
    """Voices that nobody consented to within a week are destroyed."""
    for voice in Voice.objects.filter(created_at__lt=before, consents__isnull=True)[:BATCH]:
        voice.delete()
