"""From a document that somebody uploaded to its text, without trusting the file."""

from pathlib import Path
from typing import Final

from speech import child
from speech.errors import SpeechError
from speech.types import Extracted, Progress, Section, no_progress

LIMITS: Final = child.Limits(memory_bytes=1 << 30, cpu_seconds=60, wall_seconds=90.0, output_bytes=64 << 20)


def extract(
    path: Path,
    *,
    filename: str = "",
    max_pages: int | None = None,
    plan: str = "free",
    limits: child.Limits = LIMITS,
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
    answer = child.run("extract", request, limits=limits, progress=progress)
    sections = tuple(Section(*fields) for fields in answer.pop("sections"))
    return Extracted(sections, **answer)
