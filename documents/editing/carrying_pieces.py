"""Sections that people split are split again where the same is read."""

from collections.abc import Mapping

from documents.editing.carrying_chapters import Result
from documents.models import Extraction, Section


def carry_pieces(before: Extraction, same: Mapping[int, int], chapters: Mapping[int, int]) -> Result:
    """Make the pieces of ``before`` anew. ``same``: keys of old first pieces and of the new ones; ``chapters``: of old
    chapters and of those that took their place."""
    pieces = list(Section.objects.filter(extraction=before, piece__gt=0).order_by("position", "piece"))
    firsts = Section.objects.filter(extraction=before, piece=0, position__in={piece.position for piece in pieces})
    keys = dict(firsts.values_list("position", "pk"))
    wholes = Section.objects.in_bulk([same[key] for key in keys.values() if key in same])
    fitting = [(piece, wholes[same[keys[piece.position]]]) for piece in pieces if keys.get(piece.position) in same]
    made = Section.objects.bulk_create((_copy(old, whole, chapters) for old, whole in fitting), batch_size=500)
    now = {old.pk: new.pk for (old, _), new in zip(fitting, made, strict=True)}
    return Result(len(now), len(pieces) - len(now), now)


def _copy(old: Section, whole: Section, chapters: Mapping[int, int]) -> Section:
    is_same_chapter = old.chapter_id not in chapters
    return Section(
        extraction_id=whole.extraction_id, position=whole.position, piece=old.piece,
        chapter_id=whole.chapter_id if is_same_chapter else chapters[old.chapter_id or 0],
        part=whole.part if is_same_chapter else old.part, kind=old.kind, source_kind=old.source_kind, level=old.level,
        text=old.text, source_text=old.source_text, word_count=old.word_count, doubts=old.doubts,
        is_skipped=old.is_skipped, page=whole.page, box=whole.box, start_seconds=whole.start_seconds,
        end_seconds=whole.end_seconds,
    )  # fmt: skip
