"""Whose voice a clip sounds like: measured after the job is ready, when nothing else waits. It may warn; it changes
no audio and chooses no take."""

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from lib import storage
from lib.claims import guarded, step_back
from lib.states import WorkState
from lib.work import Work
from speech.errors import NotReady, users_fault
from synthesis import transitions
from synthesis.models import IdentityCheck, Job, Segment, Take
from synthesis.states import IdentityMark, SegmentState
from voices.life.monitoring import Heard, note_clips
from voices.models import VoicePrint
from voices.permissions import check_consent
from voices.stages import load_centre, threshold_of

if TYPE_CHECKING:  # heavy: in workers only
    from numpy.typing import NDArray

BATCH = 16
BREATH_SECONDS = 1.0


def listen(check: IdentityCheck) -> None:
    """Measure the clips of a job, a batch at a time; whatever else waits goes first. Then tell the voice's days."""
    job = check.job
    if job.voice is None:
        transitions.finish_identity(check, WorkState.READY)
        return
    check_consent(job.voice)
    while batch := _batch(job):
        _measure(batch)
        with guarded(check):
            Take.objects.bulk_update(batch, ["identity", "identity_mark", "identity_at"])
        if transitions.anybody_waits():
            step_back(check, BREATH_SECONDS)
            return
    with guarded(check):
        if transitions.finish_identity(check, WorkState.READY):
            _tell_days(job)
            transitions.ring(job)


def _batch(job: Job) -> list[Take]:
    """The next takes that nobody has listened to; none where nobody can."""
    from speech import identity

    if not identity.ready():
        return []
    takes = Take.objects.filter(segment__job=job, is_accepted=True, identity_at__isnull=True)
    unheard = takes.filter(segment__voice_print__isnull=False)
    return list(unheard.select_related("blob", "segment__voice_print__version").order_by("pk")[:BATCH])


def _measure(takes: list[Take]) -> None:
    """Listen to each; one with too little speech, or of a voice that nothing is known of, keeps no figure."""
    now = timezone.now()
    for row, group in groupby(takes, lambda take: take.segment.voice_print):
        centre = load_centre(row.version) if row else None
        threshold = threshold_of(row) if row is not None and centre is not None else None
        for take in group:
            take.identity_at = now
            if centre is not None:
                take.identity = _heard(take, centre)
                take.identity_mark = mark_of(take.identity, threshold)


def _heard(take: Take, centre: "NDArray[Any]") -> float | None:
    from speech import identity
    from speech.audio import read_clip

    with storage.local_path(take.blob.key) as path:
        return identity.likeness(read_clip(path), centre)


def mark_of(identity: float | None, threshold: float | None) -> str:
    """What the page says of a clip; nothing where there is nothing to compare."""
    if identity is None or threshold is None:
        return ""
    return IdentityMark.LOW if identity < threshold else IdentityMark.OK


def _tell_days(job: Job) -> None:
    """How each version did in this job, for its trend; clips that it took over were told with the job before."""
    segments = Segment.objects.filter(job=job, voice_print__isnull=False)
    if job.retakes:
        segments = segments.filter(position__in=job.retakes)
    for row in VoicePrint.objects.filter(pk__in=segments.values("voice_print")).select_related("version__voice"):
        mine = segments.filter(voice_print=row)
        takes = Take.objects.filter(segment__in=mine, is_accepted=True)
        measured = [one for one in takes.values_list("identity", flat=True) if one is not None]
        heard = Heard(
            clips=takes.count(),
            identities=tuple(measured),
            low=takes.filter(identity_mark=IdentityMark.LOW).count(),
            failed=mine.filter(status=SegmentState.FAILED).count(),
            regenerated=mine.filter(position__in=job.retakes).count(),
        )
        note_clips(row, day=timezone.localdate(), heard=heard)


def _reject(check: IdentityCheck, code: str, params: dict[str, Any]) -> None:
    transitions.finish_identity(check, WorkState.REJECTED, error_code=code)


def _fail(check: IdentityCheck, code: str) -> None:
    transitions.finish_identity(check, WorkState.FAILED, error_code=code)


WORK = Work(transitions.claim_identity, listen, _reject, _fail, users_fault, away=(NotReady,))
