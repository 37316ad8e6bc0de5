"""What changes sections: their text, their kind, whether they are read. Each change is one transaction, leaves an event
and can be undone (``documents.editing.undoing``)."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from documents.editing import texts
from documents.editing.change import changing
from documents.editing.history import remember
from documents.editing.pictures import dropped, picture_of, state_of
from documents.editing.pieces import divided, joined
from documents.editing.texts import NewText
from documents.editing.words import clean_kind, clean_section
from documents.models import Section
from documents.permissions import check_owner
from documents.states import ChangeKind
from lib.refusals import Refusal


@dataclass(frozen=True)
class Edited:
    """A section after its change; ``lost_choices`` had a place in the old text only and are gone."""

    section: Section
    lost_choices: int = 0


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
        before = picture_of(fresh)
        written = texts.write([NewText(fresh, wanted)] if wanted != fresh.text else [])
        _mark(fresh, kind, is_skipped, revision + 1)
        remember(fresh.extraction_id, by=by, kind=ChangeKind.EDIT, **_kept(before, fresh))
    return Edited(fresh, len(written.lost))


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
        fresh = _fresh(section, revision)
        before = picture_of(fresh)
        whole = joined(fresh)
        written = texts.write([NewText(whole, whole.source)] if whole.source != whole.text else [])
        _mark(whole, whole.source_kind or whole.kind, whole.is_skipped, whole.revision + 1)
        remember(whole.extraction_id, by=by, kind=ChangeKind.RESTORE, **_kept(before, whole))
    return Edited(whole, len(written.lost))


def _kept(before: dict[str, Any], section: Section) -> dict[str, Any]:
    """What it takes to undo a change of all that stands at one place."""
    return {"before": before, "after": state_of(section), "gone": dropped(before)}


def split_section(*, by: User, section: Section, revision: int, at: int) -> tuple[Section, Section]:
    """Two sections of one, ``at`` a character of its text. Raises ``not_allowed`` (403), ``nothing_to_split`` (400)
    where one would be empty, ``changed_meanwhile`` (409)."""
    document = section.extraction.document
    check_owner(by, document)
    with changing(document, by=by, extraction=section.extraction_id):
        fresh = _fresh(section, revision)
        before = picture_of(fresh)
        parts = divided(fresh, at)
        remember(fresh.extraction_id, by=by, kind=ChangeKind.CUT, **_kept(before, fresh))
        return parts
