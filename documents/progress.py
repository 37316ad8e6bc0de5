"""How far the reading of a document is: told by the worker page by page, kept in the row, said in words to who asks."""

import time
from datetime import timedelta
from typing import Final

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext

from documents import transitions
from documents.models import Extraction
from documents.states import Phase
from lib.states import WorkState
from speech.extract.registry import suffix_of

READ_PERCENT: Final = 95  # the rest is saving
ENOUGH_PAGES: Final = 3
ENOUGH_SECONDS: Final = 2.0
TOLD_EVERY_SECONDS: Final = 1.0


def phase_of(filename: str) -> Phase:
    """What the reader of such a file counts: an EPUB has no pages."""
    return Phase.PARTS if suffix_of(filename) == ".epub" else Phase.READING


class PageCount:
    """Writes how many pages are done into the row of ``extraction``: for each per cent, and each second."""

    def __init__(self, extraction: Extraction, phase: Phase) -> None:
        self._extraction = extraction
        self._phase = phase
        self._first: tuple[float, int] | None = None
        self._told = (-1, 0.0)

    def __call__(self, done: int, total: int) -> None:
        now, percent = time.monotonic(), READ_PERCENT * done // max(1, total)
        if self._first is None:
            self._first = (now, done)
        told, at = self._told
        if percent > told or now - at >= TOLD_EVERY_SECONDS:
            self._told = (percent, now)
            self._write(percent, done, total, self._seconds_left(now, done, total))

    def _seconds_left(self, now: float, done: int, total: int) -> float | None:
        """At the speed so far; None while there is none to speak of."""
        began, first = self._first or (now, done)
        pages, seconds = done - first, now - began
        return seconds / pages * (total - done) if pages >= ENOUGH_PAGES and seconds >= ENOUGH_SECONDS else None

    def _write(self, percent: int, done: int, total: int, seconds_left: float | None) -> None:
        mine = Extraction.objects.filter(pk=self._extraction.pk, owner=self._extraction.owner)
        expected_at = None if seconds_left is None else timezone.now() + timedelta(seconds=seconds_left)
        is_further = Q(progress_percent__lt=percent) | Q(progress_percent=percent, pages_done__lt=done)
        changed = mine.filter(is_further).update(
            progress_percent=percent, phase=self._phase, pages_done=done, pages_total=total, expected_at=expected_at,
            version=F("version") + 1,
        )  # fmt: skip
        if changed:
            transitions.ring(self._extraction)


def eta_seconds(extraction: Extraction) -> int | None:
    """Until the pages are done, while somebody works on them and their speed is known."""
    if extraction.status != WorkState.RUNNING or extraction.expected_at is None:
        return None
    left = round((extraction.expected_at - timezone.now()).total_seconds())
    return left if left > 0 else None


def working_message(extraction: Extraction) -> str:
    if extraction.status == WorkState.READY:
        return gettext("Tài liệu đã được xử lý!")
    done, total = extraction.pages_done or 0, extraction.pages_total or 0
    if not total:
        return gettext("Đang đọc tài liệu...")
    if done >= total:
        return gettext("Đang phân tích văn bản...")
    return _counting(extraction.phase).format(done=done, total=total)


def _counting(phase: str) -> str:
    if phase == Phase.RECOGNISING:
        return gettext("Đang nhận dạng trang {done}/{total}")
    return gettext("Đang đọc phần {done}/{total}") if phase == Phase.PARTS else gettext("Đang đọc trang {done}/{total}")
