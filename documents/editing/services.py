"""What changes sections: their text, their kind, whether they are read. Each change is one transaction, leaves an event
and can be undone where it changes text."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.db.models import QuerySet

from accounts.models import User
from documents.editing import texts
from documents.editing.change import changing
from documents.editing.pieces import divided, joined
from documents.editing.selectors import last_batch
from documents.editing.texts import Batch, NewText
from documents.editing.words import clean_kind, clean_section
from documents.models import Document, Section, SectionEdit
from documents.permissions import check_owner
from lib.refusals import Refusal


@dataclass(frozen=True)
class Edited:
    """A section after its change; ``lost_choices`` had a place in the old text only and are gone."""

    section: Section
    lost_choices: int = 0


@dataclass(frozen=True)
class Undone:
    """``sections`` say what they said before; ``left`` were changed again meanwhile and stay."""

    sections: int
    left: int


def edit_section(
    *,
    by: User,
    section: Section,
    revision: int,
    text: str | None = None,
    kind: str | None = None,
    is_skipped: bool | None = None,
) -> Edited:
    """Change what is given. ``revision`` is that of the section as its editor saw it.

    Raises ``not_allowed`` (403), ``empty_text``, ``section_too_long``, ``unknown_kind`` (400), ``changed_meanwhile``
    (409).
    """
    document = section.extraction.document
    check_owner(by, document)
    wanted = section.text if text is None else clean_section(text, section)
    kind = section.kind if kind is None else clean_kind(kind)
    is_skipped = section.is_skipped if is_skipped is None else is_skipped
    is_moved = kind != section.kind
    if (wanted, kind, is_skipped, revision) == (section.text, section.kind, section.is_skipped, section.revision):
        return Edited(section)
    with changing(document, by=by, extraction=section.extraction_id, is_arranged=is_moved):
        fresh = _fresh(section, revision)
        changes = [NewText(fresh, wanted)] if wanted != fresh.text else []
        lost = texts.write(changes, batch=Batch(by, uuid4()))
        _mark(fresh, kind, is_skipped, revision + 1)
    return Edited(fresh, lost)


def _fresh(section: Section, revision: int) -> Section:
    """The section as it is; its document is locked."""
    found = Section.objects.select_related("extraction__document").filter(pk=section.pk, revision=revision).first()
    if found is None:
        raise Refusal("changed_meanwhile", 409)
    return found


def _mark(section: Section, kind: str, is_skipped: bool, revision: int) -> None:
    source = section.source_kind or section.kind
    section.source_kind = "" if kind == source else source
    section.kind, section.is_skipped, section.revision = kind, is_skipped, revision
    section.save(update_fields=["kind", "source_kind", "is_skipped", "revision"])


def restore_section(*, by: User, section: Section, revision: int) -> Edited:
    """Text and kind as they were read; what was split off comes back. Raises ``not_allowed`` (403),
    ``changed_meanwhile`` (409)."""
    document = section.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=section.extraction_id):
        whole = joined(_fresh(section, revision))
        lost = 0
        if whole.source != whole.text:
            lost = texts.write([NewText(whole, whole.source)], batch=Batch(by, uuid4()))
        _mark(whole, whole.source_kind or whole.kind, whole.is_skipped, whole.revision + 1)
    return Edited(whole, lost)


def split_section(*, by: User, section: Section, revision: int, at: int) -> tuple[Section, Section]:
    """Two sections of one, ``at`` a character of its text. Raises ``not_allowed`` (403), ``nothing_to_split`` (400)
    where one would be empty, ``changed_meanwhile`` (409)."""
    document = section.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=section.extraction_id):
        return divided(_fresh(section, revision), at)


def undo_edit(*, by: User, document: Document) -> Undone:
    """Take back the last change of text that ``by`` made; asked again, the one before it.

    Raises ``not_allowed`` (403), ``nothing_to_undo`` (409).
    """
    check_owner(by, document)
    with changing(document, by=by, extraction=document.current_extraction_id, is_arranged=False):
        rows = last_batch(by, document)
        found = list(rows.select_related("section").order_by("section__rank"))
        if not found:
            raise Refusal("nothing_to_undo", 409)
        return _taken_back(rows, found)


def _taken_back(rows: "QuerySet[SectionEdit]", found: Sequence[SectionEdit]) -> Undone:
    back = [NewText(edit.section, edit.before) for edit in found if edit.section.text == edit.after]
    texts.write(back)
    rows.delete()
    return Undone(len(back), len(found) - len(back))
