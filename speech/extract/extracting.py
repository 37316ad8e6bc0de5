"""From a document that somebody uploaded to its text, without trusting the file."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from speech import child
from speech.errors import SpeechError
from speech.types import Extracted, Progress, Section, no_progress

LIMITS: Final = child.Limits(output_bytes=64 << 20)

LIMITS_PAGES: Final = 100
SECONDS_A_PAGE: Final = 0.1
"""A plan that allows more pages than these allows this much more time for each."""


def limits_for(max_pages: int | None) -> child.Limits:
    """What the child may use for a document of so many pages."""
    more = SECONDS_A_PAGE * max(0, (max_pages or 0) - LIMITS_PAGES)
    return replace(LIMITS, wall_seconds=LIMITS.wall_seconds + more, cpu_seconds=LIMITS.cpu_seconds + int(more))


def extract(
    path: Path,
    *,
    filename: str = "",
    max_pages: int | None = None,
    plan: str = "free",
    limits: child.Limits | None = None,
    progress: Progress = no_progress,
) -> Extracted:
    """What the document says, in NFC, read in a limited child; the format is found by content.

    ``filename`` is the name its owner gave it, ``plan`` the name of whose ``max_pages`` it is. Progress is in
    pages. Raises ``SpeechError``: ``no_such_file``, ``empty_file``, ``unsupported_format``,
    ``unreadable_document``, ``password_required``, ``too_many_pages``, ``no_text``, ``unpacks_too_large``,
    ``took_too_long``, ``reader_crashed``.
    """
    if not path.is_file():
        raise SpeechError("no_such_file", path=path.name)
    if path.stat().st_size == 0:
        raise SpeechError("empty_file")
    request = {
        "path": str(path.resolve()),
        "filename": filename or path.name,
        "max_pages": max_pages,
        "plan": plan,
    }
    answer = child.run("extract", request, limits=limits or limits_for(max_pages), progress=progress)
    sections = tuple(Section(*fields) for fields in answer.pop("sections"))
    return Extracted(sections, **answer)
