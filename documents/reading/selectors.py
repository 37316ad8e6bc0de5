"""Reads of what will be read: a text or a document in pages of passages, and the choices that were saved for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from documents.models import Document, Section, SectionChoice
from documents.reading.picks import Pick
from documents.selectors import documents_for, spoken_sections
from lib.refusals import Refusal


@dataclass(frozen=True)
class Passage:
    """A stretch that is read by itself: a section's text, or a pasted text. ``position`` is its place in the
    order of reading."""

    text: str
    position: int = 0
    section: Section | None = None


@dataclass(frozen=True)
class Place:
    """Where a page begins: in which passage, and at which of its characters."""

    position: int = -1
    offset: int = 0

    def __str__(self) -> str:
        return f"{self.position}.{self.offset}"

    @classmethod
    def of(cls, cursor: str) -> "Place":
        """Raises ``bad_cursor`` (400)."""
        position, _, offset = cursor.partition(".")
        if not cursor:
            return cls()
        if not (_is_number(position) and _is_number(offset)):
            raise Refusal("bad_cursor", 400)
        return cls(int(position), int(offset))


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal() and len(digits) <= 9


def passages(document: Document, place: Place) -> Iterator[Passage]:
    """What is read aloud of a document from ``place`` on; only as much is fetched as is looked at."""
    sections = spoken_sections(document).filter(rank__gte=place.position)
    for section in sections.iterator(chunk_size=20):
        yield Passage(section.text, section.rank, section)


def choices_of(document: Document) -> "QuerySet[SectionChoice]":
    """The choices for places of a document's current text, newest last."""
    rows = SectionChoice.objects.filter(section__extraction=document.current_extraction)
    return rows.order_by("pk")


def choices_for(user: User) -> "QuerySet[SectionChoice]":
    """The choices in all documents that ``user`` sees."""
    return SectionChoice.objects.filter(section__extraction__document__in=documents_for(user)).select_related(
        "section__extraction__document"
    )


def get_choice(user: User, public_id: UUID | str) -> SectionChoice:
    """One choice in a document of ``user``, or ``not_found``."""
    choice = choices_for(user).filter(public_id=public_id).first()
    if choice is None:
        raise Refusal("not_found", 404)
    return choice


def get_section(document: Document, public_id: UUID | str) -> Section:
    """One section that is read aloud, or ``not_found``."""
    section = spoken_sections(document).filter(public_id=public_id).first()
    if section is None:
        raise Refusal("not_found", 404)
    return section


def picks_of(sections: Iterable[int]) -> dict[int, list[Pick]]:
    """The saved choices of sections, by section."""
    return _by_section(SectionChoice.objects.filter(section__in=sections))


def picks_in(document: Document) -> dict[int, list[Pick]]:
    """All of a document's."""
    return _by_section(choices_of(document))


def _by_section(rows: "QuerySet[SectionChoice]") -> dict[int, list[Pick]]:
    found: dict[int, list[Pick]] = defaultdict(list)
    # By columns: of a book there are thousands.
    columns = rows.order_by("start").values_list("section", "start", "end", "written", "spoken")
    for section, start, end, written, spoken in columns:
        found[section].append(Pick(start, end, written, spoken))
    return found
