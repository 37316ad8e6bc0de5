"""What was read of a file becomes rows: chapters where they begin, and the sections of each."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from documents.editing.order import steps
from documents.editing.words import count_words, title_of
from documents.models import Chapter, Extraction
from documents.models import Section as Row
from speech.types import Section

BATCH: Final = 500


def save_sections(extraction: Extraction, found: Sequence[Section]) -> None:
    """In place of what an earlier attempt has left, in the caller's transaction."""
    extraction.sections.all().delete()
    extraction.chapters.all().delete()
    chapters = _chapters(extraction, found)
    rows = _rows(extraction, found, iter(chapters), steps(len(found), len(chapters)))
    while batch := list(islice(rows, BATCH)):
        Row.objects.bulk_create(batch)


def _chapters(extraction: Extraction, found: Sequence[Section]) -> list[Chapter]:
    """One for each beginning; what comes before the first is a chapter without a title."""
    first = [section for section in found[:1] if not section.begins_chapter]
    titles = [""] * len(first) + [_title(section) for section in found if section.begins_chapter]
    rows = (
        Chapter(extraction=extraction, position=number, title=title, source_title=title)
        for number, title in enumerate(titles)
    )
    return Chapter.objects.bulk_create(rows, batch_size=BATCH)


def _title(section: Section) -> str:
    return title_of(section.title or (section.text if section.kind in {"title", "heading"} else ""))


def _rows(
    extraction: Extraction, found: Sequence[Section], chapters: Iterator[Chapter], by: tuple[int, int]
) -> Iterator[Row]:
    chapter, (step, wide) = None, by
    for position, section in enumerate(found):
        if chapter is None or section.begins_chapter:
            chapter = next(chapters)
        yield Row(
            extraction=extraction,
            chapter=chapter,
            position=position,
            rank=position * step + (chapter.position + 1) * wide,
            kind=section.kind,
            level=section.level,
            title=section.title,
            text=section.text,
            word_count=count_words(section.text),
            doubts=[list(doubt) for doubt in section.doubts],
            box=list(section.box) if section.box else None,
            page=section.page,
            start_seconds=section.start_seconds,
            end_seconds=section.end_seconds,
        )
