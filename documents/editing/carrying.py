"""A document is read again: what people have changed of the reading before is changed of the new one too, as far as it
still fits. The reading before keeps its rows, so what fits nowhere is not lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db.models import Q

from documents.editing import aligning, choices
from documents.editing.anchors import changed
from documents.editing.carrying_chapters import carry_chapters
from documents.editing.carrying_pieces import carry_pieces
from documents.editing.rows import update_rows
from documents.editing.words import count_words
from documents.models import Extraction, Section, SectionChoice

BATCH: Final = 500
ALIKE: Final = 0.5
"""Sections that share so many of their words are the same, read better or worse."""

TOUCHED: Final = Q(source_text__isnull=False) | ~Q(source_kind="") | Q(is_skipped=True)
FIELDS: Final = (
    "text", "source_text", "word_count", "doubts", "kind", "source_kind", "is_skipped", "revision",
)  # fmt: skip


@dataclass(frozen=True)
class Carried:
    """How many changes of sections, places and chapters the new reading has, and how many have no place in it."""

    kept: int = 0
    lost: int = 0

    def __add__(self, other: "Carried") -> "Carried":
        return Carried(self.kept + other.kept, self.lost + other.lost)


@dataclass(frozen=True)
class Matches:
    """Keys of sections of the reading before, and of the same ones of the new: ``same`` say the same."""

    same: Mapping[int, int]
    alike: Mapping[int, int]

    def get(self, key: int) -> int | None:
        return self.same.get(key) or self.alike.get(key)

    def both(self) -> dict[int, int]:
        return {**self.alike, **self.same}


def carry(before: Extraction, extraction: Extraction) -> Carried:
    """In the caller's transaction, the document locked and the sections of ``extraction`` saved."""
    if not before.revision and not SectionChoice.objects.filter(section__extraction=before).exists():
        return Carried()
    matches = _matches(before, extraction)
    chapters = carry_chapters(before, extraction, matches.both())
    result = Carried(chapters.kept, chapters.lost) + _carry_sections(before, matches)
    pieces = carry_pieces(before, matches.same, chapters.now)
    result += Carried(len(pieces.now), pieces.lost)
    return result + _carry_choices(before, Matches({**matches.same, **pieces.now}, matches.alike))


def _matches(before: Extraction, extraction: Extraction) -> Matches:
    (ours, old), (theirs, new) = _texts(before), _texts(extraction)
    pairs = aligning.in_order(old, new)
    same = {**pairs, **aligning.elsewhere(old, new, pairs)}
    opposite = aligning.opposite(pairs, same, (len(old), len(new)))
    alike = _alike({ours[at]: theirs[other] for at, other in opposite.items()})
    return Matches({ours[at]: theirs[other] for at, other in same.items()}, alike)


def _texts(extraction: Extraction) -> tuple[list[int], list[int]]:
    """The keys of what was read, and numbers that are equal where it is."""
    rows = Section.objects.filter(extraction=extraction, piece=0).order_by("position")
    keys, numbers = [], []
    for key, text, source in rows.values_list("pk", "text", "source_text").iterator():
        keys.append(key)
        numbers.append(hash(" ".join((text if source is None else source).split())))
    return keys, numbers


def _alike(pairs: Mapping[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in _batches(pairs.items()):
        rows = Section.objects.in_bulk([key for pair in some for key in pair])
        found.update(pair for pair in some if _share(rows[pair[0]].source, rows[pair[1]].source) >= ALIKE)
    return found


def _share(one: str, other: str) -> float:
    ours, theirs = set(one.lower().split()), set(other.lower().split())
    return len(ours & theirs) / max(1, len(ours), len(theirs))


def _batches(items: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    pending = iter(items)
    while some := list(islice(pending, BATCH)):
        yield some


def _carry_sections(before: Extraction, matches: Matches) -> Carried:
    result = Carried()
    rows = Section.objects.filter(TOUCHED, extraction=before, piece=0).order_by("position")
    pending = rows.iterator(chunk_size=BATCH)
    while some := list(islice(pending, BATCH)):
        news = Section.objects.in_bulk([key for old in some if (key := matches.get(old.pk))])
        for old in some:
            found = news.get(matches.get(old.pk) or 0)
            result += _put(old, found, is_same=old.pk in matches.same) if found else Carried(lost=1)
        update_rows(news.values(), FIELDS)
    return result


def _put(old: Section, new: Section, *, is_same: bool) -> Carried:
    """What was changed of ``old`` is changed of ``new``, which is not saved; a text only where the same was read."""
    new.is_skipped = new.is_skipped or old.is_skipped
    if old.source_kind and old.kind != new.kind:
        new.source_kind, new.kind = new.kind, old.kind
    if old.source_text is None:
        return Carried(kept=1)
    if not is_same:
        return Carried(lost=1)
    regions = changed(new.text, old.text)
    new.doubts = choices.doubts_after(new.doubts, regions)
    new.source_text, new.text, new.word_count = new.text, old.text, count_words(old.text)
    return Carried(kept=1)


def _carry_choices(before: Extraction, matches: Matches) -> Carried:
    """Choices move to the new sections: outside they keep their names."""
    result = Carried()
    rows = SectionChoice.objects.filter(section__extraction=before)
    keys = rows.order_by("section").values_list("section", flat=True).distinct()
    for some in _batches((key, matches.get(key) or 0) for key in list(keys)):
        sections = Section.objects.in_bulk([key for pair in some for key in pair])
        chosen = choices.choices_of(key for key, _ in some)
        moving: list[SectionChoice] = []
        for key, new in some:
            result += _move(chosen[key], sections[key], sections.get(new), moving)
        choices.save(moving)
    return result


def _move(chosen: Sequence[SectionChoice], old: Section, new: Section | None, moving: list[SectionChoice]) -> Carried:
    if new is None:
        return Carried(lost=len(chosen))
    fitting, left = choices.reanchor(chosen, new.text, changed(old.text, new.text))
    for choice in fitting:
        choice.section = new
    moving += fitting
    return Carried(len(fitting), len(left))
