"""Documents whose text the test writes: saved as a worker saves what it has read, without a file to read."""

from collections.abc import Sequence

from django.utils import timezone

from accounts.models import Organisation, User
from documents.editing.change import settle
from documents.editing.saving import save_sections
from documents.models import Chapter, Document, Extraction, Section
from documents.selectors import sections_of
from speech.types import Section as Read
from tests.erasing import keep


def heading(text: str) -> Read:
    return Read("heading", text, level=1, title=text, begins_chapter=True)


def para(text: str, kind: str = "paragraph") -> Read:
    return Read(kind, text)


BOOK = (
    heading("Chương 1"), para("Ông BTC đi chợ."), para("Trời mưa to."), para("1. Một chú thích.", "footnote"),
    heading("Chương 2"), para("Bà về nhà."), para("Hết chuyện.", "footer"),
    heading("Chương 3"), para("Năm sau ông BTC lại đi."), para("Hết."),
)  # fmt: skip


def write(owner: User, found: Sequence[Read] = BOOK, name: str = "sach.txt") -> Document:
    """A document that was read, and says ``found``."""
    own = {"organisation": Organisation.home_of(owner), "created_by": owner}
    document = Document.objects.create(**own, filename=name, blob=keep(owner, name))
    return read_anew(document, found)


def read_anew(document: Document, found: Sequence[Read]) -> Document:
    """Its next reading, which takes nothing over."""
    extraction = Extraction.objects.create(
        organisation=document.organisation, document=document, number=document.extractions.count() + 1,
        status="READY", page_count=1, word_count=sum(len(section.text.split()) for section in found),
        finished_at=timezone.now(), language="vi",
    )  # fmt: skip
    save_sections(extraction, found)
    document.current_extraction = extraction
    document.save()
    settle(extraction)
    Extraction.objects.filter(pk=extraction.pk).update(revision=0)
    document.refresh_from_db()
    return document


def sections(document: Document) -> list[Section]:
    return list(sections_of(Document.objects.get(pk=document.pk)).select_related("extraction__document", "chapter"))


def texts(document: Document) -> list[str]:
    return [section.text for section in sections(document)]


def outline(document: Document) -> list[tuple[str, list[str]]]:
    """Titles of chapters in order, with what their sections say."""
    key = Document.objects.values_list("current_extraction", flat=True).get(pk=document.pk)
    chapters = Chapter.objects.filter(extraction=key).order_by("position")
    return [(row.title, [section.text for section in row.sections.order_by("rank")]) for row in chapters]
