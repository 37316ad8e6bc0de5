"""Changes of a document are taken back, the last one first: each stands on those before it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from accounts.models import User
from documents.editing import undoing_chapters, undoing_sections
from documents.editing.change import changing
from documents.editing.history import changes_of
from documents.models import Document, DocumentChange
from documents.permissions import check_owner
from documents.states import ChangeKind
from lib.refusals import Refusal

Undo = Callable[[DocumentChange], tuple[int, int]]
UNDO: Final[Mapping[str, Undo]] = {
    ChangeKind.EDIT: undoing_sections.undo_place,
    ChangeKind.REPLACE: undoing_sections.undo_texts,
    ChangeKind.RESTORE: undoing_sections.undo_place,
    ChangeKind.CUT: undoing_sections.undo_place,
    ChangeKind.RENAME: undoing_chapters.undo_chapter,
    ChangeKind.SKIP: undoing_chapters.undo_chapter,
    ChangeKind.MOVE: undoing_chapters.undo_chapter,
    ChangeKind.MERGE: undoing_chapters.undo_merge,
    ChangeKind.SPLIT: undoing_chapters.undo_split,
}


@dataclass(frozen=True)
class Undone:
    """What kind of change was taken back: ``sections`` are as they were (a chapter counts as one), ``left`` were
    changed again meanwhile and stay."""

    kind: ChangeKind
    sections: int
    left: int


def undo_edit(*, by: User, document: Document, change: UUID | None = None) -> Undone:
    """Take back the last change that ``by`` made; asked again, the one before it. ``change``: only if it is that one.

    Raises ``not_allowed`` (403), ``nothing_to_undo``, ``undo_in_order``, ``changed_meanwhile`` (409).
    """
    check_owner(by, document)
    with changing(document, by=by, extraction=document.current_extraction_id):
        changes = changes_of(by, document)
        last = changes.first()
        if last is None or (change and not changes.filter(public_id=change).exists()):
            raise Refusal("nothing_to_undo", 409)
        if change and last.public_id != change:
            raise Refusal("undo_in_order", 409, what=ChangeKind(last.kind).label)
        sections, left = UNDO[last.kind](last)
        last.delete()
    return Undone(ChangeKind(last.kind), sections, left)
