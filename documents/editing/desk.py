"""What lies on the page that corrects a document: its chapters, some sections of one, and the page beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.models import User
from documents.editing import pages, selectors
from documents.editing.forms import SectionForm
from documents.editing.showing import Picture, Shown, box_of, shown
from documents.editing.window import Wanted, Window, window
from documents.forms import AsidesForm
from documents.models import Chapter, Document, Extraction, Section
from documents.progress import eta_seconds
from documents.selectors import estimated_seconds, message_of, spoken_sections
from lib.identifiers import uuid_of
from lib.refusals import sentence

KEPT: Final = ("chapter", "at", "cursor", "before")
"""What the address of a view of the page says; the buttons on it come back to the same."""


@dataclass(frozen=True)
class Row:
    """A chapter in the list: what would be read of it, at 150 words a minute."""

    chapter: Chapter
    words: int
    seconds: float | None


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for."""

    chapter: str
    wanted: Wanted
    opened: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        wanted = Wanted(query.get("at", ""), query.get("cursor", ""), query.get("before", ""))
        return cls(query.get("chapter", ""), wanted, query.get("open", ""))


def here(query: Mapping[str, str]) -> str:
    """The query of this view of the page, for links that come back to it."""
    return urlencode({name: query[name] for name in KEPT if query.get(name)})


def desk(by: User, document: Document, query: Mapping[str, str]) -> dict[str, Any]:
    """The whole page's context."""
    asked, extraction = Asked.of(query), document.current_extraction
    rows = chapter_rows(document)
    chapter = _chosen(document, rows, asked)
    seen = window(selectors.all_sections(document, chapter), asked.wanted)
    return {
        **_list(rows, chapter),
        **_again(by, document),
        **may(by, document),
        "document": document,
        "extraction": extraction,
        "here": here({**query, "chapter": str(chapter.public_id) if chapter else ""}),
        "shown": [_shown(section, document, asked) for section in seen.sections],
        "before": seen.before,
        "after": seen.after,
        "at": asked.wanted.at or _first(seen),
        "heard_from": _heard_from(document, chapter),
        "picture": picture(document, seen, asked.wanted.at),
        "notes": notes(extraction),
    }


def listing(document: Document, chapter: Chapter | None) -> dict[str, Any]:
    """What a change of one section changes around it."""
    return _list(chapter_rows(document), chapter)


def may(by: User, document: Document) -> dict[str, bool]:
    return {"may_edit": document.created_by_id == by.pk}


def _again(by: User, document: Document) -> dict[str, Any]:
    """A later reading that is under way or has failed, and whether one can be asked for."""
    newest = selectors.reading_anew(document)
    return {
        "newest": newest,
        "newest_message": message_of(newest) if newest else "",
        "newest_eta": eta_seconds(newest) if newest else None,
        "is_mine": document.created_by_id == by.pk,
        "can_read_again": document.blob_id is not None and newest is None,
        "asides_form": AsidesForm.of(document),
    }


def chapter_rows(document: Document) -> list[Row]:
    found: QuerySet[Any] = selectors.chapters_of(document)
    return [Row(chapter, chapter.words, estimated_seconds(chapter.words)) for chapter in found]


def _list(rows: list[Row], chapter: Chapter | None) -> dict[str, Any]:
    words = sum(row.words for row in rows if not row.chapter.is_skipped)
    return {
        "chapters": rows,
        "chapter": chapter,
        "row": next((row for row in rows if row.chapter == chapter), None),
        "is_first": not rows or chapter == rows[0].chapter,
        "is_last": not rows or chapter == rows[-1].chapter,
        "words": words,
        "seconds": estimated_seconds(words),
        "skipped": sum(row.chapter.is_skipped for row in rows),
        "doubtful": sum(getattr(row.chapter, "doubtful_count", 0) for row in rows),
    }


def _chosen(document: Document, rows: list[Row], asked: Asked) -> Chapter | None:
    """The chapter that was asked for, or that of the section that was; a name that is none any more: the first."""
    for row in rows:
        if str(row.chapter.public_id) == asked.chapter:
            return row.chapter
    named = uuid_of(asked.wanted.at)
    section = selectors.all_sections(document).filter(public_id=named).first() if named and not asked.chapter else None
    return next((row.chapter for row in rows if section and row.chapter.pk == section.chapter_id), None) or next(
        (row.chapter for row in rows), None
    )


def _shown(section: Section, document: Document, asked: Asked) -> Shown:
    form = SectionForm.of(section) if str(section.public_id) == asked.opened else None
    return shown(section, document, form)


def _first(seen: Window) -> str:
    return str(seen.sections[0].public_id) if seen.sections else ""


def _heard_from(document: Document, chapter: Chapter | None) -> str:
    """Where the page of what will be read begins for a chapter."""
    rows = spoken_sections(document)
    rank = rows.filter(chapter=chapter).values_list("rank", flat=True).first() if chapter else None
    return "" if rank is None else f"{rank}.0"


def picture(document: Document, seen: Window, at: str) -> Picture | None:
    """The page of the section that was asked for, or of the first one that has a page."""
    paged = [section for section in seen.sections if section.page]
    if not paged or not pages.has_pages(document):
        return None
    section = next((one for one in paged if str(one.public_id) == at), paged[0])
    number = section.page or 1
    url = reverse("documents:page_picture", args=[document.public_id, number])
    pattern = reverse("documents:page_picture", args=[document.public_id, 0])
    is_locked = document.current_extraction is not None and document.current_extraction.is_locked
    is_missing = is_locked and pages.kept(document, number) is None
    return Picture(number, url, pattern, box_of(section), _no_picture(is_locked), is_missing)


def _no_picture(is_locked: bool) -> str:
    """What stands in the place of a page's picture."""
    return sentence("page_locked") if is_locked else gettext("Không có ảnh của trang này.")


def notes(extraction: Extraction | None) -> list[str]:
    """What its owner should know about how well it was read."""
    if extraction is None:
        return []
    found = [text for code, text in _warnings().items() if code in extraction.warnings]
    if extraction.recognised_pages:
        found.append(_recognised(extraction.recognised_pages))
    if extraction.edits_lost:
        found.append(_lost(extraction.edits_lost))
    return found


def _warnings() -> dict[str, str]:
    return {
        "pages_unread": gettext("Có trang không đọc được: chữ của những trang đó thiếu ở đây."),
        "damaged_text": gettext("Tệp này có chữ bị hỏng. Hãy xem kỹ và sửa chỗ sai trước khi nghe."),
    }


def _recognised(count: int) -> str:
    said = ngettext(
        "{n} trang là ảnh, chữ do máy nhận dạng. Chỗ máy đọc không chắc được gạch chấm bên dưới.",
        "{n} trang là ảnh, chữ do máy nhận dạng. Chỗ máy đọc không chắc được gạch chấm bên dưới.",
        count,
    )
    return said.format(n=count)


def _lost(count: int) -> str:
    said = ngettext(
        "{n} chỗ bạn đã sửa ở bản trước không còn khớp với bản đọc mới nên không dùng được nữa.",
        "{n} chỗ bạn đã sửa ở bản trước không còn khớp với bản đọc mới nên không dùng được nữa.",
        count,
    )
    return said.format(n=count)
