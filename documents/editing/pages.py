"""Pictures of a document's pages: drawn when somebody looks, kept for a while beside the original."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from accounts import blobs
from accounts.models import User
from documents.models import Document, PagePicture
from lib import storage
from lib.refusals import Refusal
from lib.seats import seat
from speech.errors import EngineError, SpeechError
from speech.extract.pictures.drawing import DRAWN, page_picture

AT_ONCE: Final = 2
"""Pages that are drawn for one person at a time; the rest come again."""

AT_ONCE_IN_ALL: Final = 8
SEAT_SECONDS: Final = 60
COME_AGAIN_SECONDS: Final = 2
REMEMBERED: Final = timedelta(minutes=10)
"""A page that cannot be drawn is not tried again for as long: a hostile one costs seconds each time."""

LAST_NUMBER: Final = 100_000


def has_pages(document: Document) -> bool:
    """Whether there are pictures of its pages."""
    extraction = document.current_extraction
    return document.blob_id is not None and extraction is not None and extraction.format in DRAWN


def get_picture(*, by: User, document: Document, number: int) -> PagePicture:
    """The picture of page ``number`` (from 1), drawn now where nobody has looked at it lately.

    Raises ``no_page_picture`` (404) for what has no pages, cannot be drawn, or whose original is deleted;
    ``page_locked`` (404) for a page of a locked file that was not drawn while it was open;
    ``too_many_requests`` (429) and ``try_later`` (503) while too many are being drawn; ``storage_full`` (413).
    """
    extraction = document.current_extraction
    last = (extraction.page_count if extraction else None) or LAST_NUMBER
    if not has_pages(document) or not 1 <= number <= last:
        raise Refusal("no_page_picture", 404)
    found = kept(document, number)
    if found is not None:
        return found
    if extraction and extraction.is_locked:
        raise Refusal("page_locked", 404)
    with _a_seat(by):
        return kept(document, number) or _draw(document, number)


def kept(document: Document, number: int) -> PagePicture | None:
    return PagePicture.objects.filter(document=document, number=number).select_related("blob").first()


def _cannot(document: Document, number: int) -> str:
    return f"no-page-picture:{document.blob_id}:{number}"


@contextmanager
def _a_seat(by: User) -> Iterator[None]:
    with seat(f"page-pictures:{by.pk}", seats=AT_ONCE, seconds=SEAT_SECONDS) as mine:
        if not mine:
            raise Refusal("too_many_requests", 429, seconds=COME_AGAIN_SECONDS)
        with seat("page-pictures", seats=AT_ONCE_IN_ALL, seconds=SEAT_SECONDS) as ours:
            if not ours:
                raise Refusal("try_later", 503, seconds=COME_AGAIN_SECONDS)
            yield


def _draw(document: Document, number: int) -> PagePicture:
    original, extraction = document.blob, document.current_extraction
    if original is None or extraction is None or cache.get(_cannot(document, number)):
        raise Refusal("no_page_picture", 404)
    try:
        with (
            storage.local_path(original.key) as path,
            page_picture(path, file_format=extraction.format, number=number) as drawn,
        ):
            return keep(document, number, drawn)
    except EngineError:  # ours: it says nothing about the file
        raise Refusal("try_later", 503, seconds=COME_AGAIN_SECONDS) from None
    except SpeechError:
        cache.set(_cannot(document, number), True, REMEMBERED.total_seconds())
        raise Refusal("no_page_picture", 404) from None


def keep(document: Document, number: int, drawn: Path) -> PagePicture:
    """The row of a picture, unless the original was deleted while it was drawn."""
    organisation, owner = document.organisation, document.created_by
    with (
        transaction.atomic(),
        _still_there(document),  # its row before any blob's: whoever deletes the original takes them in this order
        blobs.keeping(drawn, organisation=organisation, created_by=owner, prefix=settings.UPLOAD_DIR) as blob,
    ):
        picture, _ = PagePicture.objects.get_or_create(document=document, number=number, defaults={"blob": blob})
    return picture


@contextmanager
def _still_there(document: Document) -> Iterator[None]:
    """In a transaction: the document keeps its original until that ends."""
    rows = Document.objects.select_for_update(no_key=True)
    if not rows.filter(pk=document.pk, blob=document.blob_id, deleted_at__isnull=True).exists():
        raise Refusal("no_page_picture", 404)
    yield
