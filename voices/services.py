"""What changes voices: upload, consent, retry, revoke, delete. Each checks, writes a QUEUED row, hints on commit."""

from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import blobs, limits
from accounts.models import Organisation, User
from lib import storage
from lib.hints import hint_on_commit
from lib.names import clean_filename, clean_name, fold
from lib.refusals import Refusal
from lib.states import WorkState
from speech.containers import FORMATS, sniff
from speech.text import compose
from voices import statements, transitions
from voices.learnable import UNFINISHED, usable
from voices.models import Consent, Sample, Voice, VoiceVersion
from voices.permissions import check_owner
from voices.states import ConsentScope, VersionOrigin

TASK = "process_voice_profile"
MAX_TRANSCRIPT_CHARS = 20_000
USEFUL = [WorkState.QUEUED, WorkState.RUNNING, WorkState.READY]


@dataclass(frozen=True)
class Said:
    """A consent as given: which statement in which wording, and from where."""

    kind: str
    statement_version: str = statements.CURRENT
    speaker_name: str = ""
    evidence: dict[str, Any] | None = None


def check_upload(*, by: User, told_bytes: int) -> None:
    """What can be refused before the file is read, by the length that the caller tells.

    Raises ``too_many_voices`` (429) or ``storage_full`` (413).
    """
    organisation = Organisation.home_of(by)
    limits.check_place(limits.VOICES, organisation, _voices(organisation))
    limits.check_storage(organisation, told_bytes)


def _voices(organisation: Organisation) -> "QuerySet[Voice]":
    return Voice.objects.filter(organisation=organisation)


def upload_voice(
    *,
    by: User,
    stream: IO[bytes],
    filename: str | None,
    name: str,
    language: str = "vi",
    transcript: str = "",
    consent: Said | None = None,
) -> Voice:
    """Store a recording and queue its check (and, with consent, its learning).

    Raises ``too_many_uploads``, ``too_many_voices`` (429), ``storage_full``, ``file_too_large`` (413),
    ``empty_file``, ``unsupported_format``, ``name_required`` (400).
    """
    organisation = Organisation.home_of(by)
    limits.count_upload(organisation)
    limits.check_place(limits.VOICES, organisation, _voices(organisation))
    said = check_statement(consent) if consent else None
    name, transcript = clean_name(name), compose(transcript).strip()
    if not name:
        raise Refusal("name_required", 400, field="name")
    if len(transcript) > MAX_TRANSCRIPT_CHARS:
        raise Refusal("transcript_too_long", 400, field="transcript")
    with storage.spool(stream, limit_bytes=settings.MAX_UPLOAD_SIZE) as spooled:
        check_audio(spooled)
        with blobs.keeping(
            spooled.path, organisation=organisation, created_by=by, prefix=settings.VOICE_PROFILES_DIR
        ) as blob:
            limits.take_place(limits.VOICES, organisation, _voices(organisation))
            voice = Voice.objects.create(
                organisation=organisation, created_by=by, name=name, language=language,
                speaker_name=said.speaker_name if said else "",
                search_text=fold(f"{name} {said.speaker_name if said else ''}"),
            )  # fmt: skip
            sample = Sample.objects.create(
                voice=voice, filename=clean_filename(filename), transcript=transcript, language=language,
                original=blob,
            )  # fmt: skip
            if said:
                write_consent(voice, said, by)
            queue_version(voice, [sample], origin=VersionOrigin.FIRST, by=by)
    return voice


def check_audio(spooled: storage.Spooled) -> None:
    if not spooled.size_bytes:
        raise Refusal("empty_file", 400, field="file")
    if sniff(spooled.path) is None:
        raise Refusal("unsupported_format", 400, field="file", formats=FORMATS)


def check_statement(said: Said) -> Said:
    """Raises ``consent_unknown`` (400) for a wording that there is not."""
    if statements.find(said.kind, said.statement_version) is None:
        raise Refusal("consent_unknown", 400, field="consent")
    return said


def write_consent(voice: Voice, said: Said, by: User) -> None:
    statement = statements.find(said.kind, said.statement_version)
    shown = {"vi": statement.vi, "en": statement.en} if statement else {}
    Consent.objects.create(
        voice=voice, kind=said.kind, given_by=by, speaker_name=clean_name(said.speaker_name),
        statement_version=said.statement_version, scope=ConsentScope.PRIVATE,
        evidence={"statement": shown, **(said.evidence or {})},
    )  # fmt: skip


def queue_version(voice: Voice, samples: list[Sample], *, origin: str, by: User) -> VoiceVersion:
    """A new learning; the old version serves until it is READY, unless there is none that serves."""
    last = voice.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = VoiceVersion.objects.create(
        organisation=voice.organisation, voice=voice, number=last + 1, origin=origin, parent=voice.current_version
    )
    version.samples.set(samples)
    transitions.record(version, old="", new=version.status, by=by)
    if voice.current_version is None or voice.current_version.status != "READY":
        voice.current_version = version
        voice.save(update_fields=["current_version"])
    hint_on_commit(TASK)
    return version


def give_consent(*, by: User, voice: Voice, said: Said) -> VoiceVersion | None:
    """Record consent (it may follow the upload) and learn the voice. What cannot be learned now waits for its owner's
    word: then the answer is the newest version, or None for a draft. Raises ``voice_revoked`` (403)."""
    check_owner(by, voice)
    check_statement(said)
    with transaction.atomic():
        voice = Voice.objects.select_for_update().get(pk=voice.pk)
        if voice.revoked_at:
            raise Refusal("voice_revoked", 403)
        given, samples = voice.consent, _usable_now(voice)
        newest = voice.versions.order_by("-number").first()
        if given and (given.kind, given.statement_version) == (said.kind, said.statement_version):
            running = voice.versions.filter(status__in=USEFUL).order_by("-number").first()
            if running is not None and running.created_at >= given.created_at:
                return running  # said twice: nothing to learn anew
            if not samples:
                return newest
        write_consent(voice, said, by)
        if not samples or (given and newest and newest.status in UNFINISHED):
            return newest
        # One that was begun without consent may be past the step where it asks: it is not waited for.
        return queue_version(voice, samples, origin=VersionOrigin.CONSENT, by=by)


def _usable_now(voice: Voice) -> list[Sample]:
    """The recordings that a learning would take now; none where it would be refused."""
    try:
        return usable(voice.samples.filter(is_left_out=False).select_related("check_row").prefetch_related("versions"))
    except Refusal:
        return []


def retry(*, by: User, version: VoiceVersion, as_staff: bool = False) -> None:
    """Try a version again that failed on our side. Raises ``not_retryable`` (409)."""
    if not (as_staff and by.is_staff):
        check_owner(by, version.voice)
    with transaction.atomic():
        if not transitions.requeue(version, by=by):
            raise Refusal("not_retryable", 409)
        hint_on_commit(TASK)


def revoke(*, by: User, voice: Voice, reason: str = "", as_staff: bool = False) -> None:
    """Withdraw consent for ever: recordings and prints go now, jobs stop and audio expires within a sweep."""
    if not (as_staff and by.is_staff):
        check_owner(by, voice)
    with transaction.atomic():
        Consent.objects.filter(voice=voice, revoked_at__isnull=True).update(revoked_at=timezone.now())
        transitions.revoke(voice, by=by, reason=reason)
        transitions.forget(voice)
        hint_on_commit("follow_events")


def delete_voice(*, by: User, voice: Voice, with_audio: bool = False) -> None:
    """Destroy the voice, its samples and prints. ``with_audio``: also everything made with it."""
    check_owner(by, voice)
    with transaction.atomic():
        transitions.destroy(voice, by=by, reason="with_audio" if with_audio else "")
        hint_on_commit("follow_events")
