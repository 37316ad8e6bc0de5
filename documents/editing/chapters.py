"""What changes chapters: title, place, whether they are read, where they begin. Every section stays in one of them."""

from typing import Final

from django.db import transaction
from django.db.models import F, Max, Q

from accounts.models import User
from documents.editing.change import changing
from documents.editing.order import late_kinds
from documents.editing.words import title_of
from documents.models import Chapter, Document, Extraction, Section
from documents.permissions import check_owner
from lib.refusals import Refusal

HEADINGS: Final = frozenset({"title", "heading"})
OPENING: Final = 60


def _fresh(chapter: Chapter) -> Chapter:
    """The chapter as it is; its document is locked."""
    found = Chapter.objects.filter(pk=chapter.pk).first()
    if found is None:
        raise Refusal("changed_meanwhile", 409)
    return found


def change_chapter(
    *, by: User, chapter: Chapter, title: str | None = None, is_skipped: bool | None = None, to: int | None = None
) -> None:
    """All that is given, or nothing. Raises as ``rename_chapter``, ``skip_chapter`` and ``move_chapter``."""
    with transaction.atomic():
        if title is not None:
            rename_chapter(by=by, chapter=chapter, title=title)
        if is_skipped is not None:
            skip_chapter(by=by, chapter=chapter, is_skipped=is_skipped)
        if to is not None:
            move_chapter(by=by, chapter=chapter, to=to)


def rename_chapter(*, by: User, chapter: Chapter, title: str) -> Chapter:
    """Without a title it gets back the one that was read. Raises ``not_allowed`` (403), ``changed_meanwhile`` (409)."""
    document = chapter.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=chapter.extraction_id, is_arranged=False):
        fresh = _fresh(chapter)
        fresh.title = title_of(title) or fresh.source_title
        fresh.save(update_fields=["title"])
    return fresh


def skip_chapter(*, by: User, chapter: Chapter, is_skipped: bool) -> Chapter:
    """Read it or not. Raises ``not_allowed`` (403), ``changed_meanwhile`` (409)."""
    document = chapter.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=chapter.extraction_id, is_arranged=False):
        fresh = _fresh(chapter)
        fresh.is_skipped = is_skipped
        fresh.save(update_fields=["is_skipped"])
    return fresh


def move_chapter(*, by: User, chapter: Chapter, to: int) -> Chapter:
    """Read it as the chapter number ``to``, from 0; past the ends is at the end. Raises ``not_allowed`` (403),
    ``changed_meanwhile`` (409)."""
    document = chapter.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=chapter.extraction_id):
        fresh = _fresh(chapter)
        others = Chapter.objects.filter(extraction=fresh.extraction_id).exclude(pk=fresh.pk)
        to = max(0, min(to, others.count()))
        others.filter(position__gt=fresh.position, position__lte=to).update(position=F("position") - 1)
        others.filter(position__lt=fresh.position, position__gte=to).update(position=F("position") + 1)
        fresh.position = to
        fresh.save(update_fields=["position"])
        _rearranged(fresh.extraction_id)
    return fresh


def merge_chapter(*, by: User, chapter: Chapter) -> Chapter:
    """Join the chapter that comes after it to ``chapter``. What is read stays the same: where only one of them was
    skipped, its sections are.

    Raises ``not_allowed`` (403), ``nothing_to_merge``, ``changed_meanwhile`` (409).
    """
    document = chapter.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=chapter.extraction_id):
        first = _fresh(chapter)
        later = Chapter.objects.filter(extraction=first.extraction_id, position__gt=first.position)
        second = later.order_by("position").first()
        if second is None:
            raise Refusal("nothing_to_merge", 409)
        _join(first, second)
        later.update(position=F("position") - 1)
        _rearranged(first.extraction_id)
    return first


def _join(first: Chapter, second: Chapter) -> None:
    if first.is_skipped != second.is_skipped:
        skipped = first if first.is_skipped else second
        skipped.sections.filter(is_skipped=False).update(is_skipped=True, revision=F("revision") + 1)
        first.is_skipped = False
        first.save(update_fields=["is_skipped"])
    last = first.sections.aggregate(last=Max("part"))["last"]
    after = 0 if last is None else last + 1
    second.sections.update(chapter=first, part=F("part") + after)
    second.delete()


def split_chapter(*, by: User, section: Section, title: str = "") -> Chapter:
    """Begin a chapter at ``section``, under ``title``, or what the section says, or what that begins with.

    Raises ``not_allowed`` (403), ``nothing_to_split`` (400) where a chapter begins already or at a footnote that is
    read at the end of its chapter, ``changed_meanwhile`` (409).
    """
    document = section.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=section.extraction_id):
        fresh = Section.objects.select_related("chapter").filter(pk=section.pk).first()
        if fresh is None:
            raise Refusal("changed_meanwhile", 409)
        new = _begun(document, fresh, title_of(title))
        _rearranged(fresh.extraction_id)
    return new


def _begun(document: Document, section: Section, title: str) -> Chapter:
    chapter = section.chapter
    before = _before(section)
    late = late_kinds(Document.objects.get(pk=document.pk))
    if chapter is None or section.kind in late or not chapter.sections.filter(before).exists():
        raise Refusal("nothing_to_split", 400, field="section")
    title = title or title_of(section.text if section.kind in HEADINGS else _opening(section.text))
    following = Chapter.objects.filter(extraction=chapter.extraction_id, position__gt=chapter.position)
    following.update(position=F("position") + 1)
    new = Chapter.objects.create(
        extraction_id=chapter.extraction_id, position=chapter.position + 1, title=title, source_title=title,
        is_skipped=chapter.is_skipped,
    )  # fmt: skip
    chapter.sections.exclude(before).update(chapter=new)
    return new


def _opening(text: str) -> str:
    """The first words of ``text``."""
    if len(text) <= OPENING:
        return text
    return text[:OPENING].rpartition(" ")[0] or text[:OPENING]


def _before(section: Section) -> Q:
    """What comes before ``section`` as the file has it: a footnote stays with its text wherever it is read."""
    same_part = Q(part=section.part)
    earlier = Q(position__lt=section.position) | Q(position=section.position, piece__lt=section.piece)
    return Q(part__lt=section.part) | (same_part & earlier)


def _rearranged(extraction: int) -> None:
    Extraction.objects.filter(pk=extraction).update(is_rearranged=True)
