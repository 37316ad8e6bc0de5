"""The formats a document may have. A new one is a module with ``read`` and a line here."""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from speech.errors import SpeechError
from speech.types import Progress, Section, no_progress

PAGE_CHARS: Final = 3000
"""What counts as a page where the format has none."""

SUFFIX: Final = re.compile(r"\.[a-z][a-z0-9]{0,4}")

PAGE_FURNITURE: Final = frozenset({"header", "footer", "page_number", "line_number"})
"""Kinds of sections that belong to the paper and are not read aloud."""


@dataclass(frozen=True)
class Format:
    """How a format is known by its content, and the module whose ``read`` (a ``Reader``) opens it.

    ``magic``: bytes near the start of the file. ``mark``: a member of a zip and bytes in it.
    Neither: plain text, taken only under one of ``suffixes``, because any text looks like plain text.
    """

    key: str
    name: str
    module: str
    magic: bytes = b""
    mark: tuple[str, bytes] | None = None
    suffixes: frozenset[str] = field(default_factory=frozenset)


REGISTRY: Final = (
    Format("pdf", "PDF", "speech.extract.pdf", magic=b"%PDF-"),
    Format("docx", "DOCX", "speech.extract.docx", mark=("[Content_Types].xml", b"wordprocessingml")),
    Format("txt", "TXT", "speech.extract.plain", suffixes=frozenset({"", ".txt", ".text", ".md"})),
)

FORMATS: Final = ", ".join(entry.name for entry in REGISTRY)
"""The names of the formats, for the sentence of a refusal."""


@dataclass(frozen=True)
class Order:
    """What a reader is asked: at most ``max_pages`` pages (None: any number), of the named plan."""

    max_pages: int | None = None
    plan: str = "free"
    progress: Progress = no_progress

    def check_pages(self, pages: int) -> None:
        """Raises ``too_many_pages``; readers call it as soon as they know, before the work."""
        if self.max_pages is not None and pages > self.max_pages:
            raise SpeechError("too_many_pages", pages=pages, limit=self.max_pages, plan=self.plan)

    def count_pages(self, sections: list[Section]) -> int:
        """Pages of a format without pages, checked."""
        pages = -(-sum(len(section.text) for section in sections) // PAGE_CHARS)
        self.check_pages(pages)
        return pages


@dataclass(frozen=True)
class Reading:
    """What a reader found, in reading order, and on how many pages."""

    sections: list[Section]
    pages: int


Reader = Callable[[Path, Order], Reading]


def reader(key: str) -> Reader:
    """The ``read`` of the format's module, imported on use: PDF's library is large."""
    entry = next(entry for entry in REGISTRY if entry.key == key)
    read: Reader = importlib.import_module(entry.module).read
    return read


def suffix_of(name: str) -> str:
    """The extension, "" for what follows a dot that is part of a title ("Chương 1. Mở đầu")."""
    found = PurePath(name).suffix.lower()
    return found if SUFFIX.fullmatch(found) else ""


def unsupported() -> SpeechError:
    """The refusal of anything that is none of the formats."""
    return SpeechError("unsupported_format", formats=FORMATS)


def could_be_ours(head: bytes, filename: str) -> bool:
    """A cheap look at the first bytes, safe in any process: False for what is certainly none of the formats.

    The child decides for the rest. Encrypted office files (OLE) pass: they have a sentence of their own.
    """
    suffix = suffix_of(filename)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return suffix in {f".{entry.key}" for entry in REGISTRY if entry.mark}
    return any(entry.magic and entry.magic in head for entry in REGISTRY) or any(
        suffix in entry.suffixes for entry in REGISTRY
    )
