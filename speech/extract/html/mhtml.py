"""MHTML: a page saved with its pictures as one mail message (RFC 2557). Word writes it too, and names it DOC."""

from email import message_from_bytes
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.html.reader import MOST_BYTES, decode, walked
from speech.extract.html.walk import Walker
from speech.extract.registry import Order, Reading

PAGE: Final = "text/html"
MOST_MESSAGE_BYTES: Final = 4 * MOST_BYTES
"""Pictures take more room than the page does."""


def read(path: Path, order: Order) -> Reading:
    """The sections of the page; see ``registry.Reader``."""
    if path.stat().st_size > MOST_MESSAGE_BYTES:
        raise SpeechError("file_too_large", limit_mb=MOST_MESSAGE_BYTES // 1_000_000)
    page = _page(path.read_bytes())
    if len(page) > MOST_BYTES:
        raise SpeechError("file_too_large", limit_mb=MOST_BYTES // 1_000_000)
    sections = walked(decode(page), lambda: Walker(web=True)).sections
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


def _page(data: bytes) -> bytes:
    """The first page of the message: the others are its frames."""
    try:
        message = message_from_bytes(data)
        found = next((each for each in message.walk() if each.get_content_type() == PAGE), None)
        page = found.get_payload(decode=True) if found is not None else None
    except (ValueError, LookupError, RecursionError):
        raise SpeechError("unreadable_document") from None
    if not isinstance(page, bytes):
        raise SpeechError("unreadable_document")
    return page
