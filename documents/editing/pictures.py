"""All that stands at one place of the file, kept as it was before a change: its pieces, their histories and choices."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import F, QuerySet

from documents.editing import choices
from documents.editing.anchors import nearest
from documents.editing.rows import bring_back, put_rows, told
from documents.models import DocumentChange, Section, SectionChoice, SectionEdit

ASIDE: Final = 10_000
"""Pieces have numbers above it while they change places, so that no two ever have one."""
COLUMNS: Final = [field.name for field in Section._meta.concrete_fields if not field.primary_key]
Told = list[dict[str, Any]]


def pieces_at(section: Section) -> "QuerySet[Section]":
    return Section.objects.filter(extraction=section.extraction_id, position=section.position).order_by("piece")


def picture_of(section: Section) -> dict[str, Told]:
    """What is there, as JSON; see ``put_back``."""
    pieces = list(pieces_at(section))
    return {
        "pieces": list(map(told, pieces)),
        "edits": list(map(told, SectionEdit.objects.filter(section__in=pieces))),
        "choices": list(map(told, SectionChoice.objects.filter(section__in=pieces))),
    }


def state_of(section: Section) -> list[list[Any]]:
    """What somebody sees there: equal as long as nobody has changed it again."""
    rows = pieces_at(section).values_list("pk", "piece", "text", "kind", "is_skipped")
    return [list(row) for row in rows]


def dropped(picture: Mapping[str, Told]) -> list[int]:
    """The keys of the choices that a change has cost, asked right after it."""
    keys = {row["id"] for row in picture["choices"]}
    return sorted(keys - set(SectionChoice.objects.filter(pk__in=keys).values_list("pk", flat=True)))


def put_back(picture: Mapping[str, Told], gone: Iterable[int]) -> None:
    """Make the place what ``picture`` says. The choices that are ``gone`` come back; those made since stay where their
    words are."""
    pieces = [Section(**row) for row in picture["pieces"]]
    now = pieces_at(pieces[0])
    mine = {choice.pk: choice for choice in SectionChoice.objects.filter(section__in=now)}
    revision = 1 + max(now.values_list("revision", flat=True))
    for piece in pieces:
        piece.revision = revision  # who has seen what is undone must not write over this unknowingly
    now.update(piece=F("piece") + ASIDE)
    put_rows(pieces, COLUMNS)
    _choices_back(picture["choices"], set(gone), mine, pieces)
    now.filter(piece__gte=ASIDE).delete()
    _edits_back(picture["edits"])


def _choices_back(rows: Told, gone: set[int], mine: dict[int, SectionChoice], pieces: list[Section]) -> None:
    back = [row for row in rows if row["id"] in gone]
    fitting: list[SectionChoice] = []
    for row in rows:
        if choice := mine.pop(row["id"], None):
            choice.section_id, choice.start, choice.end = row["section_id"], row["start"], row["end"]
            fitting.append(choice)
    taken = [(row["section_id"], row["start"], row["end"]) for row in [*back, *map(told, fitting)]]
    lost = []
    for choice in mine.values():
        if _refit(choice, pieces, taken):
            fitting.append(choice)
        else:
            lost.append(choice.pk)
    choices.save(fitting, lost)
    bring_back(SectionChoice, back)


def _refit(choice: SectionChoice, pieces: list[Section], taken: list[tuple[int, int, int]]) -> bool:
    """Put a choice where its words stand, if nothing else is chosen there."""
    for piece in pieces:
        start = nearest(piece.text, choice.written, choice.start)
        end = (start or 0) + len(choice.written)
        if start is None or any(key == piece.pk and start < last and first < end for key, first, last in taken):
            continue
        choice.section, choice.start, choice.end = piece, start, end
        taken.append((piece.pk, start, end))
        return True
    return False


def _edits_back(rows: Told) -> None:
    """The histories of pieces that were gone: changes before this one want them."""
    kept = set(SectionEdit.objects.filter(pk__in=[row["id"] for row in rows]).values_list("pk", flat=True))
    known = set(DocumentChange.objects.filter(pk__in={row["change_id"] for row in rows}).values_list("pk", flat=True))
    bring_back(SectionEdit, (row for row in rows if row["id"] not in kept and row["change_id"] in known))
