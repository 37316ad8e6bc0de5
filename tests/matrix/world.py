"""An owner with one thing of every kind, full of words that nobody else may ever read, and those who look."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import docx
from django.apps import apps
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Blob, Membership, Organisation, User
from documents.models import Document, PronunciationRule, Section, SectionChoice
from synthesis.models import Job, Take
from tests import making
from tests.conftest import Cast
from tests.test_main_path import body_of, create, upload_document, upload_voice
from tests.working import work_all
from voices.models import Comparison, Sample, Trial, Voice, VoiceNotice, VoicePrint, VoiceVersion

VIEWERS = ("anonymous", "stranger", "colleague", "sharing", "ex_member", "staff", "owner")
NAME, SPEAKER, TRANSCRIPT = "Giọng-zqvoice-bí-mật", "Zqspeaker Nguyễn", "Zqtranscript hôm nay trời nắng đẹp."
FILE, HEADING, TEXT = "zqfile-nhật-ký.docx", "Zqheading mở đầu", "Zqtext: ông thợ mộc sống một mình ở làng bên sông."
PASTED, FULL_NAME = "Zqpasted: xin chào các bạn.", "Zqowner Trần"
WORDS = (
    NAME,
    SPEAKER,
    TRANSCRIPT[:12],
    FILE.split(".")[0],
    HEADING,
    TEXT[:8],
    PASTED[:9],
    FULL_NAME,
    "zqchoice",
    "zqrule",
)
OURS = ("accounts", "voices", "documents", "synthesis")
# Rows that a look may write: devices and counters of whoever looks.
LOOSE = {"RefreshFamily", "Usage", "UsageCounter", "Counter"}


@dataclass(frozen=True)
class World:
    cast: Cast
    ids: dict[str, str]

    def secrets(self) -> set[str]:
        """Whatever only the owner may see: words, addresses, and every identifier of every row."""
        home = Organisation.home_of(self.cast.owner)
        found = {*WORDS, self.cast.owner.email, str(self.cast.owner.public_id), str(home.public_id)}
        for model in _models():
            if "public_id" in {field.name for field in model._meta.get_fields()} and model is not User:
                rows = model._default_manager.exclude(pk__in=_not_of(model, home))
                found |= {str(one) for one in rows.values_list("public_id", flat=True)}
        for blob in Blob.objects.filter(organisation=home):
            found |= {blob.key, blob.sha256}
        return found

    def client(self, viewer: str, path: str) -> Client | APIClient:
        """A program for the API, a browser for the rest."""
        if viewer == "anonymous":
            return APIClient() if path.startswith("/api/") else Client()
        user = self.user(viewer)
        return self.cast.api(user) if path.startswith("/api/") else self.cast.browser(user)

    def user(self, viewer: str) -> User:
        name = viewer if viewer in {"stranger", "staff", "owner"} else "colleague"
        found: User = getattr(self.cast, name)
        return found

    def stage(self, viewer: str) -> None:
        """Shared or not, member or not: as it is when ``viewer`` looks."""
        for model in (Voice, Document, Job):
            model.objects.update(is_shared=viewer in {"sharing", "ex_member"})
        rules = PronunciationRule.objects.filter(document__isnull=True)
        rules.update(is_shared=viewer in {"sharing", "ex_member"})
        home = Organisation.home_of(self.cast.owner)
        Membership.objects.filter(user=self.cast.colleague, organisation=home).update(is_active=viewer != "ex_member")


def _models() -> Iterator[type[Any]]:
    for name in OURS:
        yield from apps.get_app_config(name).get_models()


def _not_of(model: type[Any], home: Organisation) -> Any:
    """Keys of ``model``'s rows that are of other organisations, where the model says so."""
    fields = {field.name for field in model._meta.get_fields()}
    if "organisation" in fields:
        return model._default_manager.exclude(organisation=home).values("pk")
    if model is Organisation:
        return Organisation.objects.exclude(pk=home.pk).values("pk")
    if "user" in fields:
        return model._default_manager.exclude(user__memberships__organisation=home).values("pk")
    return model._default_manager.none().values("pk")


def dump(viewer: User | None = None) -> dict[str, list[dict[str, Any]]]:
    """All rows of all our tables, as they are; without the account of who looks: it may end its own devices."""
    found = {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in _models()
        if model.__name__ not in LOOSE
    }
    found["User"] = [row for row in found["User"] if viewer is None or row["id"] != viewer.pk]
    return found


def document_file() -> bytes:
    document = docx.Document()
    document.add_heading(HEADING, level=1)
    document.add_paragraph(TEXT)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def choose(owner: User) -> str:
    """One place of the owner's document that is read as they said."""
    section = Section.objects.get(text__startswith=TEXT[:8])
    choice = SectionChoice.objects.create(
        organisation=Organisation.home_of(owner), created_by=owner, section=section, start=0, end=6, written=TEXT[:6],
        spoken="zqchoice",
    )  # fmt: skip
    return str(choice.public_id)


def say_so(api: APIClient, **where: str) -> str:
    """A rule of the owner's."""
    wanted = {"written": "zqrule viết", "spoken": "zqrule đọc", **where}
    return str(api.post("/api/v1/pronunciations", wanted, format="json").json()["id"])


def tried() -> str:
    """A test sentence of the owner's voice."""
    learned = VoicePrint.objects.get(version__voice__name=NAME)
    trial = Trial.objects.create(
        version=learned.version, engine=learned.engine, fingerprint=learned.fingerprint, language=learned.language,
        sentence=99, text="Một câu thử.", blob=Sample.objects.get().master, duration_seconds=1.0,
    )  # fmt: skip
    return str(trial.public_id)


def compared(owner: User) -> tuple[str, str]:
    """A comparison of the owner's that is open, and a notice that was not seen."""
    old = VoiceVersion.objects.get(voice__name=NAME)
    other = VoiceVersion.objects.create(
        organisation=old.organisation, voice=old.voice, number=2, status="READY", label="zqvoice"
    )
    heard = {"engine": "e", "fingerprint": "f", "language": "vi", "sentence": 0, "text": "Câu.", "duration_seconds": 1}
    for version in (old, other):
        Trial.objects.create(version=version, blob=Sample.objects.get().master, **heard)
    row = Comparison.objects.create(voice=old.voice, left=old, right=other, sentence=0, by=owner)
    notice = VoiceNotice.objects.create(version=old, code="voice_drifts", params={"identity": 0.5, "threshold": 0.6})
    return str(row.public_id), str(notice.public_id)


def build(cast: Cast) -> World:
    """Through the API and a real worker, as it comes to be."""
    User.objects.filter(pk=cast.owner.pk).update(full_name=FULL_NAME)
    api = cast.api(cast.owner)
    voice = upload_voice(api, name=NAME, consent="permission", speaker_name=SPEAKER, transcript=TRANSCRIPT)
    document = upload_document(api, FILE, document_file())
    work_all()
    sheet = upload_document(api, "zqfile-trang.pdf", making.pdf_file(1))["document_id"]
    work_all()
    api.get(f"/api/v1/documents/{sheet}/pages/1")  # drawn, so that nobody's look writes a row
    job = create(api, voice_profile_id=voice["profile_id"], document_id=document["document_id"])
    pasted = create(api, voice_profile_id="vi-north", text=PASTED)
    work_all()
    theirs = upload_document(cast.api(cast.stranger), "cua-toi.txt", making.TEXT.encode())
    work_all()
    section = Section.objects.select_related("chapter").get(text__startswith=TEXT[:8])
    comparison, notice = compared(cast.owner)
    take = str(Take.objects.filter(segment__job__public_id=job["id"])[0].public_id)
    ids = {
        "comparison": comparison, "notice": notice, "take": take,
        "voice": voice["profile_id"], "document": document["document_id"], "job": job["id"],
        "voice_task": voice["task_id"], "document_task": document["task_id"], "pasted": pasted["id"],
        "strangers": theirs["document_id"], "sample": str(Sample.objects.get().public_id),
        "trial": tried(), "choice": choose(cast.owner),
        "sheet": sheet, "section": str(section.public_id), "chapter": str(section.chapter.public_id),
        "rule": say_so(api), "document_rule": say_so(api, document_id=document["document_id"]),
    }  # fmt: skip
    return World(cast, ids)


def told(answer: Any) -> str:
    """Everything that an answer says: body, headers, cookies."""
    body = body_of(answer).decode("utf-8", "replace")
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return f"{headers}\n{answer.cookies.output()}\n{body}"


def leaks(answer: Any, secrets: set[str], *, asked: str) -> list[str]:
    """The secrets that an answer gives away, besides what the asker wrote into the address."""
    text = told(answer)
    return sorted(secret for secret in secrets if secret in text and secret not in asked)


def ask(client: Client | APIClient, method: str, path: str, data: Any = None) -> Any:
    call: Callable[..., Any] = client.generic
    if data is not None:
        return getattr(client, method.lower())(path, data)
    return call(method, path)
