"""Voices that were learned long ago, made without an engine: rows and bytes as the chain leaves them."""

from io import BytesIO

from accounts import blobs
from accounts.models import Blob, Organisation, User
from lib import storage
from lib.names import fold
from tests import making
from voices.models import Consent, Sample, Trial, Voice, VoicePrint, VoiceVersion

SENTENCE = "Buổi sáng mùa thu."


def keep(person: User, data: bytes) -> Blob:
    with storage.spool(BytesIO(data)) as spooled:
        return blobs.keep(spooled.path, organisation=Organisation.home_of(person), created_by=person, prefix="voices")


def old_voice(owner: User, *, name: str = "Giọng Mẹ", language: str = "vi", versions: int = 1) -> Voice:
    """A voice with consent, a recording and versions that are READY, each with a sentence to be heard."""
    home = Organisation.home_of(owner)
    voice = Voice.objects.create(
        organisation=home, created_by=owner, name=name, language=language, search_text=fold(name)
    )
    Consent.objects.create(voice=voice, kind="self", given_by=owner, statement_version="2026-11")
    sample = Sample.objects.create(
        voice=voice, filename="a.wav", original=keep(owner, making.recording() + name.encode()), language=language,
        transcript=making.READING,
    )  # fmt: skip
    for _ in range(versions):
        learned(voice, sample)
    return voice


def learned(voice: Voice, sample: Sample) -> VoiceVersion:
    """One more version of ``voice``, which speaks from now on."""
    number = voice.versions.count() + 1
    version = VoiceVersion.objects.create(
        organisation=voice.organisation, voice=voice, number=number, status="READY", quality_score=90,
        report={"quality_score": 90}, centre=keep(voice.created_by, f"centre {voice.pk} {number}".encode()),
    )  # fmt: skip
    version.samples.add(sample)
    said = {"version": version, "engine": "espeak", "fingerprint": "old", "language": voice.language}
    printed = keep(voice.created_by, f"print {voice.pk} {number}".encode())
    VoicePrint.objects.create(**said, blob=printed, identity_threshold=0.7)
    heard = keep(voice.created_by, f"heard {voice.pk} {number}".encode())
    Trial.objects.create(**said, sentence=0, text=SENTENCE, blob=heard, identity=0.8, duration_seconds=3.0)
    voice.current_version = version
    voice.save(update_fields=["current_version"])
    return version
