"""What changes chapters: title, place, whether they are read, where they begin. Every section stays in one of them."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import F, Max, Q

from accounts.models import User
from documents.editing.change import changing
from documents.editing.history import remember
from documents.editing.order import late_kinds
from documents.editing.rows import told
from documents.editing.words import title_of
from documents.models import Chapter, Document, Extraction, Section
from documents.permissions import check_owner
from documents.states import ChangeKind
from lib.refusals import Refusal

HEADINGS: Final = frozenset({"title", "heading"})
OPENING: Final = 60
KINDS: Final[Mapping[str, ChangeKind]] = {
    "position": ChangeKind.MOVE, "is_skipped": ChangeKind.SKIP, "title": ChangeKind.RENAME,
}  # fmt: skip


def _fresh(chapter: Chapter) -> Chapter:
    """The chapter as it is; its document is locked."""
    found = Chapter.objects.filter(pk=chapter.pk).first()
    if found is None:
        raise Refusal("changed_meanwhile", 409)
    return found


def state_of(chapter: Chapter) -> dict[str, Any]:
    """What people change of it."""
    return {"title": chapter.title, "is_skipped": chapter.is_skipped, "position": chapter.position}


def change_chapter(
    *, by: User, chapter: Chapter, title: str | None = None, is_skipped: bool | None = None, to: int | None = None
) -> Chapter:
    """All that is given, or nothing: as one change. Raises ``not_allowed`` (403), ``changed_meanwhile`` (409)."""
    document = chapter.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=chapter.extraction_id, is_arranged=to is not None):
        fresh = _fresh(chapter)
        before, was_rearranged = state_of(fresh), _is_rearranged(fresh.extraction_id)
        if title is not None:
            fresh.title = title_of(title) or fresh.source_title
        if is_skipped is not None:
            fresh.is_skipped = is_skipped
        if to is not None:
            move_to(fresh, to)
        fresh.save(update_fields=["title", "is_skipped", "position"])
        if fresh.position != before["position"]:
            _rearranged(fresh.extraction_id)
        _remember(by, fresh, before, was_rearranged)
    return fresh


def _remember(by: User, chapter: Chapter, before: dict[str, Any], was_rearranged: bool) -> None:
    after = state_of(chapter)
    changed = [kind for name, kind in KINDS.items() if before[name] != after[name]]
    if changed:
        remember(
            chapter.extraction_id, by=by, kind=changed[0], chapter=chapter.pk, before=before, after=after,
            was_rearranged=was_rearranged,
        )  # fmt: skip


def rename_chapter(*, by: User, chapter: Chapter, title: str) -> Chapter:
    """Without a title it gets back the one that was read. Raises as ``change_chapter``."""
    return change_chapter(by=by, chapter=chapter, title=title)


def skip_chapter(*, by: User, chapter: Chapter, is_skipped: bool) -> Chapter:
    """Read it or not. Raises as ``change_chapter``."""
    return change_chapter(by=by, chapter=chapter, is_skipped=is_skipped)


def move_chapter(*, by: User, chapter: Chapter, to: int) -> Chapter:
    """Read it as the chapter number ``to``, from 0; past the ends is at the end. Raises as ``change_chapter``."""
    return change_chapter(by=by, chapter=chapter, to=to)


def move_to(chapter: Chapter, to: int) -> None:
    """Make room for ``chapter`` at ``to``, and put it there; it is not saved."""
    others = Chapter.objects.filter(extraction=chapter.extraction_id).exclude(pk=chapter.pk)
    to = max(0, min(to, others.count()))
    others.filter(position__gt=chapter.position, position__lte=to).update(position=F("position") - 1)
    others.filter(position__lt=chapter.position, position__gte=to).update(position=F("position") + 1)
    chapter.position = to


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
        undo = {
            "before": state_of(first),
            "second": told(second),
            "was_rearranged": _is_rearranged(first.extraction_id),
        }
        undo |= _join(first, second)
        later.update(position=F("position") - 1)
        _rearranged(first.extraction_id)
        remember(first.extraction_id, by=by, kind=ChangeKind.MERGE, chapter=first.pk, after=state_of(first), **undo)
    return first


def _join(first: Chapter, second: Chapter) -> dict[str, Any]:
    """What it takes to part them again."""
    skipped, skipped_before = None, list[int]()
    if first.is_skipped != second.is_skipped:
        skipped = first if first.is_skipped else second
        skipped_before = list(skipped.sections.filter(is_skipped=True).values_list("pk", flat=True))
        skipped.sections.filter(is_skipped=False).update(is_skipped=True, revision=F("revision") + 1)
        first.is_skipped = False
        first.save(update_fields=["is_skipped"])
    last = first.sections.aggregate(last=Max("part"))["last"]
    after = 0 if last is None else last + 1
    undo = {"part": after, "skipped": skipped and skipped.pk, "skipped_before": skipped_before}
    second.sections.update(chapter=first, part=F("part") + after)
    second.delete()
    return undo


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
        was_rearranged, old = _is_rearranged(fresh.extraction_id), fresh.chapter_id
        new = _begun(document, fresh, title_of(title))
        _rearranged(fresh.extraction_id)
        remember(
            fresh.extraction_id, by=by, kind=ChangeKind.SPLIT, chapter=new.pk, after=state_of(new),
            was_rearranged=was_rearranged, **{"from": old},
        )  # fmt: skip
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


def _is_rearranged(extraction: int) -> bool:
    return Extraction.objects.filter(pk=extraction, is_rearranged=True).exists()


def _rearranged(extraction: int) -> None:
    Extraction.objects.filter(pk=extraction).update(is_rearranged=True)
