"""Reads of voices, for pages, API and the apps above."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, gettext

from accounts.models import User
from lib.progress import TASK_STATUS, UPLOAD_FAILED, TaskView, failure
from lib.refusals import Refusal, sentence
from lib.states import WorkState
from voices.models import Voice, VoiceVersion


def voices_for(user: User) -> "QuerySet[Voice]":
    """The voices that ``user`` sees, with what is told of each."""
    return Voice.objects.for_user(user).select_related("current_version", "created_by").prefetch_related("consents")


def get_voice(user: User, public_id: UUID | str) -> Voice:
    """One voice of ``user``, or ``not_found``."""
    voice = voices_for(user).filter(public_id=public_id).first()
    if voice is None:
        raise Refusal("not_found", 404)
    return voice


def version_task(user: User, task_id: UUID) -> TaskView | None:
    """The work of a voice version as a task, if it is one that ``user`` sees."""
    version = (
        VoiceVersion.objects.filter(public_id=task_id, voice__in=Voice.objects.for_user(user))
        .select_related("voice")
        .first()
    )
    return _task(version) if version else None


def _task(version: VoiceVersion) -> TaskView:
    status, message, facts = TASK_STATUS[version.status], working_message(version), _ready_facts(version)
    if version.voice.revoked_at:
        status, message = "REVOKED", sentence("voice_revoked")
    elif version.status in UPLOAD_FAILED:
        message, facts = failure(version.error_code, version.error_params)
    elif version.is_resting:
        status = "RETRY"
    done = 100 if version.status == WorkState.READY else version.progress_percent
    return TaskView(version.public_id, "voice", status, done, message, version.version, None, facts)


def _ready_facts(version: VoiceVersion) -> dict[str, Any]:
    if version.status != WorkState.READY:
        return {}
    return {"profile_id": str(version.voice.public_id), "quality_score": version.quality_score}


def working_message(version: VoiceVersion) -> str:
    if version.status == WorkState.READY:
        return gettext("Voice profile đã sẵn sàng!")
    if version.progress_percent < 34:
        return gettext("Đang kiểm tra file audio...")
    return gettext("Đang xử lý audio...") if version.progress_percent < 67 else gettext("Đang hoàn tất...")


def message_of(voice: Voice) -> str:
    """One line of state in plain words, for a card."""
    version = voice.current_version
    if voice.revoked_at:
        return sentence("voice_revoked")
    if version is None:
        return gettext("Chưa học: hãy ghi âm hoặc tải bản ghi lên.")
    if version.status in UPLOAD_FAILED:
        return sentence(version.error_code, version.error_params)
    if version.status == WorkState.READY and voice.consent is None:
        return sentence("consent_required")
    return working_message(version)


def reasons_of(version: VoiceVersion | None) -> list[dict[str, Any]]:
    """What the quality check found, each with its advice in the active language."""
    if version is None:
        return []
    language = (get_language() or "vi")[:2]
    return [
        {"code": r["code"], "cost": r["cost"], "message": r.get(language) or r["vi"]}
        for r in version.report.get("reasons", [])
    ]
