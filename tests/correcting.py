"""Sections and chapters of a document by what they say, and short ways to correct them."""

from typing import Any

import pytest

from accounts.models import User
from documents.editing import services
from documents.editing.order import ROOM
from documents.models import Chapter, Document, Section, SectionChoice
from documents.reading import services as reading
from documents.reading.picks import Pick
from lib.refusals import Refusal
from tests.written import sections


def section_of(document: Document, text: str) -> Section:
    return next(section for section in sections(document) if section.text.startswith(text))


def chapter_of(document: Document, title: str) -> Chapter:
    return Chapter.objects.select_related("extraction__document").get(
        extraction=document.current_extraction_id, title=title
    )


def edit(by: User, section: Section, **wish: Any) -> services.Edited:
    return services.edit_section(by=by, section=section, revision=wish.pop("revision", section.revision), **wish)


def refused(code: str, status: int, call: Any, **wish: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        call(**wish)
    assert (refusal.value.code, refusal.value.status) == (code, status)


def choose(by: User, document: Document, section: Section, written: str, spoken: str = "đọc khác") -> SectionChoice:
    start = section.text.index(written)
    pick = Pick(start, start + len(written), written, spoken)
    return reading.keep_choice(by=by, document=document, section=section, pick=pick)


def check_whole(document: Document, keys: set[int]) -> None:
    """Every section once, ranks that rise, places of chapters without a gap, no chapter empty."""
    found = sections(document)
    assert {section.pk for section in found} == keys
    ranks = [section.rank for section in found]
    assert ranks == sorted(set(ranks))
    assert min(ranks) >= 0
    assert max(ranks) < ROOM
    rows = list(Chapter.objects.filter(extraction=document.current_extraction_id).order_by("position"))
    assert [row.position for row in rows] == list(range(len(rows)))
    assert all(row.sections.exists() for row in rows)
    assert [section.chapter.position for section in found] == sorted(section.chapter.position for section in found)
