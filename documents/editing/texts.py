"""New texts of sections, written in one place: with their source, words, doubts, choices and history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from documents.editing import choices
from documents.editing.anchors import Region, changed
from documents.editing.rows import told, update_rows
from documents.editing.words import count_words
from documents.models import DocumentChange, Section, SectionChoice, SectionEdit

BATCH: Final = 500
FIELDS: Final = ("text", "source_text", "word_count", "doubts", "revision")


@dataclass(frozen=True)
class NewText:
    """What a section says from now on; ``regions``: where it differs, if that is known better than by comparing.
    ``doubts`` about it, where those of the text before are not what is left of them."""

    section: Section
    text: str
    regions: tuple[Region, ...] = ()
    doubts: list[list[Any]] | None = None


@dataclass
class Written:
    """The choices for places of texts that were changed, as they were ``told`` before, and the keys of those that have
    no place any more and are gone."""

    choices: list[dict[str, Any]] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)


def write(changes: Iterable[NewText], *, change: DocumentChange | None = None) -> Written:
    """Write ``changes``, in the caller's transaction. ``change`` gets what they said before."""
    written = Written()
    pending: Iterator[NewText] = iter(changes)
    while some := list(islice(pending, BATCH)):
        if change is not None:
            SectionEdit.objects.bulk_create(_history(one, change) for one in some)
        _write(some, written)
    return written


def _history(new: NewText, change: DocumentChange) -> SectionEdit:
    section = new.section
    return SectionEdit(change=change, section=section, before=section.text, after=new.text, doubts=section.doubts)


def _write(changes: Sequence[NewText], written: Written) -> None:
    chosen = choices.choices_of(change.section.pk for change in changes)
    fitting: list[SectionChoice] = []
    gone: list[int] = []
    for change in changes:
        section, mine = change.section, chosen.get(change.section.pk, [])
        written.choices += map(told, mine)
        regions = change.regions or changed(section.text, change.text)
        stay, left = choices.reanchor(mine, change.text, regions)
        fitting += stay
        gone += [choice.pk for choice in left]
        _put(change, regions)
    update_rows([change.section for change in changes], FIELDS)
    if fitting or gone:
        choices.save(fitting, gone)
    written.lost += gone


def _put(new: NewText, regions: Sequence[Region]) -> None:
    section, text = new.section, new.text
    source = section.source
    section.doubts = choices.doubts_after(section.doubts, regions) if new.doubts is None else new.doubts
    section.text, section.word_count = text, count_words(text)
    section.source_text = None if text == source else source
    section.revision += 1
