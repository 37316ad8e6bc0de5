"""Pictures of the pages of a locked PDF: drawn while its reading has the password, because nobody has it later. They
are kept for as long as the original is."""

import logging
import time
from typing import Final

from documents.editing.pages import has_pages, keep, kept
from documents.models import Document
from lib import storage
from lib.drain import is_stopping
from lib.refusals import Refusal
from speech.errors import EngineError, SpeechError
from speech.extract.pictures.drawing import page_picture

MOST_PAGES: Final = 200
MOST_SECONDS: Final = 180.0
"""Beyond either the page says that there is no picture, and why."""

log = logging.getLogger(__name__)


def draw(document: Document, password: str) -> None:
    """The first pages of ``document``, whose text is READY. What cannot be drawn is left out: the text is there."""
    extraction = document.current_extraction
    if document.blob is None or extraction is None or not has_pages(document):
        return
    end = time.monotonic() + MOST_SECONDS
    try:
        for number in range(1, 1 + min(MOST_PAGES, extraction.page_count or 0)):
            if time.monotonic() > end or is_stopping():
                return
            _draw(document, number, extraction.format, password)
    except (EngineError, Refusal, storage.StorageFailed) as error:  # no room any more, or the original has gone
        log.warning("pictures of a locked file end early: %s", type(error).__name__)


def _draw(document: Document, number: int, file_format: str, password: str) -> None:
    if document.blob is None or kept(document, number):
        return
    try:
        with (
            storage.local_path(document.blob.key) as path,
            page_picture(path, file_format=file_format, number=number, password=password) as drawn,
        ):
            keep(document, number, drawn)
    except EngineError:
        raise
    except SpeechError:  # this page only
        return
