"""What was changed of sections is as it was before."""

from collections.abc import Iterable
from typing import Any

from documents.editing import choices, texts
from documents.editing.pictures import put_back, state_of
from documents.editing.rows import bring_back
from documents.editing.texts import NewText
from documents.models import DocumentChange, Section, SectionChoice


def undo_texts(change: DocumentChange) -> tuple[int, int]:
    """Texts all over the document: how many are back, and how many say something else by now."""
    edits = list(change.edits.select_related("section").order_by("section__rank"))
    fitting = [edit for edit in edits if edit.section.text == edit.after]
    texts.write(NewText(edit.section, edit.before, doubts=edit.doubts) for edit in fitting)
    _choices_back(change.undo.get("choices", ()), set(change.undo.get("gone", ())))
    return len(fitting), len(edits) - len(fitting)


def _choices_back(rows: Iterable[dict[str, Any]], gone: set[int]) -> None:
    """To where they were; also those that the change had no place for, unless something else was chosen there."""
    moving: list[SectionChoice] = []
    for row in rows:
        place = slice(row["start"], row["end"])
        section = Section.objects.filter(pk=row["section_id"]).first()
        others = SectionChoice.objects.filter(section=section, start__lt=place.stop, end__gt=place.start)
        if section is None or section.text[place] != row["written"] or others.exclude(pk=row["id"]).exists():
            continue
        if choice := SectionChoice.objects.filter(pk=row["id"]).first():
            choice.start, choice.end = place.start, place.stop
            moving.append(choice)
        elif row["id"] in gone:
            bring_back(SectionChoice, [row])
    choices.save(moving)


def undo_place(change: DocumentChange) -> tuple[int, int]:
    """What stood at one place of the file stands there again, if it is as the change left it."""
    undo = change.undo
    section = Section.objects.filter(pk=undo["before"]["pieces"][0]["id"]).first()
    if section is None or state_of(section) != undo["after"]:
        return 0, 1
    put_back(undo["before"], undo["gone"])
    return 1, 0
