"""Reads of a voice's recordings. They are its owner's alone, also where the voice is shared."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext

from accounts.models import User
from lib.progress import TASK_STATUS, UPLOAD_FAILED, TaskView, failure
from lib.refusals import Refusal, sentence
from lib.states import WorkState
from voices.learnable import SPENT
from voices.models import Sample, SampleCheck, Voice, VoiceVersion
from voices.permissions import check_owner


def samples_of(voice: Voice) -> "QuerySet[Sample]":
    """All recordings, the newest first, with what a card shows. ``is_in_use``: something was learned from it."""
    learned = VoiceVersion.objects.filter(samples=OuterRef("pk")).exclude(status__in=SPENT)
    rows = voice.samples.select_related("check_row", "master", "voice").prefetch_related("versions")
    return rows.annotate(is_in_use=Exists(learned)).order_by("-pk")


def is_in_use(sample: Sample) -> bool:
    """Whether something was learned from it, or is being learned."""
    return sample.versions.exclude(status__in=SPENT).exists()


def get_sample(user: User, public_id: UUID) -> Sample:
    """One recording of a voice that ``user`` sees (``not_found``) and may change (``not_allowed``)."""
    seen = Sample.objects.filter(voice__in=Voice.objects.for_user(user), public_id=public_id)
    sample = seen.select_related("voice").first()
    if sample is None:
        raise Refusal("not_found", 404)
    check_owner(user, sample.voice)
    return samples_of(sample.voice).get(pk=sample.pk)


def get_sample_of(voice: Voice, public_id: UUID) -> Sample:
    """One recording of ``voice``, or ``not_found``."""
    sample = samples_of(voice).filter(public_id=public_id).first()
    if sample is None:
        raise Refusal("not_found", 404)
    return sample


def sample_task(user: User, task_id: UUID) -> TaskView | None:
    """The check of a sample as a task, if it is one of ``user``'s own voices."""
    rows = SampleCheck.objects.filter(public_id=task_id, sample__voice__in=Voice.objects.for_user(user))
    check = rows.filter(sample__voice__created_by=user).select_related("sample__voice").first()
    return _task(check) if check else None


def _task(check: SampleCheck) -> TaskView:
    status, message, facts = TASK_STATUS[check.status], checking_message(check.status), {}
    if check.status == WorkState.READY:
        facts = {"profile_id": str(check.sample.voice.public_id)}
    elif check.status in UPLOAD_FAILED:
        message, facts = failure(check.error_code, check.error_params)
    elif check.is_resting:
        status = "RETRY"
    return TaskView(check.public_id, "sample", status, check.progress_percent, message, check.version, None, facts)


def checking_message(status: str) -> str:
    return gettext("Đã kiểm tra xong.") if status == WorkState.READY else gettext("Đang kiểm tra file audio...")


def fault_of(sample: Sample) -> str:
    """Why a recording cannot be used, in words; empty where it can."""
    check: SampleCheck | None = getattr(sample, "check_row", None)
    return sentence(check.error_code, check.error_params) if check and check.error_code else ""
