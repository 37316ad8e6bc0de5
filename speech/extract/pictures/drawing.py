"""Pictures of a document's pages, drawn without trusting the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from speech import child
from speech.extract.limits import DRAWER as LIMITS

NAME: Final = "page.webp"
DRAWN: Final = frozenset({"pdf", "png", "jpeg", "tiff", "webp"})
"""The formats whose pages look the same everywhere: of the others there is no picture."""


@contextmanager
def page_picture(
    path: Path, *, file_format: str, number: int, password: str = "", limits: child.Limits = LIMITS
) -> Iterator[Path]:
    """A WebP file with page ``number`` (from 1) of the document at ``path``, gone afterwards.

    ``file_format`` is what the document was found to be. Raises ``SpeechError``: ``no_such_page``,
    ``password_required``, ``unreadable_document``, ``took_too_long``, ``reader_crashed``.
    """
    request = {"path": str(path.resolve()), "format": file_format, "number": number, "name": NAME}
    with child.private_directory() as room:
        child.run("page_picture", request, limits=limits, directory=room, secret=password)
        yield room / NAME
