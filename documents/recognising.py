"""A scan of many pages is recognised in parts, none longer than a task may take: pages are rows as they come, so that
the next claim, also after a worker's death, goes on with those that are missing."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from documents.models import Extraction, RecognisedPage
from lib.claims import guarded
from lib.drain import is_stopping
from speech.extract.ocr.part import Lines, Part

PART_SECONDS: Final = 480.0
"""What comes before and after it (reading the file twice, the pages that were begun) fits into a task with it."""


def part_of(extraction: Extraction) -> Part:
    """The part that begins now."""
    known = dict(extraction.recognised.values_list("number", "lines"))
    end = time.monotonic() + PART_SECONDS
    return Part(known, _keeper(extraction), lambda: time.monotonic() > end or is_stopping())


def _keeper(extraction: Extraction) -> Callable[[int, Lines | None], None]:
    def keep(number: int, lines: Lines | None) -> None:
        with guarded(extraction):
            page = RecognisedPage(extraction=extraction, number=number, lines=lines)
            RecognisedPage.objects.bulk_create([page], ignore_conflicts=True)

    return keep


def forget_recognised(before: datetime) -> None:
    """Of readings that ended badly before ``before``, and that nobody has tried again."""
    RecognisedPage.objects.filter(extraction__finished_at__lt=before).delete()
