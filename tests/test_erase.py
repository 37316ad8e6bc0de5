"""Deleting an account really deletes: rows, files, prints, clips, sessions; and nothing of anybody else."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import redis
from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    generate_totp_secret,
)
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.db import models
from django.utils import timezone

from accounts import services
from accounts.models import Blob, Erasure, Membership, Organisation, User
from documents.models import Document
from documents.services import delete_document, upload_document
from synthesis.models import Job
from synthesis.services import Wish, create_job, create_preview, delete_job
from synthesis.stages import following
from tests import making
from tests.conftest import Cast
from tests.erasing import declared, every_model, files, files_of, keep, rows, say_so, write_book
from tests.test_main_path import body_of, create, upload_voice
from tests.working import work_all
from voices.life import services as services_of_life
from voices.models import SampleCheck, Trial, Voice, VoiceNotice

SECRET = "bimatlam"


def written() -> Iterator[tuple[str, str]]:
    """Every row of every model as text, with what sessions hold inside."""
    for model in every_model():
        for row in model._default_manager.values():
            yield model._meta.label, json.dumps(row, default=str, ensure_ascii=False)
    for session in apps.get_model("sessions.Session").objects.all():
        yield "sessions.Session", json.dumps(session.get_decoded(), default=str, ensure_ascii=False)


def kept_in_redis() -> Iterator[str]:
    for number in range(3):
        server = redis.Redis(unix_socket_path=settings.REDIS_URL.removeprefix("unix://"), db=number)
        read = {b"string": server.get, b"hash": server.hgetall, b"set": server.smembers}
        for key in server.scan_iter():
            kind = server.type(key)
            value = server.lrange(key, 0, -1) if kind == b"list" else read.get(kind, server.zscan)(key)
            yield f"{key!r} {value!r}"
        server.close()


def live(cast: Cast) -> None:
    """The owner's whole life here, with the secret in every text that somebody can write."""
    owner, api, browser = cast.owner, cast.api(cast.owner), cast.browser(cast.owner)
    User.objects.filter(pk=owner.pk).update(full_name=f"Cô {SECRET}", default_voice=SECRET)
    Organisation.objects.filter(memberships__user=owner, memberships__role="owner").update(name=f"Nhà {SECRET}")
    owner.refresh_from_db()
    said = {"consent": "self", "speaker_name": SECRET, "transcript": f"{making.READING} {SECRET}"}
    voice = upload_voice(api, name=f"Giọng {SECRET}", file=making.named(f"{SECRET}.wav", making.recording()), **said)
    document = write_book(owner, f"{SECRET}.txt")
    work_all()
    sheet = upload_document(by=owner, stream=BytesIO(making.pdf_file(1)), filename=f"{SECRET}.pdf")
    work_all()
    api.get(f"/api/v1/documents/{sheet.public_id}/pages/1")
    wish = {"voice_profile_id": voice["profile_id"]}
    job = create(api, document_id=str(document.public_id), **wish)
    create_preview(by=owner, wish=Wish(voice="vi-north", text=f"Nghe thử {SECRET}."))
    gone = create_job(by=owner, wish=Wish(voice="vi-north", text=f"Bỏ đi {SECRET}."))
    other = write_book(owner, f"{SECRET} 2.txt")
    work_all()
    api.get(f"/api/generation/{job['id']}/audio?format=wav")
    work_all()
    delete_job(by=owner, job=gone)
    delete_document(by=owner, document=other, with_audio=True)
    say_so(owner, SECRET)
    following.follow_all()
    upload_voice(api, name=f"Bỏ {SECRET}", consent="self")
    api.delete(f"/api/voice-profiles/{Voice.objects.get(name=f'Bỏ {SECRET}').public_id}")
    following.follow_all()
    live_with_a_voice(owner, Voice.objects.get(public_id=voice["profile_id"]))
    sign_in_everywhere(cast, browser)


def live_with_a_voice(owner: User, voice: Voice) -> None:
    """What a voice comes by in the library: tags, versions that are compared, notices, a draft that is checked."""
    services_of_life.describe(by=owner, voice=voice, name=voice.name, tags=[SECRET])
    old = voice.versions.get()
    new = voice.versions.create(organisation=voice.organisation, number=2, status="READY", label=SECRET)
    said = {"engine": "e", "fingerprint": "f", "language": "vi", "sentence": 0, "text": "Câu.", "duration_seconds": 1}
    for version in (old, new):
        Trial.objects.create(version=version, blob=keep(owner, f"trial {version.pk}"), **said)
    services_of_life.compare(by=owner, voice=voice, one=old, other=new, sentence=0)
    VoiceNotice.objects.create(version=new, code="voice_drifts", params={"by": SECRET})
    SampleCheck.objects.create(organisation=voice.organisation, sample=voice.samples.get(), status="READY")


def sign_in_everywhere(cast: Cast, browser: Any) -> None:
    owner = cast.owner
    EmailAddress.objects.create(user=owner, email=f"{SECRET}@example.com", primary=True)
    address = EmailAddress.objects.create(user=owner, email=owner.email)
    apps.get_model("account.EmailConfirmation").objects.create(
        email_address=address, key=SECRET, created=timezone.now()
    )
    TOTP.activate(owner, generate_totp_secret())
    RecoveryCodes.activate(owner)
    owner.groups.add(Group.objects.get_or_create(name="nhóm")[0])
    owner.user_permissions.add(apps.get_model("auth.Permission").objects.first())
    assert browser.get("/account/").status_code == 200
    half_way = SessionStore()
    half_way["account_login"] = {"user_pk": str(owner.pk), "email": owner.email}
    half_way.save()
    staff_log(cast)


def staff_log(cast: Cast) -> None:
    kind, home = ContentType.objects.get_for_model, Organisation.home_of(cast.owner)
    about = [(cast.owner, str(cast.owner)), (home, home.name)]
    about += [(member, str(member)) for member in home.memberships.all()]
    for row, text in about:
        LogEntry.objects.create(
            user=cast.staff, content_type=kind(type(row)), object_id=row.pk, object_repr=text, action_flag=CHANGE,
            change_message=json.dumps([{"added": {"object": text}}]),
        )  # fmt: skip
    LogEntry.objects.create(user=cast.staff, object_repr=f"x{cast.owner.email}", action_flag=CHANGE, change_message="")


def answers(cast: Cast, person: User) -> list[Any]:
    """What a person gets of their own things."""
    api = cast.api(person)
    listed = [api.get(path).json() for path in ("/api/voice-profiles", "/api/documents", "/api/generation/history")]
    audio = [
        body_of(api.get(f"/api/generation/{job['id']}/audio")) for job in listed[2] if job["voice_profile_id"] is None
    ]
    return [*listed[:2], audio]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_person_is_left_and_nothing_of_others_is_gone(cast: Cast) -> None:
    home = Organisation.home_of(cast.owner)
    for person in (cast.colleague, cast.stranger):
        document = write_book_of(person)
        work_all()
        create(cast.api(person), voice_profile_id="vi-north", document_id=str(document.public_id))
        upload_voice(cast.api(person), consent="self")
        work_all()
    own = {("accounts.User", cast.owner.pk), ("accounts.Organisation", home.pk)}
    own |= {("accounts.Membership", key) for key in home.memberships.values_list("pk", flat=True)}
    theirs, bytes_before = rows() - own, files()
    before = {person: answers(cast, person) for person in (cast.colleague, cast.stranger)}
    live(cast)
    Voice.objects.filter(created_by=cast.owner).update(is_shared=True)
    shared = Voice.objects.get(created_by=cast.owner)
    borrowed = create_job(by=cast.colleague, wish=Wish(voice=str(shared.public_id), text="Của đồng nghiệp."))
    earlier = borrow_and_delete(cast)
    work_all()
    lived = {label for label, _ in rows() - theirs} | {"accounts.Erasure"}
    assert set(declared()) - lived == set(), "the life touches every model"
    services.delete_account(by=cast.owner, user=cast.owner)
    work_all()

    erasure = Erasure.objects.get()
    assert (erasure.status, erasure.user, erasure.homes) == ("DONE", None, [home.public_id.hex])
    names = {SECRET, cast.owner.email, str(cast.owner.public_id), str(home.public_id), home.public_id.hex}
    told = [
        (label, text)
        for label, text in written()
        if label != "accounts.Erasure" and any(name in text for name in names)
    ]
    assert [(label, text) for label, text in told if f"x{cast.owner.email}" not in text] == []
    assert pointing_at(cast.owner.pk, home.pk) == []
    assert [line for line in kept_in_redis() if any(name in line for name in names)] == []
    assert files_of(home) == []
    assert {key: data for key, data in files().items() if key in bytes_before} == bytes_before
    assert set(files()) == set(Blob.objects.values_list("key", flat=True))
    lost = {row for row in theirs - rows() if row[0] not in {"accounts.RefreshFamily", "synthesis.BeatSlot"}}
    assert lost == set()
    assert {person: answers(cast, person) for person in (cast.colleague, cast.stranger)} == before
    for job in (borrowed, earlier):
        job.refresh_from_db()
        assert (job.status, job.text_input, job.voice_name) == ("READY", "Của đồng nghiệp.", "")
        assert cast.api(cast.colleague).get(f"/api/generation/{job.public_id}/audio").status_code == 410


def write_book_of(person: User) -> Document:
    text = f"Sách của {person.email}. Một câu.".encode()
    return upload_document(by=person, stream=BytesIO(text), filename="sach.txt")


def borrow_and_delete(cast: Cast) -> Job:
    """What a colleague made with a voice of the owner's that is deleted afterwards: the audio is left."""
    api = cast.api(cast.owner)
    upload_voice(api, name=f"Cũ {SECRET}", consent="self")
    work_all()
    voice = Voice.objects.get(name=f"Cũ {SECRET}")
    Voice.objects.filter(pk=voice.pk).update(is_shared=True)
    job = create_job(by=cast.colleague, wish=Wish(voice=str(voice.public_id), text="Của đồng nghiệp."))
    work_all()
    api.delete(f"/api/voice-profiles/{voice.public_id}")
    following.follow_all()
    assert cast.api(cast.colleague).get(f"/api/generation/{job.public_id}/audio").status_code == 200
    return job


def pointing_at(user: int, home: int) -> list[str]:
    """Rows whose foreign keys name the person or the organisation that are gone."""
    gone = {User: user, Organisation: home}
    found = []
    for model in every_model():
        for field in model._meta.concrete_fields:
            key = gone.get(field.related_model) if field.is_relation else None
            if key is not None and model._default_manager.filter(**{field.attname: key}).exists():
                found.append(f"{model._meta.label}.{field.name}")
    return found


def test_every_model_that_leads_to_a_person_is_declared_once_by_the_app_that_erases_it() -> None:
    leading: set[type[models.Model]] = {User, Organisation}
    while found := {model for model in every_model() if model not in leading and _leads_to(model, leading)}:
        leading |= found
    labels = declared()
    assert {model._meta.label for model in leading} - set(labels) == set(), (
        "say in the app's privacy.py how it is erased"
    )
    assert sorted(labels) == sorted(set(labels))
    for label in labels:
        apps.get_model(label)


def _leads_to(model: type[models.Model], leading: set[type[models.Model]]) -> bool:
    return any(field.related_model in leading for field in model._meta.concrete_fields if field.is_relation)


@pytest.mark.django_db
def test_what_a_colleague_owns_in_the_organisation_stays_theirs(cast: Cast) -> None:
    home = Organisation.home_of(cast.owner)
    mine = Document.objects.create(
        organisation=home, created_by=cast.owner, filename="a.txt", blob=keep(cast.owner, "a")
    )
    equal = keep(cast.owner, "b")
    theirs = Document.objects.create(organisation=home, created_by=cast.colleague, filename="b.txt", blob=equal)
    services.delete_account(by=cast.owner, user=cast.owner)
    work_all()
    home.refresh_from_db()
    assert list(Document.objects.all()) == [theirs]
    assert files_of(home) == [equal.key]
    assert (home.is_personal, home.name) == (False, "—")
    assert Membership.objects.get(organisation=home).role == "owner"
    assert mine.blob_id not in Blob.objects.values_list("pk", flat=True)
