"""What changes a voice before it is learned: a draft, its recordings, and the word to learn from them."""

from dataclasses import dataclass
from functools import partial
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts import blobs, limits
from accounts.models import Organisation, User
from lib import storage
from lib.hints import hint_on_commit
from lib.names import clean_filename, clean_name, fold
from lib.refusals import Refusal
from lib.states import WorkState
from speech.text import compose
from voices.enrolment import scripts, selectors
from voices.learnable import check_idle, is_learned, usable
from voices.models import Sample, SampleCheck, Voice, VoiceVersion
from voices.permissions import check_consent, check_owner
from voices.services import (
    MAX_TRANSCRIPT_CHARS,
    TASK,
    Said,
    check_audio,
    check_statement,
    queue_version,
    write_consent,
)
from voices.states import SampleSource, VersionOrigin


@dataclass(frozen=True)
class Recording:
    """A recording as it comes in. ``script``: the given text that was read; then that is the transcript."""

    stream: IO[bytes]
    filename: str | None
    transcript: str = ""
    script: str = ""
    language: str = ""


def start_draft(*, by: User, name: str, language: str, consent: Said) -> Voice:
    """A voice that may be learned, without a recording yet. Raises ``name_required``, ``consent_unknown`` (400),
    ``too_many_voices`` (429)."""
    organisation = Organisation.home_of(by)
    said, name, speaker = check_statement(consent), clean_name(name), clean_name(consent.speaker_name)
    if not name:
        raise Refusal("name_required", 400, field="name")
    with transaction.atomic():
        limits.take_place(limits.VOICES, organisation, Voice.objects.filter(organisation=organisation))
        voice = Voice.objects.create(
            organisation=organisation, created_by=by, name=name, language=language, speaker_name=speaker,
            search_text=fold(f"{name} {speaker}"),
        )  # fmt: skip
        write_consent(voice, said, by)
    return voice


def check_upload(*, by: User, voice: Voice, told_bytes: int) -> None:
    """What can be refused before the file is read. Raises ``not_allowed``, ``consent_required``, ``voice_revoked``
    (403), ``storage_full`` (413), ``too_many_samples`` (429)."""
    check_owner(by, voice)
    check_consent(voice)
    limits.check_place(limits.SAMPLES, voice.organisation, _samples(voice))
    limits.check_storage(voice.organisation, told_bytes)


def _samples(voice: Voice) -> "QuerySet[Sample]":
    return Sample.objects.filter(voice=voice)


def add_sample(*, by: User, voice: Voice, recording: Recording, instead_of: Sample | None = None) -> Sample:
    """Store a recording and queue its check; nothing is learned. ``instead_of``: one that it takes the place of.

    Raises what ``check_upload`` does, ``too_many_uploads`` (429), ``file_too_large`` (413), ``empty_file``,
    ``unsupported_format``, ``unknown_script``, ``transcript_too_long`` (400).
    """
    check_owner(by, voice)
    check_consent(voice)
    limits.count_upload(voice.organisation)
    wanted = _described(voice, recording)
    with storage.spool(recording.stream, limit_bytes=settings.MAX_UPLOAD_SIZE) as spooled:
        check_audio(spooled)
        with blobs.keeping(
            spooled.path, organisation=voice.organisation, created_by=by, prefix=settings.VOICE_PROFILES_DIR
        ) as blob:
            held = _held(voice)
            if instead_of is not None:
                _put_away(instead_of)
            limits.take_place(limits.SAMPLES, held.organisation, _samples(held))
            sample = wanted(voice=held, original=blob)
            sample.save()
            _queue_check(sample)
    return sample


def _described(voice: Voice, recording: Recording) -> "partial[Sample]":
    """The row of ``recording``, all but where it lies."""
    script = scripts.find(recording.script) if recording.script else None
    if recording.script and script is None:
        raise Refusal("unknown_script", 400, field="script", script=recording.script[:40])
    return partial(
        Sample,
        filename=clean_filename(recording.filename),
        source=SampleSource.RECORDED if script else SampleSource.UPLOAD,
        script=script.id if script else "",
        transcript=script.text if script else _checked_transcript(recording.transcript),
        language=script.language if script else recording.language or voice.language,
    )


def _checked_transcript(text: str) -> str:
    transcript = compose(text).strip()
    if len(transcript) > MAX_TRANSCRIPT_CHARS:
        raise Refusal("transcript_too_long", 400, field="transcript")
    return transcript


def _held(voice: Voice) -> Voice:
    """The voice as it is now, held until the transaction ends; consent may have been withdrawn meanwhile."""
    rows = Voice.objects.select_for_update(of=("self",)).select_related("organisation")
    held: Voice | None = rows.filter(pk=voice.pk).first()
    if held is None:
        raise Refusal("not_found", 404)
    check_consent(held)
    return held


def _queue_check(sample: Sample) -> None:
    """A check that waits, in place of the one there was: whoever works on that finds it no longer theirs."""
    SampleCheck.objects.filter(sample=sample).delete()
    SampleCheck.objects.create(sample=sample, organisation=sample.voice.organisation)
    hint_on_commit(TASK)


def _put_away(sample: Sample) -> None:
    """Gone for good; one from which something was learned stays, but nothing more is learned from it."""
    if selectors.is_in_use(sample):
        Sample.objects.filter(pk=sample.pk).update(is_left_out=True)
        return
    sample.delete()
    blobs.release(key for key in (sample.original_id, sample.master_id) if key is not None)


def leave_out(*, by: User, sample: Sample, is_left_out: bool) -> None:
    """Whether the next learning goes without this recording."""
    check_owner(by, sample.voice)
    Sample.objects.filter(pk=sample.pk).update(is_left_out=is_left_out)


def set_transcript(*, by: User, sample: Sample, transcript: str) -> None:
    """What is said in the recording, in other words; it is compared anew. Raises ``transcript_too_long`` (400)."""
    check_owner(by, sample.voice)
    text = _checked_transcript(transcript)
    with transaction.atomic():
        _held(sample.voice)
        if Sample.objects.filter(pk=sample.pk).exclude(transcript=text).update(transcript=text, script=""):
            _queue_check(sample)


def delete_sample(*, by: User, sample: Sample) -> None:
    """The recording goes for good. Raises ``sample_in_use`` (409) when something was learned from it."""
    check_owner(by, sample.voice)
    with transaction.atomic():
        Voice.objects.select_for_update().get(pk=sample.voice_id)
        if selectors.is_in_use(sample):
            raise Refusal("sample_in_use", 409)
        _put_away(sample)


def check_again(*, by: User, sample: Sample) -> None:
    """Try a check again that failed on our side. Raises ``not_retryable`` (409)."""
    check_owner(by, sample.voice)
    with transaction.atomic():
        _held(sample.voice)
        if not SampleCheck.objects.filter(sample=sample, status=WorkState.FAILED).exists():
            raise Refusal("not_retryable", 409)
        _queue_check(sample)


def learn(*, by: User, voice: Voice) -> VoiceVersion:
    """Learn the voice from its recordings, all that are not left out and can be used.

    Raises ``not_allowed``, ``consent_required``, ``voice_revoked`` (403), ``samples_unchecked``, ``nothing_to_learn``,
    ``nothing_new``, ``too_much_to_learn``, ``already_learning`` (409).
    """
    check_owner(by, voice)
    with transaction.atomic():
        held = _held(voice)
        samples = learnable(held)
        origin = VersionOrigin.SAMPLES if held.versions.exists() else VersionOrigin.FIRST
        return queue_version(held, samples, origin=origin, by=by)


def learnable(voice: Voice) -> list[Sample]:
    """The recordings that a learning would take now; raises the sentence that a greyed button shows."""
    check_idle(voice)
    samples = usable(selectors.samples_of(voice).filter(is_left_out=False))
    if is_learned(voice.current_version, samples):
        raise Refusal("nothing_new", 409)
    return samples
