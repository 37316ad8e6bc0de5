"""What changes jobs: create, preview, cancel, retry, delete, restore, ask for another format."""

import re
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import limits
from accounts.models import Organisation, User
from documents.models import Document
from documents.reading import picks
from documents.reading.marks import is_unmarked
from documents.reading.picks import Pick, clean_text
from documents.reading.selectors import picks_of
from documents.selectors import check_read, get_document, spoken_chars, spoken_sections
from lib.claims import Lane
from lib.hints import hint_on_commit
from lib.identifiers import uuid_of
from lib.names import clean_name
from lib.refusals import Refusal
from lib.undo import restorable
from synthesis import transitions
from synthesis.models import Job, Rendition
from synthesis.selectors import MIME_TYPES, is_expired
from synthesis.states import UNFINISHED_JOB, JobKind, JobState, RenditionState
from voices import presets
from voices.models import Voice
from voices.permissions import check_usable
from voices.selectors import get_voice
from voices.states import Variant

TASK = "generate_speech"
PREVIEW_CHARS = 500
TITLE_CHARS = 80


@dataclass(frozen=True)
class Wish:
    """What somebody wants to hear. ``voice`` is a voice's public_id or a preset's id; ``choices`` say how places of
    ``text`` are read (a document's are saved with it)."""

    voice: str
    text: str = ""
    document: str = ""
    language: str = "auto"
    speed: float = 1.0
    format: str = "mp3"
    choices: tuple[Pick, ...] = ()
    variant: str = Variant.NEUTRAL


def create_job(*, by: User, wish: Wish, kind: JobKind = JobKind.BOOK) -> Job:
    """Queue a job.

    Raises ``too_many_jobs``, ``characters_today`` (429), ``text_or_document``, ``voice_required``,
    ``nothing_to_say``, ``bad_choice``, ``unknown_variant`` (400), ``text_too_long`` (413), ``not_found`` (404),
    ``consent_required`` (403), ``voice_not_ready``, ``document_not_ready`` (409).
    """
    organisation, text = Organisation.home_of(by), clean_text(wish.text)
    limits.check_place(limits.JOBS, organisation, unfinished(organisation))
    limits.check_chars(organisation, len(text))
    if bool(text.strip()) == bool(wish.document):
        raise Refusal("text_or_document", 400)
    if len(text) > settings.MAX_TEXT_CHARS:
        raise Refusal("text_too_long", 413, field="text", limit=settings.MAX_TEXT_CHARS)
    document = get_document(by, _uuid(wish.document)) if wish.document else None
    voice, preset = _find_voice(by, wish.voice)
    if voice is not None:
        check_usable(voice)
    if wish.variant not in presets.variants():
        raise Refusal("unknown_variant", 400, field="variant")
    if document is not None:
        check_read(document)
    elif not any(letter.isalnum() for letter in text):
        raise Refusal("nothing_to_say", 400, field="text")
    wish = replace(wish, choices=picks.checked(wish.choices, text))
    return _queue(by, organisation, wish, kind, text, document, voice, preset)


def unfinished(organisation: Organisation) -> "QuerySet[Job]":
    """All lanes are named so that the claims' index serves: a few lookups, however long the history is."""
    return Job.objects.filter(organisation=organisation, status__in=UNFINISHED_JOB, lane__in=Lane.values)


def create_preview(*, by: User, wish: Wish) -> Job:
    """Hear the first paragraph before the whole is started: a small job that goes before all others. It is read by the
    rules of its document."""
    text, chosen, document = clean_text(wish.text), list(wish.choices), None
    if wish.document and not text.strip():
        document = get_document(by, _uuid(wish.document))
        check_read(document)
        text, chosen = _first_section(document)
    part = first_paragraph(text)
    start = text.find(part)
    here = picks.within(picks.fitting(chosen, text), start, start + len(part))
    first = Wish(wish.voice, part, "", wish.language, wish.speed, "mp3", here, wish.variant)
    with transaction.atomic():
        job = create_job(by=by, wish=first, kind=JobKind.PREVIEW)
        if document is not None:
            job.document, job.document_ref = document, document.public_id
            job.save(update_fields=["document", "document_ref"])
    return job


def lacks_marks(*, by: User, wish: Wish) -> bool:
    """Whether what is to be read is Vietnamese without its marks, which will be read wrong: asked before it is
    rendered."""
    if wish.language == "en":
        return False
    if not wish.document:
        return is_unmarked(wish.text)
    extraction = get_document(by, _uuid(wish.document)).current_extraction
    return extraction is not None and extraction.is_unmarked


def _first_section(document: Document) -> tuple[str, list[Pick]]:
    """What is heard first of a document, and how places of it are read."""
    sections = spoken_sections(document)
    section = sections.filter(kind="paragraph").first() or sections.first()
    return (section.text, picks_of([section.pk])[section.pk]) if section else ("", [])


def first_paragraph(text: str) -> str:
    """The first paragraph, cut at a sentence where it is long."""
    paragraph = next((part.strip() for part in re.split(r"\n\s*\n", text.strip()) if part.strip()), "")
    if len(paragraph) <= PREVIEW_CHARS:
        return paragraph
    end = max(paragraph.rfind(mark, 0, PREVIEW_CHARS) for mark in (". ", "! ", "? ", "… ", "\n"))
    return paragraph[: end + 1 if end > 0 else PREVIEW_CHARS]


def _uuid(raw: str) -> UUID:
    found = uuid_of(raw)
    if found is None:
        raise Refusal("not_found", 404)
    return found


def _find_voice(by: User, ref: str) -> tuple[Voice | None, presets.Preset | None]:
    if not ref:
        raise Refusal("voice_required", 400, field="voice")
    preset = presets.find(ref)
    return (None, preset) if preset else (get_voice(by, _uuid(ref)), None)


def _queue(
    by: User, organisation: Organisation, wish: Wish, kind: JobKind, text: str, document: Document | None,
    voice: Voice | None, preset: presets.Preset | None,
) -> Job:  # fmt: skip
    name = document.filename.rpartition(".")[0] or document.filename if document else text
    chars = spoken_chars(document) if document else len(text)
    with transaction.atomic():
        limits.take_place(limits.JOBS, organisation, unfinished(organisation))
        limits.take_chars(organisation, chars)
        job = Job.objects.create(
            organisation=organisation, created_by=by, kind=kind, text_input=text, chars_total=chars,
            title=_title(name),
            document=document, document_ref=document.public_id if document else None,
            document_name=document.filename if document else "",
            voice=voice, voice_ref=voice.public_id if voice else None, preset=preset.id if preset else "",
            voice_name=voice.name if voice else preset.label if preset else "",
            language=wish.language, speed=wish.speed, variant=wish.variant, format=wish.format,
            choices=picks.dumped(wish.choices),
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
    check_changeable(by, job, as_staff=as_staff)
    if not transitions.move_job(job, JobState.CANCELLED, by=by):
        raise Refusal("not_cancellable", 409)


def retry(*, by: User, job: Job, as_staff: bool = False) -> None:
    """Try a failed job again: same job, new attempt; what was rendered is kept, its characters were counted.

    Raises ``too_many_jobs`` (429) or ``not_retryable`` (409).
    """
    check_changeable(by, job, as_staff=as_staff)
    with transaction.atomic():
        limits.take_place(limits.JOBS, job.organisation, unfinished(job.organisation))
        moved = transitions.move_job(
            job, JobState.QUEUED, by=by, errors=0, lost_leases=0, error_code="", error_params={}, missing_segments=0
        )
        if not moved:
            raise Refusal("not_retryable", 409)
        hint_on_commit(TASK)


def delete_job(*, by: User, job: Job) -> None:
    """Take the job and its audio away; an unfinished one is cancelled first. It can be restored for a day."""
    check_changeable(by, job)
    with transaction.atomic():
        one = Job.objects.filter(pk=job.pk, deleted_at__isnull=True)
        transitions.stop(one, by=by)
        if not one.update(deleted_at=timezone.now()):
            raise Refusal("not_found", 404)


def restore_job(*, by: User, job: Job) -> None:
    """Undo the deletion of a job. What deleting it has cancelled stays cancelled. Raises ``not_restorable`` (409)
    when the day is over or the audio is gone."""
    check_changeable(by, job)
    if is_expired(job) or not restorable(Job.objects.filter(pk=job.pk)).update(deleted_at=None):
        raise Refusal("not_restorable", 409)


def purge_job(*, by: User, job: Job) -> None:
    """Remove a deleted job for good before its day is over. Raises ``not_found`` (404) for one that is not deleted."""
    check_changeable(by, job)
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


def check_changeable(by: User, job: Job, *, as_staff: bool = False) -> None:
    """Until roles exist only the creator changes a row; ``as_staff`` is what the admin says of its users."""
    if job.created_by_id != by.pk and not (as_staff and by.is_staff):
        raise Refusal("not_allowed", 403)
