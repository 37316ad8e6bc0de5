"""What an engine learned of a version: made where there is consent, and kept in storage."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from accounts import blobs
from accounts.models import Blob
from lib import storage
from lib.refusals import Refusal
from speech.types import Reference, as_language
from voices.models import Sample, Voice, VoicePrint, VoiceVersion
from voices.permissions import check_consent

if TYPE_CHECKING:  # heavy: in workers only
    from speech.types import Clip


def engine_key(language: str) -> str:
    """The engine that the site speaks ``language`` with. Raises ``NotReady``."""
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
    blob = store_print(learned, version.voice)
    with consenting(version, [blob]):
        made, _ = VoicePrint.objects.get_or_create(**wanted, defaults={"blob": blob})
    return made


@contextmanager
def consenting(version: VoiceVersion, stored: Iterable[Blob | None]) -> Iterator[None]:
    """The transaction in which rows name what was stored of a voice. Where the voice or its consent went meanwhile,
    the bytes go with the next collection. Raises ``consent_required`` and ``voice_revoked``."""
    try:
        with transaction.atomic():
            check_consent(Voice.objects.select_for_update().get(pk=version.voice_id))
            yield
    except (Refusal, Voice.DoesNotExist):
        blobs.release([blob.pk for blob in stored if blob is not None])
        raise


def read_master(sample: Sample) -> "Clip":
    """The mono master of a sample. Raises ``voice_not_ready`` (409) for one that was not checked."""
    from speech.audio import read_clip

    if sample.master is None:
        raise Refusal("voice_not_ready", 409)
    with storage.local_path(sample.master.key) as path:
        return read_clip(path)


def _references(samples: Sequence[Sample]) -> list[Reference]:
    return [Reference(read_master(one), one.transcript, as_language(one.language)) for one in samples]


def store_print(learned: Any, voice: Voice) -> Blob:
    from speech.cloning.prints import write_print

    with storage.scratch(".npz") as path:
        write_print(path, learned)
        return keep(path, voice)


def keep(path: Path, voice: Voice) -> Blob:
    """A file of a voice, in storage."""
    return blobs.keep(
        path, organisation=voice.organisation, created_by=voice.created_by, prefix=settings.VOICE_PROFILES_DIR
    )


def load_print(row: VoicePrint) -> Any:
    """The learned print of a row, from storage."""
    from speech.cloning.prints import read_print

    with storage.local_path(row.blob.key) as path:
        return read_print(path)
