"""What was changed of chapters is as it was before."""

from typing import Any

from django.db.models import F

from documents.editing.chapters import move_to, state_of
from documents.editing.rows import bring_back
from documents.models import Chapter, DocumentChange, Extraction, Section


def undo_chapter(change: DocumentChange) -> tuple[int, int]:
    """Title, place and whether it is read; left as it is where any of them was changed again."""
    undo = change.undo
    chapter = Chapter.objects.filter(pk=undo["chapter"]).first()
    if chapter is None or state_of(chapter) != undo["after"]:
        return 0, 1
    was = undo["before"]
    chapter.title, chapter.is_skipped = was["title"], was["is_skipped"]
    move_to(chapter, was["position"])
    chapter.save(update_fields=["title", "is_skipped", "position"])
    _order_back(change)
    return 1, 0


def undo_merge(change: DocumentChange) -> tuple[int, int]:
    """The second chapter comes back with its sections, and what the merge skipped is read again."""
    undo = change.undo
    first, second = Chapter.objects.filter(pk=undo["chapter"]).first(), undo["second"]
    if first is None or state_of(first) != undo["after"] or Chapter.objects.filter(pk=second["id"]).exists():
        return 0, 1
    Chapter.objects.filter(extraction=change.extraction_id, position__gt=first.position).update(
        position=F("position") + 1
    )
    bring_back(Chapter, [second])
    theirs = first.sections.filter(part__gte=undo["part"])
    theirs.update(chapter=second["id"], part=F("part") - undo["part"])
    _unskip(undo)
    first.is_skipped = undo["before"]["is_skipped"]
    first.save(update_fields=["is_skipped"])
    _order_back(change)
    return 1, 0


def _unskip(undo: dict[str, Any]) -> None:
    """Of the chapter that was skipped: its sections, but those that were skipped one by one."""
    if undo["skipped"] is not None:
        mine = Section.objects.filter(chapter=undo["skipped"], is_skipped=True).exclude(pk__in=undo["skipped_before"])
        mine.update(is_skipped=False, revision=F("revision") + 1)


def undo_split(change: DocumentChange) -> tuple[int, int]:
    """The sections of the new chapter go back to the one before it."""
    undo = change.undo
    new = Chapter.objects.filter(pk=undo["chapter"]).first()
    old = Chapter.objects.filter(pk=undo["from"]).first()
    if new is None or old is None or state_of(new) != undo["after"] or old.position != new.position - 1:
        return 0, 1
    new.sections.update(chapter=old)
    Chapter.objects.filter(extraction=change.extraction_id, position__gt=new.position).update(
        position=F("position") - 1
    )
    new.delete()
    _order_back(change)
    return 1, 0


def _order_back(change: DocumentChange) -> None:
    """Where this change was the first to give chapters an order of their own, they have the file's again."""
    Extraction.objects.filter(pk=change.extraction_id).update(is_rearranged=change.undo["was_rearranged"])
