"""Which headings of a document make its chapters: those of the tier where a chapter has a sensible length.

A book in parts is cut at its chapters, a law at its Chương; a law that has only short Điều is not cut at all.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from speech.extract.chapters.headings import LEVELS, NAMED_LEVEL, heading_class

LONGEST_WORDS: Final = 9000
"""An hour of speech: a tier whose chapters are longer than this on average is too coarse where there is a finer one."""
LEAST_WORDS: Final = 150
LEAST_ARTICLE_WORDS: Final = 450
"""An article of a law is a chapter only where it takes three minutes."""
LEAST_INNER_WORDS: Final = 1500
"""Headings below such as have no words of their own are chapters in parts when they take ten minutes each."""
FEW: Final = 12
"""So many headings that an author set by a style are chapters however short they are."""
DEEPEST_STYLE: Final = 2
BRIEF_WORDS: Final = 40
"""What stands between a part's heading and its first chapter, a motto, does not make the part a chapter."""
DOMINANT: Final = 0.75
LEAST_INSIDE: Final = 3
LEVEL_OF: Final = {**{heading_class(f"{word} 1"): level for word, level in LEVELS.items()}, "number": NAMED_LEVEL}


@dataclass(frozen=True)
class Heading:
    """A section that may begin a chapter: its place and depth; its class, "" where only its looks tell; its number,
    0 without one; the words up to the next heading, its own not counted; whether the reader says that it begins one."""

    at: int
    level: int
    worded: str
    number: int
    body: int
    marked: bool


def chapter_starts(headings: list[Heading], total: int) -> list[list[Heading]]:
    """The headings that begin each chapter of a text of ``total`` words: a part's stands before its first chapter's."""
    marked = [heading for heading in headings if heading.marked]
    if len(marked) > 1:
        has_parts = any(heading.worded == "part" for heading in marked)
        kept = [each for each in headings if each.marked or (has_parts and each.worded == "chapter")]
        candidates = _with_bodies(kept, headings)
        return _groups(_tier(candidates, total) or [each for each in candidates if each.marked])
    if marked and marked[0] is headings[0]:  # the reader says that the whole is one
        return [marked]
    return _groups(_tier(_without_title(headings), total))


def _with_bodies(kept: list[Heading], headings: list[Heading]) -> list[Heading]:
    """``kept`` with the words up to the next of them: what stands under headings between is part of the chapter."""
    bodies: Counter[int] = Counter()
    current = -1
    starts = {heading.at for heading in kept}
    for heading in headings:
        current = heading.at if heading.at in starts else current
        bodies[current] += heading.body
    return [replace(heading, body=bodies[heading.at]) for heading in kept]


def _without_title(headings: list[Heading]) -> list[Heading]:
    """Without the one heading above all others that opens the document: that is its title."""
    if len(headings) < 2 or headings[0].worded or headings[0].marked:
        return headings
    top = min(heading.level for heading in headings)
    alone = headings[0].level == top and sum(heading.level == top for heading in headings) == 1
    return headings[1:] if alone else headings


def _tier(headings: list[Heading], total: int) -> list[Heading]:
    """The cut at the level whose chapters have a sensible length; nothing where none has."""
    chapters = [heading for heading in headings if heading.worded == "chapter"]
    if len(chapters) > 1 or (chapters and any(heading.worded == "part" for heading in headings)):
        level = Counter(heading.level for heading in chapters).most_common(1)[0][0]
        return _cut(headings, chapters, level)
    best: list[Heading] = []
    least = 0
    for level in sorted({heading.level for heading in headings}):
        anchors = [heading for heading in headings if heading.level == level and heading.worded != "named"]
        cut = _cut(headings, anchors, level)
        count = len(_groups(cut))
        if count < 2:
            continue
        if not _is_sensible(cut, anchors, count, total) or (best and _is_worse(best, count, total, least)):
            break
        best = cut
        least = _finer(cut, anchors, headings, total)
        if not least:
            break
    return best


def _cut(headings: list[Heading], anchors: list[Heading], level: int) -> list[Heading]:
    """``anchors``, which are headings of ``level``, and those beside and above them that begin chapters as well."""
    if not anchors:
        return []
    inner = {heading.at for heading in anchors}
    leads = {one.at for one, after in pairwise(headings) if after.at in inner and one.body < BRIEF_WORDS}
    worded = any(heading.worded for heading in anchors)
    by_words = worded and all(heading.level == LEVEL_OF.get(heading.worded) for heading in anchors)
    edges = anchors[0].at, anchors[-1].at
    kept = [
        heading
        for heading in headings
        if heading.at in inner or _belongs(heading, edges, level, by_words=by_words, leads=heading.at in leads)
    ]
    return _with_bodies(kept, headings)


def _belongs(heading: Heading, edges: tuple[int, int], level: int, *, by_words: bool, leads: bool) -> bool:
    """Whether a heading beside the anchors of a cut begins a chapter. ``leads``: an anchor follows at once."""
    inside = edges[0] < heading.at < edges[1]
    if heading.worded == "named":
        return heading.level <= level or not inside
    if heading.level > level:
        return False
    if heading.worded or heading.marked:
        return heading.level < level or heading.marked
    if not by_words:
        return True
    # By looks alone: lines of a letterhead and a signature are large too; a part's title has its chapters below it.
    return heading.level < level and ((leads and inside) or heading.body >= LEAST_WORDS)


def _class_of(anchors: Sequence[Heading]) -> str:
    return Counter(heading.worded for heading in anchors).most_common(1)[0][0] if anchors else ""


def _is_sensible(cut: list[Heading], anchors: list[Heading], count: int, total: int) -> bool:
    """Whether the chapters of a cut are long enough, and no article is missing: its text would be in another's."""
    if _class_of(anchors) == "article":
        numbers = [heading.number for heading in anchors]
        counts = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        return counts and total >= LEAST_ARTICLE_WORDS * count
    few = count <= FEW and cut[-1].level <= DEEPEST_STYLE
    return cut[0].marked or few or total >= LEAST_WORDS * count


def _is_worse(best: list[Heading], count: int, total: int, least: int) -> bool:
    """Whether a finer cut than ``best`` has no more chapters, or chapters of less than ``least`` words."""
    return count <= len(_groups(best)) or total < least * count


def _finer(cut: list[Heading], anchors: list[Heading], headings: list[Heading], total: int) -> int:
    """How long the chapters of a finer cut must be to be better than this one; 0 when this one is good."""
    longest = max(cut, key=lambda heading: heading.body)
    after = next((heading.at for heading in cut if heading.at > longest.at), headings[-1].at + 1)
    inside = sum(longest.at < heading.at < after for heading in headings)
    dominant = longest.body > DOMINANT * sum(heading.body for heading in cut) and inside >= LEAST_INSIDE
    if _class_of(anchors) == "part" or total > LONGEST_WORDS * len(cut) or dominant:
        return LEAST_ARTICLE_WORDS
    empty = {one.at for one, two in pairwise(headings) if one.body < BRIEF_WORDS and two.level > one.level}
    return LEAST_INNER_WORDS if empty.issuperset(heading.at for heading in anchors) else 0


def _groups(starts: list[Heading]) -> list[list[Heading]]:
    """The headings of each chapter."""
    groups: list[list[Heading]] = []
    for start in starts:
        if groups and _leads_on(groups[-1][-1], start):
            groups[-1].append(start)
        else:
            groups.append([start])
    return groups


def _leads_on(before: Heading, after: Heading) -> bool:
    if before.level < after.level and (before.worded == "part" or not before.worded):
        return before.body < BRIEF_WORDS
    # Lines of one title, each set as a heading.
    alike = before.level == after.level and before.worded == after.worded == ""
    return alike and not (before.marked or before.body)
