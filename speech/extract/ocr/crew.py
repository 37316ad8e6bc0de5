"""The pages of a document recognised side by side, each in a limited child."""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from speech import child
from speech.errors import EngineError, SpeechError
from speech.extract.limits import RECOGNISER as LIMITS
from speech.extract.ocr.part import Lines, Part, Unfinished
from speech.types import Progress

WHOLE: Final = Part()
_Page = Future[Lines | None]


@dataclass(frozen=True)
class Recognised:
    """The lines of each page, by its number, as a child tells them; and the pages of which there are none."""

    lines: dict[int, Lines] = field(default_factory=dict)
    failed: list[int] = field(default_factory=list)

    def take(self, number: int, lines: Lines | None) -> None:
        if lines is None:
            self.failed.append(number)
        else:
            self.lines[number] = lines


def recognise(
    path: Path,
    file_format: str,
    pages: Sequence[int],
    *,
    password: str,
    progress: Progress,
    limits: child.Limits = LIMITS,
    part: Part = WHOLE,
) -> Recognised:
    """Read these pages from their picture, as many at a time as there are cores; what ``part`` knows is not read again.

    A page that breaks its reader or takes too long is one of ``failed``. Progress is in pages. Raises ``Unfinished``
    where ``part`` is over before they are, ``EngineError`` where nothing can be recognised at all.
    """
    found = Recognised()
    missing = [number for number in pages if number not in part.known]
    for number in pages:
        if number in part.known:
            found.take(number, part.known[number])
    if not missing:
        return found
    request = {"path": str(path.resolve()), "format": file_format}
    crew = ThreadPoolExecutor(max_workers=min(len(missing), cores()), thread_name_prefix="ocr")
    try:
        work = {crew.submit(_page, {**request, "number": number}, limits, password): number for number in missing}
        _collect(work, found, part, lambda done: progress(len(pages) - len(missing) + done, len(pages)))
    finally:
        crew.shutdown(cancel_futures=True)
    return found


def _collect(work: Mapping[_Page, int], found: Recognised, part: Part, told: Callable[[int], None]) -> None:
    """The pages as they come, each kept at once. Once the part is over those that were begun still end."""
    done = 0
    for page in as_completed(work):
        if page.cancelled():
            continue
        found.take(work[page], page.result())
        part.keep(work[page], page.result())
        done += 1
        told(done)
        if part.is_over():
            for other in work:
                other.cancel()
    if done < len(work):
        raise Unfinished


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def _page(request: Mapping[str, Any], limits: child.Limits, password: str) -> Lines | None:
    """The lines of one page; None where it cannot be read."""
    try:
        answer = child.run("recognise", request, limits=limits, secret=password)
    except EngineError:
        raise
    except SpeechError:
        return None
    lines: Lines = answer["lines"]
    return lines
