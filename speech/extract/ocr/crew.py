"""The pages of a document recognised side by side, each in a limited child."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from speech import child
from speech.errors import EngineError, SpeechError
from speech.extract.limits import RECOGNISER as LIMITS
from speech.types import Progress


@dataclass(frozen=True)
class Recognised:
    """The lines of each page, by its number, as a child tells them; and the pages of which there are none."""

    lines: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)


def recognise(
    path: Path,
    file_format: str,
    pages: Sequence[int],
    *,
    password: str,
    progress: Progress,
    limits: child.Limits = LIMITS,
) -> Recognised:
    """Read these pages from their picture, as many at a time as there are cores.

    A page that breaks its reader or takes too long is one of ``failed``. Progress is in pages. Raises ``EngineError``
    where nothing can be recognised at all.
    """
    found = Recognised()
    request = {"path": str(path.resolve()), "format": file_format}
    crew = ThreadPoolExecutor(max_workers=min(len(pages), cores()), thread_name_prefix="ocr")
    try:
        work = {crew.submit(_page, {**request, "number": number}, limits, password): number for number in pages}
        for done, page in enumerate(as_completed(work), start=1):
            lines = page.result()
            if lines is None:
                found.failed.append(work[page])
            else:
                found.lines[work[page]] = lines
            progress(done, len(pages))
    finally:
        crew.shutdown(cancel_futures=True)
    return found


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def _page(request: Mapping[str, Any], limits: child.Limits, password: str) -> list[dict[str, Any]] | None:
    """The lines of one page; None where it cannot be read."""
    try:
        answer = child.run("recognise", request, limits=limits, secret=password)
    except EngineError:
        raise
    except SpeechError:
        return None
    lines: list[dict[str, Any]] = answer["lines"]
    return lines
