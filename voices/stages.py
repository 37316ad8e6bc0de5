"""The work of a voice version: check and clean its samples, and learn prints of it where there is consent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from accounts import blobs
from accounts.models import Blob
from lib import storage
from lib.claims import guarded
from lib.refusals import Refusal
from lib.states import WorkState
from lib.work import Work
from speech.errors import NotReady, users_fault
from speech.types import as_language
from voices import transitions
from voices.models import Sample, Voice, VoicePrint, VoiceVersion
from voices.permissions import check_consent

BATCH = 200


def learn(version: VoiceVersion) -> None:
    """Decode and clean every sample, measure it, learn a print if consent is there; then READY."""
    from speech.audio import Report  # heavy: in workers only

    samples = list(version.samples.select_related("original"))
    if not samples:  # withdrawn while this waited
        raise Refusal("voice_revoked", 403)
    has_consent = _has_consent(version.voice)
    steps = len(samples) + (1 if has_consent else 0)
    reports: list[Report] = []
    for number, sample in enumerate(samples, start=1):
        reports.append(_clean(version, sample))
        _progress(version, number, steps)
    if has_consent:
        ensure_print(version, _engine_key(version.voice.language), version.voice.language)
        _progress(version, steps, steps)
    report = min(reports, key=lambda one: one.quality_score)
    with guarded(version):
        done = transitions.finish(
            version,
            WorkState.READY,
            quality_score=report.quality_score,
            report=_as_json(report),
            progress_percent=100,
        )
        if done:
            # A version that was begun later and is ready already stays.
            older = Q(current_version__isnull=True) | Q(current_version__number__lte=version.number)
            older |= ~Q(current_version__status=WorkState.READY)
            Voice.objects.filter(older, pk=version.voice_id).update(current_version=version)


def _has_consent(voice: Voice) -> bool:
    try:
        check_consent(voice)
    except Refusal:
        return False
    return True


def _progress(version: VoiceVersion, done: int, total: int) -> None:
    VoiceVersion.objects.filter(pk=version.pk, owner=version.owner).update(
        progress_percent=100 * done // (total + 1), version=F("version") + 1
    )
    transitions.ring(version)


def _clean(version: VoiceVersion, sample: Sample) -> Any:
    """The mono 24 kHz master of a sample (kept beside the original) and its report."""
    from speech.audio import decode, encode_clip, prepare

    with storage.local_path(sample.original.key) as path:
        clip = decode(path, max_seconds=float(settings.MAX_AUDIO_DURATION))
    prepared = prepare(clip)
    with storage.scratch(".flac") as path:
        encode_clip(prepared.master, path, "flac")
        sample.master = blobs.keep(
            path,
            organisation=version.organisation,
            created_by=version.voice.created_by,
            prefix=settings.VOICE_PROFILES_DIR,
        )
    sample.duration_seconds = prepared.report.duration_seconds
    sample.save(update_fields=["master", "duration_seconds"])
    return prepared.report


def _as_json(report: Any) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(report)


def _engine_key(language: str) -> str:
    from speech.engines import registry

    return registry.choose(settings.TTS_MODEL, as_language(language)).card.key


def ensure_print(version: VoiceVersion, engine_key: str, language: str) -> VoicePrint:
    """The print of ``version`` for an engine as it is today, learned now if there is none.

    Raises ``consent_required`` and ``voice_revoked``.
    """
    from speech.engines import registry

    check_consent(Voice.objects.prefetch_related("consents").get(pk=version.voice_id))
    engine = registry.get(engine_key)
    wanted = {
        "version": version,
        "engine": engine_key,
        "fingerprint": engine.fingerprint(),
        "language": language,
    }
    found = VoicePrint.objects.filter(**wanted).select_related("blob").first()
    if found:
        return found
    learned = engine.enrol(_references(list(version.samples.select_related("master"))), language=as_language(language))
    blob = _store_print(learned, version.voice)
    with transaction.atomic():
        check_consent(Voice.objects.select_for_update().get(pk=version.voice_id))
        made, _ = VoicePrint.objects.get_or_create(**wanted, defaults={"blob": blob})
    return made


def _references(samples: Sequence[Sample]) -> list[Any]:
    from speech.audio import read_clip
    from speech.types import Reference

    references = []
    for sample in samples:
        if sample.master is None:
            raise Refusal("voice_not_ready", 409)
        with storage.local_path(sample.master.key) as path:
            clip = read_clip(path)
        references.append(Reference(clip, sample.transcript, as_language(sample.language)))
    return references


def _store_print(learned: Any, voice: Voice) -> Blob:
    from speech.cloning.prints import write_print

    with storage.scratch(".npz") as path:
        write_print(path, learned)
        return blobs.keep(
            path, organisation=voice.organisation, created_by=voice.created_by, prefix=settings.VOICE_PROFILES_DIR
        )


def load_print(row: VoicePrint) -> Any:
    """The learned print of a row, from storage."""
    from speech.cloning.prints import read_print

    with storage.local_path(row.blob.key) as path:
        return read_print(path)


def purge_unconsented(before: datetime) -> None:
    """Voices that nobody consented to since ``before`` are destroyed."""
    for key in Voice.objects.filter(created_at__lt=before, consents__isnull=True).values_list("pk", flat=True)[:BATCH]:
        with transaction.atomic():
            voice = Voice.objects.select_for_update().get(pk=key)
            if not voice.consents.exists():  # it may have been given meanwhile
                transitions.destroy(voice, by=None, reason="unconsented")


def _reject(version: VoiceVersion, code: str, params: dict[str, Any]) -> None:
    # A full storage is not the recording's fault: there can be room for another try.
    to = WorkState.FAILED if code == "storage_full" else WorkState.REJECTED
    transitions.finish(version, to, error_code=code, error_params=params)


def _fail(version: VoiceVersion, code: str) -> None:
    transitions.finish(version, WorkState.FAILED, error_code=code)


WORK = Work(transitions.claim_version, learn, _reject, _fail, users_fault, away=(NotReady,))
