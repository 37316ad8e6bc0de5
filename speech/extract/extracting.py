"""From a document that somebody uploaded to its text, without trusting the file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from speech import child
from speech.errors import SpeechError
from speech.extract.converted import converting
from speech.extract.limits import reader_limits
from speech.extract.ocr.crew import WHOLE, recognise
from speech.extract.ocr.part import Part
from speech.types import Extracted, Progress, Section, no_progress


def extract(
    path: Path,
    *,
    filename: str = "",
    max_pages: int | None = None,
    plan: str = "free",
    password: str = "",
    limits: child.Limits | None = None,
    progress: Progress = no_progress,
    recognising: Progress | None = None,
    part: Part = WHOLE,
) -> Extracted:
    """What the document says, in NFC, read in limited children; the format is found by content.

    ``filename`` is the name its owner gave it, ``plan`` the name of whose ``max_pages`` it is. Progress is in pages;
    while they are recognised from their pictures it goes on in ``recognising``, where there is one. ``part`` bounds how
    long they are: then ``Unfinished``. Raises ``SpeechError``: ``no_such_file``, ``empty_file``,
    ``unsupported_format``, ``unreadable_document``, ``password_required``, ``wrong_password``, ``unsupported_lock``,
    ``too_many_pages``, ``no_text``, ``ocr_failed``, ``picture_too_large``, ``unpacks_too_large``, ``took_too_long``,
    ``reader_crashed``; and ours, ``NotReady``: ``converter_not_ready``, ``recogniser_not_ready``.
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
    limits = limits or reader_limits(max_pages)
    answer = converting.read(request, limits=limits, progress=progress, password=password)
    if "unread" in answer:
        told = recognising or progress
        answer = _recognised(request, answer, limits=limits, progress=told, password=password, part=part)
    sections = tuple(_section(fields) for fields in answer.pop("sections"))
    warnings = tuple(answer.pop("warnings", ()))
    return Extracted(sections, warnings=warnings, **answer)


def _recognised(
    request: Mapping[str, Any],
    first: Mapping[str, Any],
    *,
    limits: child.Limits,
    progress: Progress,
    password: str,
    part: Part,
) -> dict[str, Any]:
    """The answer of a second reading, which has the lines of the pages that the ``first`` one could not read."""
    unread, pages = first["unread"], first["pages"]
    known = pages - len(unread)
    found = recognise(
        Path(request["path"]),
        first["format"],
        unread,
        password=password,
        progress=lambda done, _: progress(known + done, pages),
        part=part,
    )
    if len(found.failed) == pages:
        raise SpeechError("ocr_failed")
    again = {**request, "recognised": found.lines}
    answer = converting.read(again, limits=limits, progress=no_progress, password=password)
    unsaid = ["pages_unread"] if found.failed else []
    return {**answer, "recognised_pages": len(found.lines), "warnings": [*answer.get("warnings", ()), *unsaid]}


def _section(fields: dict[str, Any]) -> Section:
    """A section from the child's JSON, in which tuples are lists."""
    doubts = tuple((start, end, confidence) for start, end, confidence in fields.pop("doubts", ()))
    box = fields.pop("box", None)
    return Section(**fields, doubts=doubts, box=tuple(box) if box else None)
