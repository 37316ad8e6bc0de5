"""What changes jobs: create, preview, cancel, retry, delete, restore, ask for another format."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import limits
from accounts.models import Organisation, User
from documents.models import Document
from documents.selectors import get_document, spoken_chars, spoken_sections
from lib.claims import Lane
from lib.hints import hint_on_commit
from lib.names import clean_name
from lib.refusals import Refusal
from lib.states import WorkState
from lib.undo import restorable
from speech.text import compose
from synthesis import presets, transitions
from synthesis.models import Job, Rendition
from synthesis.selectors import MIME_TYPES, is_expired
from synthesis.states import UNFINISHED_JOB, JobKind, JobState, RenditionState
from voices.models import Voice
from voices.permissions import check_usable
from voices.selectors import get_voice

TASK = "generate_speech"
PREVIEW_CHARS = 500
TITLE_CHARS = 80


@dataclass(frozen=True)
class Wish:
    """What somebody wants to hear. ``voice`` is a voice's public_id or a preset's id."""

    voice: str
    text: str = ""
    document: str = ""
    language: str = "auto"
    speed: float = 1.0
    format: str = "mp3"


def create_job(*, by: User, wish: Wish, kind: JobKind = JobKind.BOOK) -> Job:
    """Queue a job.

    Raises ``too_many_jobs``, ``characters_today`` (429), ``text_or_document``, ``voice_required``,
    ``nothing_to_say`` (400), ``text_too_long`` (413), ``not_found`` (404), ``consent_required`` (403),
    ``voice_not_ready``, ``document_not_ready`` (409).
    """
    organisation, text = Organisation.home_of(by), clean_text(wish.text)
    limits.check_place(limits.JOBS, organisation, _unfinished(organisation))
    limits.check_chars(organisation, len(text))
    if bool(text.strip()) == bool(wish.document):
        raise Refusal("text_or_document", 400)
    if len(text) > settings.MAX_TEXT_CHARS:
        raise Refusal("text_too_long", 413, field="text", limit=settings.MAX_TEXT_CHARS)
    document = get_document(by, _uuid(wish.document)) if wish.document else None
    voice, preset = _find_voice(by, wish.voice)
    if voice is not None:
        check_usable(voice)
    if document is not None:
        _check_document(document)
    elif not any(letter.isalnum() for letter in text):
        raise Refusal("nothing_to_say", 400, field="text")
    return _queue(by, organisation, wish, kind, text, document, voice, preset)


def _unfinished(organisation: Organisation) -> "QuerySet[Job]":
    """All lanes are named so that the claims' index serves: a few lookups, however long the history is."""
    return Job.objects.filter(organisation=organisation, status__in=UNFINISHED_JOB, lane__in=Lane.values)


def create_preview(*, by: User, wish: Wish) -> Job:
    """Hear the first paragraph before the whole is started: a small job that goes before all others."""
    text = clean_text(wish.text)
    if wish.document and not text.strip():
        document = get_document(by, _uuid(wish.document))
        _check_document(document)
        text = spoken_sections(document).filter(kind="paragraph").values_list("text", flat=True).first() or ""
        text = text or spoken_sections(document).values_list("text", flat=True).first() or ""
    first = Wish(wish.voice, first_paragraph(text), "", wish.language, wish.speed, "mp3")
    return create_job(by=by, wish=first, kind=JobKind.PREVIEW)


def clean_text(raw: str) -> str:
    """Text that a database takes: NFC, no NUL, no half characters. The rest is the core's to repair."""
    whole = raw.encode("utf-8", "replace").decode("utf-8")
    return compose(whole.replace("\x00", ""))


def first_paragraph(text: str) -> str:
    """The first paragraph, cut at a sentence where it is long."""
    paragraph = next((part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()), "")
    if len(paragraph) <= PREVIEW_CHARS:
        return paragraph
    end = max(paragraph.rfind(mark, 0, PREVIEW_CHARS) for mark in (". ", "! ", "? ", "… ", "\n"))
    return paragraph[: end + 1 if end > 0 else PREVIEW_CHARS]


def _uuid(raw: str) -> UUID:
    try:
        return UUID(str(raw))
    except ValueError:
        raise Refusal("not_found", 404) from None


def _find_voice(by: User, ref: str) -> tuple[Voice | None, presets.Preset | None]:
    if not ref:
        raise Refusal("voice_required", 400, field="voice")
    preset = presets.find(ref)
    return (None, preset) if preset else (get_voice(by, _uuid(ref)), None)


def _check_document(document: Document) -> None:
    if document.status in {WorkState.QUEUED, WorkState.RUNNING}:
        raise Refusal("document_not_ready", 409)
    if document.status != WorkState.READY:
        raise Refusal("document_failed", 409)


def _queue(
    by: User, organisation: Organisation, wish: Wish, kind: JobKind, text: str, document: Document | None,
    voice: Voice | None, preset: presets.Preset | None,
) -> Job:  # fmt: skip
    name = document.filename.rpartition(".")[0] or document.filename if document else text
    chars = spoken_chars(document) if document else len(text)
    with transaction.atomic():
        limits.take_place(limits.JOBS, organisation, _unfinished(organisation))
        limits.take_chars(organisation, chars)
        job = Job.objects.create(
            organisation=organisation, created_by=by, kind=kind, text_input=text, chars_total=chars,
            title=_title(name),
            document=document, document_ref=document.public_id if document else None,
            document_name=document.filename if document else "",
            voice=voice, voice_ref=voice.public_id if voice else None, preset=preset.id if preset else "",
            voice_name=voice.name if voice else preset.label if preset else "",
            language=wish.language, speed=wish.speed, format=wish.format,
            lane=Lane.INTERACTIVE if kind == JobKind.PREVIEW else Lane.NORMAL,
        )  # fmt: skip
        transitions.record(job, old="", new=job.status, by=by)
        hint_on_commit(TASK)
    return job


def _title(text: str) -> str:
    """The first words of ``text``, not cut within one."""
    whole = clean_name(text[: TITLE_CHARS * 4], limit=TITLE_CHARS * 4)
    if len(whole) <= TITLE_CHARS:
        return whole or "Audio"
    cut = whole[:TITLE_CHARS].rpartition(" ")[0] or whole[:TITLE_CHARS]
    return cut.rstrip(" ,.;:") + "…"


def cancel(*, by: User, job: Job, as_staff: bool = False) -> None:
    """Stop an unfinished job. Raises ``not_cancellable`` (409)."""
    _check_owner(by, job, as_staff=as_staff)
    if not transitions.move_job(job, JobState.CANCELLED, by=by):
        raise Refusal("not_cancellable", 409)


def retry(*, by: User, job: Job, as_staff: bool = False) -> None:
    """Try a failed job again: same job, new attempt; what was rendered is kept, its characters were counted.

    Raises ``too_many_jobs`` (429) or ``not_retryable`` (409).
    """
    _check_owner(by, job, as_staff=as_staff)
    with transaction.atomic():
        limits.take_place(limits.JOBS, job.organisation, _unfinished(job.organisation))
        moved = transitions.move_job(
            job, JobState.QUEUED, by=by, errors=0, lost_leases=0, error_code="", error_params={}, missing_segments=0
        )
        if not moved:
            raise Refusal("not_retryable", 409)
        hint_on_commit(TASK)


def delete_job(*, by: User, job: Job) -> None:
    """Take the job and its audio away; an unfinished one is cancelled first. It can be restored for a day."""
    _check_owner(by, job)
    with transaction.atomic():
        one = Job.objects.filter(pk=job.pk, deleted_at__isnull=True)
        transitions.stop(one, by=by)
        if not one.update(deleted_at=timezone.now()):
            raise Refusal("not_found", 404)


def restore_job(*, by: User, job: Job) -> None:
    """Undo the deletion of a job. What deleting it has cancelled stays cancelled. Raises ``not_restorable`` (409)
    when the day is over or the audio is gone."""
    _check_owner(by, job)
    if is_expired(job) or not restorable(Job.objects.filter(pk=job.pk)).update(deleted_at=None):
        raise Refusal("not_restorable", 409)


def purge_job(*, by: User, job: Job) -> None:
    """Remove a deleted job for good before its day is over. Raises ``not_found`` (404) for one that is not deleted."""
    _check_owner(by, job)
    with transaction.atomic():
        if not transitions.purge(Job.objects.filter(pk=job.pk, deleted_at__isnull=False)):
            raise Refusal("not_found", 404)
        hint_on_commit("follow_events")


def ask_for_format(*, job: Job, audio_format: str) -> None:
    """Queue the encoding of a finished job in another format, if it is not there. ``unknown_format`` (400)."""
    if audio_format not in MIME_TYPES:
        raise Refusal("unknown_format", 400, field="format")
    there = {r.format: r for r in job.renditions.all()}
    master = next((r for r in there.values() if r.is_master and r.status == RenditionState.ACTIVE), None)
    if audio_format in there:
        _encode_again(there[audio_format])
        return
    if master is None:
        return
    try:
        with transaction.atomic():
            Rendition.objects.create(
                organisation=job.organisation, job=job, format=audio_format, mime_type=MIME_TYPES[audio_format],
                filename=f"{job.title}.{audio_format}", expires_at=master.expires_at, lane=Lane.INTERACTIVE,
            )  # fmt: skip
            hint_on_commit(TASK)
    except IntegrityError:
        return  # somebody asked at the same moment


def _encode_again(rendition: Rendition) -> None:
    """A failed encoding is tried anew when somebody asks for it."""
    with transaction.atomic():
        if transitions.move_rendition(rendition, RenditionState.QUEUED, errors=0, lost_leases=0):
            hint_on_commit(TASK)


def _check_owner(by: User, job: Job, *, as_staff: bool = False) -> None:
    """Until roles exist only the creator changes a row; ``as_staff`` is what the admin says of its users."""
    if job.created_by_id != by.pk and not (as_staff and by.is_staff):
        raise Refusal("not_allowed", 403)
