"""One section becomes two, and again one: pieces share the place in the file, and the first keeps what was read."""

from typing import Any

from documents.editing import choices
from documents.editing.words import count_words
from documents.models import Section, SectionChoice
from lib.refusals import Refusal

BETWEEN = "\n"


def _pieces(section: Section) -> list[Section]:
    rows = Section.objects.filter(extraction=section.extraction_id, position=section.position)
    return list(rows.select_related("extraction__document").order_by("piece"))


def divided(section: Section, at: int) -> tuple[Section, Section]:
    """In the caller's transaction. Raises ``nothing_to_split`` (400)."""
    text = section.text
    head, tail = text[: max(0, at)].rstrip(), text[max(0, at) :].lstrip()
    if not head or not tail:
        raise Refusal("nothing_to_split", 400, field="at")
    for later in reversed([piece for piece in _pieces(section) if piece.piece > section.piece]):
        Section.objects.filter(pk=later.pk).update(piece=later.piece + 1)
    start = len(text) - len(tail)
    second = _second(section, tail, start)
    if section.piece == 0:
        section.source_text = section.source
    _shorten(section, head)
    _give(section, second, start)
    return section, second


def _second(section: Section, tail: str, start: int) -> Section:
    return Section.objects.create(
        extraction=section.extraction, chapter_id=section.chapter_id, position=section.position,
        piece=section.piece + 1, part=section.part, kind=section.kind, level=section.level, text=tail,
        source_text="", word_count=count_words(tail), is_skipped=section.is_skipped, page=section.page,
        box=section.box, doubts=_within(section.doubts, start, len(section.text)),
        start_seconds=section.start_seconds, end_seconds=section.end_seconds,
    )  # fmt: skip


def _shorten(section: Section, head: str) -> None:
    section.doubts = _within(section.doubts, 0, len(head))
    section.text, section.word_count, section.revision = head, count_words(head), section.revision + 1
    section.save(update_fields=["text", "source_text", "word_count", "doubts", "revision"])


def _within(doubts: list[list[Any]], start: int, end: int) -> list[list[Any]]:
    return [[first - start, last - start, sure] for first, last, sure in doubts if start <= first and last <= end]


def _give(section: Section, second: Section, start: int) -> None:
    """Each choice stays with its words; one that the cut goes through is gone."""
    SectionChoice.objects.filter(section=section, start__lt=start, end__gt=len(section.text)).delete()
    moving = list(SectionChoice.objects.filter(section=section, start__gte=start))
    _move(moving, second, -start)


def _move(moving: list[SectionChoice], to: Section, by: int) -> None:
    for choice in moving:
        choice.section, choice.start, choice.end = to, choice.start + by, choice.end + by
    choices.save(moving)


def joined(section: Section) -> Section:
    """All pieces of what stands at the place of ``section`` as one again, edited as they are; in the caller's
    transaction."""
    first, *others = _pieces(section)
    for piece in others:
        start = len(first.text) + len(BETWEEN)
        _move(list(SectionChoice.objects.filter(section=piece)), first, start)
        first.doubts += [[begin + start, end + start, sure] for begin, end, sure in piece.doubts]
        first.text += BETWEEN + piece.text
        piece.delete()
    if others:
        first.word_count = count_words(first.text)
        first.save(update_fields=["text", "doubts", "word_count"])
    return first
