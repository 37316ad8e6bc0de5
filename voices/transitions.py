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
from voices.models import (
    Comparison,
    SampleCheck,
    Trial,
    Voice,
    VoiceDay,
    VoiceEvent,
    VoiceNotice,
    VoicePrint,
    VoiceStep,
    VoiceVersion,
)
from voices.states import SAMPLE_CHECK, VERSION, StepKind, StepState

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


def _record_check(check: SampleCheck, *, old: str, new: str, by: User | None = None) -> None:
    """The bell of whoever looks at the draft; what was found stands on the sample."""
    ring_on_commit(check.sample.voice.created_by.public_id, kind="voice", subject=check.public_id)


def claim_check() -> SampleCheck | None:
    return claim(SampleCheck.objects.all(), LEARN, record=_record_check)


def finish_check(check: SampleCheck, to: WorkState, **fields: Any) -> bool:
    """End the check that is ours."""
    now = timezone.now()
    return move(check, to, table=SAMPLE_CHECK, record=_record_check, owned=True, finished_at=now, **fields)


def stop_checks(rows: "QuerySet[SampleCheck]", *, code: str) -> None:
    """End what waits or is being checked, as ``stop`` does for versions."""
    for check in rows.filter(status__in=[WorkState.QUEUED, WorkState.RUNNING]):
        now = timezone.now()
        move(check, WorkState.FAILED, table=SAMPLE_CHECK, record=_record_check, error_code=code, finished_at=now)


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


def begin_step(version: VoiceVersion, kind: StepKind) -> VoiceStep:
    """The row of a step that is begun, now or once more."""
    step, _ = VoiceStep.objects.update_or_create(
        version=version, step=kind, defaults={"status": StepState.RUNNING, "code": "", "started_at": timezone.now()}
    )
    return step


def end_step(step: VoiceStep, to: StepState, *, figures: dict[str, Any], code: str = "") -> None:
    """A step ended; ``code`` says why it was skipped."""
    VoiceStep.objects.filter(pk=step.pk).update(status=to, figures=figures, code=code, finished_at=timezone.now())


def fail_steps(version: VoiceVersion, code: str) -> None:
    """The step in which the version ended badly."""
    running = VoiceStep.objects.filter(version=version, status=StepState.RUNNING)
    running.update(status=StepState.FAILED, code=code, finished_at=timezone.now())


def note_step(version: VoiceVersion, kind: StepKind, figures: dict[str, Any]) -> None:
    """Something that the owner did with a version, as a step of its life."""
    now = timezone.now()
    VoiceStep.objects.create(
        version=version, step=kind, status=StepState.DONE, figures=figures, started_at=now, finished_at=now
    )


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
    """Every blob that the voice's rows name: recordings, masters, prints, identities, trials, evidence."""
    samples = voice.samples.values_list("original", "master")
    prints = VoicePrint.objects.filter(version__voice=voice).values_list("blob", flat=True)
    trials = Trial.objects.filter(version__voice=voice).values_list("blob", flat=True)
    centres = voice.versions.values_list("centre", flat=True)
    evidence = voice.consents.values_list("evidence_blob", flat=True)
    named = chain(chain.from_iterable(samples), prints, trials, centres, evidence)
    return [key for key in named if key is not None]


def forget(voice: Voice) -> None:
    """What was recorded and learned goes, with all that was measured on it; the voice stays as a name."""
    with transaction.atomic():
        named = blobs_of(voice)
        VoicePrint.objects.filter(version__voice=voice).delete()
        Trial.objects.filter(version__voice=voice).delete()
        Comparison.objects.filter(voice=voice).delete()
        VoiceNotice.objects.filter(version__voice=voice).delete()
        VoiceDay.objects.filter(version__voice=voice).delete()
        VoiceStep.objects.filter(version__voice=voice).update(figures={})
        voice.versions.update(centre=None, report={}, quality_score=None)
        voice.samples.all().delete()
        blobs.release(named)


def destroy(voice: Voice, *, by: User | None, reason: str) -> None:
    """The voice goes with all its rows; its bytes go with the next collection. The event stays."""
    with transaction.atomic():
        record_voice(voice, new=DELETED, by=by, reason=reason)
        named = blobs_of(voice)
        voice.delete()
        blobs.release(named)
