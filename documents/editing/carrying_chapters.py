"""Chapters of a reading that takes the place of another: titles, what is skipped, and the order that people gave."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from django.db.models import F

from documents.editing.rows import update_rows
from documents.models import Chapter, Extraction, Section

BATCH: Final = 5000
Place = tuple[int, int]
"""A chapter's key, and the part of it."""


@dataclass(frozen=True)
class Result:
    """How many changes fit and how many do not, and the rows that took the place of old ones, by their keys."""

    kept: int = 0
    lost: int = 0
    now: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Result") -> "Result":
        return Result(self.kept + other.kept, self.lost + other.lost, {**self.now, **other.now})


def carry_chapters(before: Extraction, extraction: Extraction, matches: Mapping[int, int]) -> Result:
    """Who moved, merged or split chapters gets them so again; else they are as they are read now, and have the titles
    that people gave them. ``matches``: keys of old sections and of the same ones now."""
    if before.is_rearranged and matches:
        return _rearranged(before, extraction, matches)
    return _renamed(before, extraction, matches) + _skipped(before, extraction, matches)


def _rearranged(before: Extraction, extraction: Extraction, matches: Mapping[int, int]) -> Result:
    """Sections go where the same ones were; what is new goes with the one that it follows in the file."""
    olds = {row.pk: row for row in before.chapters.order_by("position")}
    there: dict[int, Place] = {key: (chapter, part) for key, chapter, part in _standing(extraction)}
    wanted = _wanted(there, _places(before), matches)
    used = {chapter for chapter, _ in wanted.values()}
    lost = sum(key not in used and _is_changed(row) for key, row in olds.items())
    now = _settled([row for key, row in olds.items() if key in used], extraction, _homes(wanted, there))
    moving = {key: (now[chapter], part) for key, (chapter, part) in wanted.items()}
    moving = {key: place for key, place in moving.items() if place != there[key]}
    for (home, part), sections in _grouped(moving).items():
        for some in _batches(sections):
            Section.objects.filter(pk__in=some).update(chapter=home, part=part)
    extraction.chapters.exclude(pk__in=now.values()).delete()
    Extraction.objects.filter(pk=extraction.pk).update(is_rearranged=True)
    return Result(len(now), lost, now)


def _standing(extraction: Extraction) -> Iterator[tuple[int, int, int]]:
    """Each section in the order of the file, where it stands as it was read."""
    rows = extraction.sections.order_by("position").values_list("pk", "chapter", "part")
    return ((key, chapter or 0, part) for key, chapter, part in rows.iterator())


def _homes(wanted: Mapping[int, Place], there: Mapping[int, Place]) -> dict[int, int]:
    """For old chapters the new one that most of their sections are in already: those need not be written again."""
    shared = Counter((chapter, there[key][0]) for key, (chapter, _) in wanted.items())
    homes: dict[int, int] = {}
    taken = {0}
    for (old, new), _count in shared.most_common():
        if old not in homes and new not in taken:
            homes[old] = new
            taken.add(new)
    return homes


def _is_changed(chapter: Chapter) -> bool:
    return chapter.is_skipped or chapter.title != chapter.source_title


def _places(before: Extraction) -> dict[int, Place]:
    rows = Section.objects.filter(extraction=before, piece=0, chapter__isnull=False)
    return {key: (chapter, part) for key, chapter, part in rows.values_list("pk", "chapter", "part")}


def _wanted(there: Iterable[int], places: Mapping[int, Place], matches: Mapping[int, int]) -> dict[int, Place]:
    """The place of each new section, among the old chapters."""
    olds = {new: places[old] for old, new in matches.items() if old in places}
    keys = list(there)
    last = next(olds[key] for key in keys if key in olds)
    wanted: dict[int, Place] = {}
    for key in keys:
        last = wanted[key] = olds.get(key, last)
    return wanted


def _grouped(wanted: Mapping[int, Place]) -> dict[Place, list[int]]:
    groups: dict[Place, list[int]] = defaultdict(list)
    for key, place in wanted.items():
        groups[place].append(key)
    return groups


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    pending = iter(keys)
    while some := list(islice(pending, BATCH)):
        yield some


def _settled(olds: list[Chapter], extraction: Extraction, homes: Mapping[int, int]) -> dict[int, int]:
    """The chapters of ``extraction`` as the old ones were, in their order; by the keys of those."""
    known = {row.pk: row for row in extraction.chapters.all()}
    news = [known.get(homes.get(old.pk, 0)) or Chapter(extraction=extraction) for old in olds]
    for number, (old, new) in enumerate(zip(olds, news, strict=True)):
        new.position, new.title, new.is_skipped = number, old.title, old.is_skipped
        new.source_title = old.source_title
    update_rows([new for new in news if new.pk], ["position", "title", "source_title", "is_skipped"])
    Chapter.objects.bulk_create([new for new in news if not new.pk], batch_size=BATCH)
    return {old.pk: new.pk for old, new in zip(olds, news, strict=True)}


def _renamed(before: Extraction, extraction: Extraction, matches: Mapping[int, int]) -> Result:
    """A title goes to the chapter that begins with the same section, or that has the same title in the file."""
    olds = list(before.chapters.exclude(title=F("source_title")))
    if not olds:
        return Result()
    ours, theirs = _beginnings(before), _beginnings(extraction)
    news = {row.pk: row for row in extraction.chapters.all()}
    titled = _only_ones(news.values())
    begun = {section: chapter for chapter, section in theirs.items()}
    lost = 0
    for old in olds:
        new = news.get(begun.get(matches.get(ours.get(old.pk, 0), 0), 0)) or titled.get(old.source_title)
        if new is None:
            lost += 1
        else:
            new.title = old.title
    update_rows(news.values(), ["title"])
    return Result(len(olds) - lost, lost)


def _beginnings(extraction: Extraction) -> dict[int, int]:
    """The section that each chapter begins with in the file, by chapter; their keys."""
    found: dict[int, int] = {}
    rows = Section.objects.filter(extraction=extraction, piece=0).order_by("position")
    for key, chapter in rows.values_list("pk", "chapter"):
        found.setdefault(chapter or 0, key)
    return found


def _only_ones(chapters: Iterable[Chapter]) -> dict[str, Chapter]:
    """Chapters by the title in the file, where only one has it."""
    rows = list(chapters)
    counts = Counter(row.source_title for row in rows)
    return {row.source_title: row for row in rows if row.source_title and counts[row.source_title] == 1}


def _skipped(before: Extraction, extraction: Extraction, matches: Mapping[int, int]) -> Result:
    """What was in a skipped chapter stays unread: by a skipped chapter where all of it comes from such, else section
    by section."""
    skipped = set(before.chapters.filter(is_skipped=True).values_list("pk", flat=True))
    if not skipped:
        return Result()
    places = _places(before)
    unread = {new for old, new in matches.items() if old in places and places[old][0] in skipped}
    known = unread | {new for old, new in matches.items() if old in places}
    chapters: dict[int, set[int]] = defaultdict(set)
    for key, chapter in extraction.sections.values_list("pk", "chapter"):
        if key in known:
            chapters[chapter or 0].add(key)
    whole = {chapter for chapter, keys in chapters.items() if keys <= unread}
    extraction.chapters.filter(pk__in=whole).update(is_skipped=True)
    single = (key for chapter, keys in chapters.items() if chapter not in whole for key in keys & unread)
    for some in _batches(single):
        Section.objects.filter(pk__in=some).update(is_skipped=True)
    found = {places[old][0] for old in matches if old in places} & skipped
    return Result(len(found), len(skipped - found))
