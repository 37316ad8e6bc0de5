"""What the tests of erasing share: everything that is there, and a small life made without an engine."""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from accounts import blobs
from accounts.models import Blob, Organisation, User
from documents.editing.replacing import Wanted, replace_text
from documents.editing.services import edit_section
from documents.models import Document, Extraction, RecognisedPage, Section
from documents.pronunciation.services import create_rule
from documents.reading.picks import Pick
from documents.reading.services import keep_choice
from documents.services import upload_document
from lib import privacy, storage
from synthesis.models import Job, Rendition, Segment, Take
from tests.conftest import PASSWORD
from voices.models import Sample, Trial, Voice, VoicePrint

BOOK = "Chương bimatlam\n\nMột câu bimatlam trong sách. Câu thứ hai.".encode()
Rows = set[tuple[str, Any]]


def every_model() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def rows() -> Rows:
    return {
        (model._meta.label, key)
        for model in every_model()
        for key in model._default_manager.values_list("pk", flat=True)
    }


def files() -> dict[str, bytes]:
    """Everything in storage: key and bytes."""
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def files_of(home: Organisation) -> list[str]:
    return [key for key in files() if home.public_id.hex in key]


def write_book(person: User, name: str) -> Document:
    return upload_document(by=person, stream=BytesIO(BOOK), filename=name)


def say_so(person: User, word: str) -> None:
    """A rule of pronunciation, and a place of each of the person's documents that is read as they chose."""
    create_rule(by=person, written=word, spoken=f"{word} đọc")
    for section in Section.objects.filter(extraction__document__created_by=person, text__contains=word):
        document, start = section.extraction.document, section.text.index(word)
        pick = Pick(start, start + len(word), word, f"{word} ở đây")
        keep_choice(by=person, document=document, section=section, pick=pick)
        edit_section(by=person, section=section, revision=section.revision, text=f"{section.text} Sửa {word}.")
        replace_text(by=person, document=document, wanted=Wanted(f"Sửa {word}", f"Thay {word}"), is_trial=False)
        RecognisedPage.objects.create(extraction=section.extraction, number=section.pk, lines=[{"text": word}])


def declared() -> list[str]:
    return [label for app in privacy.listed() for label in app.HOLDS]


def keep(person: User, text: str) -> Blob:
    with storage.spool(BytesIO(text.encode())) as spooled:
        home = Organisation.home_of(person)
        return blobs.keep(spooled.path, organisation=home, created_by=person, prefix="audio")


def small_life(name: str) -> User:
    """One row of each kind with bytes, made without an engine."""
    user = User.objects.create_user(f"{name}@example.com", PASSWORD)
    own = {"organisation": Organisation.home_of(user), "created_by": user}
    document = Document.objects.create(**own, filename="a.txt", blob=keep(user, "document"))
    extraction = Extraction.objects.create(organisation=own["organisation"], document=document, number=1)
    Section.objects.create(extraction=extraction, position=0, kind="paragraph", text="Một câu.")
    voice = Voice.objects.create(**own, name="giọng")
    sample = Sample.objects.create(voice=voice, filename="a.wav", original=keep(user, "original"))
    version = voice.versions.create(organisation=own["organisation"], number=1)
    version.samples.add(sample)
    printed = VoicePrint.objects.create(
        version=version, engine="e", fingerprint="f", language="vi", blob=keep(user, "print")
    )
    tried = {"engine": "e", "fingerprint": "f", "language": "vi", "text": "Một.", "duration_seconds": 1.0}
    Trial.objects.create(version=version, sentence=0, blob=keep(user, "trial"), **tried)
    version.centre = keep(user, "identity")
    version.save(update_fields=["centre"])
    job = Job.objects.create(**own, title="a", voice=voice, document=document, voice_name="giọng")
    segment = Segment.objects.create(
        organisation=own["organisation"], job=job, position=0, span_start=0, span_end=1, source_text="a",
        language="vi", voice_print=printed,
    )  # fmt: skip
    clip = {"organisation": own["organisation"], "segment": segment, "key": "k", "duration_seconds": 1.0}
    Take.objects.create(**clip, blob=keep(user, "clip"), sample_rate=24000)
    recording = {"organisation": own["organisation"], "job": job, "format": "mp3", "filename": "a.mp3"}
    Rendition.objects.create(**recording, blob=keep(user, "recording"), status="EXPIRED")
    return user
