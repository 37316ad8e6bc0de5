"""The only code that changes a voice's or a version's state."""

from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from accounts import blobs
from accounts.models import User
from lib.claims import Step
from lib.moves import claim, move
from lib.push import ring_on_commit
from lib.states import WorkState
from voices.models import Voice, VoiceEvent, VoicePrint, VoiceVersion
from voices.states import VERSION

LEARN = Step(WorkState.QUEUED, WorkState.RUNNING)
REVOKED = "REVOKED"
DELETED = "DELETED"


def record(row: VoiceVersion, *, old: str, new: str, reason: str = "", by: User | None = None) -> None:
    """The event of a version, and the bell for whoever looks at it."""
    VoiceEvent.objects.create(
        organisation_id=row.organisation_id, subject=row.public_id, kind="voice_version", old=old, new=new,
        reason=reason, created_by=by,
    )  # fmt: skip
    ring(row)


def ring(row: VoiceVersion) -> None:
    """The bell of whoever looks at a version's progress."""
    ring_on_commit(row.voice.created_by.public_id, kind="voice", subject=row.public_id)


def claim_version() -> VoiceVersion | None:
    return claim(VoiceVersion.objects.all(), LEARN, record=record)


def stop(rows: "QuerySet[VoiceVersion]", *, code: str) -> None:
    """End what waits or is being worked on; a late writer finds the row no longer its own."""
    for version in rows.filter(status__in=[WorkState.QUEUED, WorkState.RUNNING]):
        move(version, WorkState.FAILED, table=VERSION, record=record, error_code=code, finished_at=timezone.now())


def finish(version: VoiceVersion, to: WorkState, **fields: Any) -> bool:
    """End the work that is ours."""
    return move(version, to, table=VERSION, record=record, owned=True, finished_at=timezone.now(), **fields)


def requeue(version: VoiceVersion, *, by: User | None) -> bool:
    """A failed version is tried again from the start."""
    return move(
        version, WorkState.QUEUED, table=VERSION, record=record, by=by, errors=0, lost_leases=0, progress_percent=0,
        error_code="", error_params={}, finished_at=None,
    )  # fmt: skip


def revoke(voice: Voice, *, by: User | None, reason: str) -> bool:
    """Revoke ``voice`` for ever; False when it was already."""
    with transaction.atomic():
        changed = Voice.objects.filter(pk=voice.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
        if changed:
            VoiceVersion.objects.filter(voice=voice).update(version=F("version") + 1)
            record_voice(voice, new=REVOKED, by=by, reason=reason)
    voice.refresh_from_db()
    return bool(changed)


def record_voice(voice: Voice, *, new: str, by: User | None, reason: str = "") -> None:
    """An event of the voice itself: followers stop its jobs and expire its audio."""
    VoiceEvent.objects.create(
        organisation_id=voice.organisation_id, subject=voice.public_id, kind="voice", old="", new=new, reason=reason,
        created_by=by,
    )  # fmt: skip
    for subject in (voice.public_id, *voice.versions.values_list("public_id", flat=True)):
        ring_on_commit(voice.created_by.public_id, kind="voice", subject=subject)


def blobs_of(voice: Voice) -> list[int]:
    """Every blob that the voice's rows name: recordings, masters, prints, evidence."""
    samples = voice.samples.values_list("original", "master")
    prints = VoicePrint.objects.filter(version__voice=voice).values_list("blob", flat=True)
    evidence = voice.consents.values_list("evidence_blob", flat=True)
    return [key for key in (*chain.from_iterable(samples), *prints, *evidence) if key is not None]


def destroy(voice: Voice, *, by: User | None, reason: str) -> None:
    """The voice goes with all its rows; its bytes go with the next collection. The event stays."""
    with transaction.atomic():
        record_voice(voice, new=DELETED, by=by, reason=reason)
        named = blobs_of(voice)
        voice.delete()
        blobs.release(named)
