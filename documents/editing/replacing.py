"""Find and replace in a document: literal text, tried before it is done, done at once, undone at once."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from accounts.models import User
from documents.editing import texts
from documents.editing.anchors import Region
from documents.editing.change import changing
from documents.editing.history import keep, remember
from documents.editing.selectors import all_sections
from documents.editing.texts import NewText, Written
from documents.editing.words import LONGEST_FIND, clean, clean_section
from documents.models import Chapter, Document, Section
from documents.permissions import check_owner
from documents.selectors import check_read
from documents.states import ChangeKind
from lib import throttle
from lib.refusals import Refusal

MOST_PLACES: Final = 20_000
SHOWN: Final = 100
CONTEXT: Final = 40
LOOKS: Final = "60/m"
LETTER: Final = r"[\w\u0300-\u036f]"
"""What words are made of; a mark that has no letter of its own in Unicode belongs to the word too."""


@dataclass(frozen=True)
class Wanted:
    """What to look for, and what to write in its place."""

    find: str
    replace: str = ""
    is_case_sensitive: bool = False
    is_whole_word: bool = False

    def pattern(self) -> re.Pattern[str]:
        """Raises ``nothing_to_find`` (400)."""
        find = clean(self.find)
        if not find or max(len(find), len(self.replace)) > LONGEST_FIND:
            raise Refusal("nothing_to_find", 400, field="find", limit=LONGEST_FIND)
        words = re.escape(find)
        if self.is_whole_word:
            words = f"(?<!{LETTER}){words}(?!{LETTER})"
        return re.compile(words, 0 if self.is_case_sensitive else re.IGNORECASE)


@dataclass(frozen=True)
class FoundPlace:
    """``[start, end)`` of a section, with what stands around it."""

    section: Section
    start: int
    end: int

    @property
    def before(self) -> str:
        return self.section.text[max(0, self.start - CONTEXT) : self.start]

    @property
    def found(self) -> str:
        return self.section.text[self.start : self.end]

    @property
    def after(self) -> str:
        return self.section.text[self.end : self.end + CONTEXT]


@dataclass(frozen=True)
class Replaced:
    """``count`` places in ``sections`` sections, found or replaced, the first of them as ``places``. ``left`` sections
    would say nothing any more and stay as they are; ``lost_choices`` had their place in the old text only."""

    count: int
    sections: int
    places: tuple[FoundPlace, ...]
    left: int = 0
    lost_choices: int = 0


def replace_text(
    *, by: User, document: Document, wanted: Wanted, chapter: Chapter | None = None, is_trial: bool = True
) -> Replaced:
    """Look for ``wanted`` in a document or one chapter of it, and unless it ``is_trial`` write it everywhere.

    Raises ``too_many_looks`` (429), ``not_allowed`` (403), ``nothing_to_find``, ``section_too_long`` (400),
    ``document_not_ready``, ``document_failed``, ``too_many_places``, ``changed_meanwhile`` (409).
    """
    check_owner(by, document)
    check_read(document)
    pattern = wanted.pattern()
    if wait := throttle.count(group="replace_looks", who=str(by.public_id), rate=LOOKS):
        raise Refusal("too_many_looks", 429, seconds=wait)
    if is_trial:
        return _looked(_hits(document, chapter, wanted, pattern, is_trial=True))
    with changing(document, by=by, extraction=document.current_extraction_id, is_arranged=False):
        return _replaced(document, list(_hits(document, chapter, wanted, pattern, is_trial=False)), by)


def _replaced(document: Document, hits: list["_Hit"], by: User) -> Replaced:
    done = [hit for hit in hits if not hit.is_all]
    found, written = _looked(done), Written()
    if done and document.current_extraction_id:
        change = remember(document.current_extraction_id, by=by, kind=ChangeKind.REPLACE)
        written = texts.write(_changes(done), change=change)
        keep(change, choices=written.choices, gone=written.lost)
    return replace(found, left=len(hits) - len(done), lost_choices=len(written.lost))


@dataclass(frozen=True)
class _Hit:
    """The key of a section in which it is found, where, what that section will say ("" in a trial), and whether
    nothing at all would be left of it."""

    key: int
    regions: tuple[Region, ...]
    text: str
    is_all: bool

    def change(self, section: Section) -> NewText:
        text = clean_section(self.text, section)
        return NewText(section, text, self.regions if text == self.text else ())


def _hits(
    document: Document, chapter: Chapter | None, wanted: Wanted, pattern: re.Pattern[str], *, is_trial: bool
) -> Iterator[_Hit]:
    """Section after section, refused as soon as it is too many: a letter stands in a book a million times."""
    room = MOST_PLACES
    instead, rows = clean(wanted.replace), all_sections(document, chapter)
    if wanted.is_case_sensitive:
        rows = rows.filter(text__contains=clean(wanted.find))
    # By columns: a book has a hundred thousand.
    for key, text in rows.values_list("pk", "text").iterator():
        found = islice(pattern.finditer(text), room + 1)
        regions = tuple(Region(*match.span(), len(instead)) for match in found)
        room -= len(regions)
        if room < 0:
            raise Refusal("too_many_places", 409, limit=MOST_PLACES)
        if regions:
            new = "" if is_trial else pattern.sub(lambda _: instead, text)
            yield _Hit(key, regions, new, is_all=_is_all(text, regions, instead))


def _is_all(text: str, regions: tuple[Region, ...], instead: str) -> bool:
    """Whether nothing would be left but white space."""
    if instead.strip():
        return False
    ends = (0, *(region.end for region in regions))
    starts = (*(region.start for region in regions), len(text))
    return not any(text[end:start].strip() for end, start in zip(ends, starts, strict=True))


def _looked(hits: Iterable[_Hit]) -> Replaced:
    """Counted all, shown the first."""
    places: list[tuple[int, Region]] = []
    count = sections = left = 0
    for hit in hits:
        count, sections, left = count + len(hit.regions), sections + 1, left + hit.is_all
        places += [(hit.key, region) for region in hit.regions[: SHOWN - len(places)]]
    rows = Section.objects.select_related("chapter").in_bulk([key for key, _ in places])
    shown = tuple(FoundPlace(rows[key], region.start, region.end) for key, region in places)
    return Replaced(count, sections, shown, left)


def _changes(hits: Iterable[_Hit]) -> Iterator[NewText]:
    pending = iter(hits)
    while some := list(islice(pending, texts.BATCH)):
        rows = Section.objects.in_bulk([hit.key for hit in some])
        yield from (hit.change(rows[hit.key]) for hit in some)
