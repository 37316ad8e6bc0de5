"""The formats a document may have. A new one is a module with ``read`` and a line here."""

import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from speech.errors import SpeechError
from speech.extract.line import Line
from speech.extract.ole import OLE, POWERPOINT, WORD
from speech.types import Progress, Section, no_progress

ZIP: Final = b"PK\x03\x04"
PAGE_CHARS: Final = 3000
"""What counts as a page where the format has none."""

SUFFIX: Final = re.compile(r"\.[a-z][a-z0-9]{0,4}")

HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body)\b)", re.IGNORECASE | re.DOTALL
)
RTF: Final = re.compile(rb"\s*\{\\rtf")
MARKDOWN: Final = re.compile(
    rb"\s*(?:---[ \t]*\r?\n(?:[\w-]+:[^\n]*\n)+---[ \t]*\r?\n|#[ \t]+\S[^\n]*\n(?:[^\n]*\n)*?##[ \t]+\S)"
)
"""Front matter, or a title and a heading below it."""
WEBP: Final = re.compile(rb"RIFF.{0,4}WEBP", re.DOTALL)
"""Its length in between loses its zeros, see ``opening``."""
VTT: Final = re.compile(rb"WEBVTT(?:\s|$)")
MHTML: Final = re.compile(
    rb"(?:[A-Za-z][\w-]{0,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?"
    rb"Content-Type:\s*(?:multipart/related|text/html)\b",
    re.IGNORECASE,
)
"""A page with its pictures as one message, which Word saves under the name of a DOC too."""
WORD_XML: Final = re.compile(
    rb"\s*<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<\?mso-application\s+progid=.Word\.Document", re.DOTALL
)
SRT: Final = re.compile(rb"\s*\d{1,6}\s*\n\s*(?:\d{1,4}:)?\d{1,2}:\d\d(?:[,.]\d{1,3})?\s*--?>")

PAGE_FURNITURE: Final = frozenset({"header", "footer", "page_number", "line_number", "front_matter", "speaker_note"})
"""Kinds of sections that belong to the paper, its printer or its speaker and are not read aloud."""


@dataclass(frozen=True)
class Format:
    """How a format is known by its content, and the module whose ``read`` (a ``Reader``) opens it.

    ``magic``: bytes near the start of the file; ``begins``: bytes at its very start. ``mark``: a member of a zip and
    bytes in it. ``stream``: a stream at the top of a compound file, in small letters. ``opening``: what a text begins
    with. None of them fits: taken only under one of ``suffixes``, because any text looks like plain text.
    ``becomes``: what LibreOffice makes of it first, for ``module`` to read.
    """

    key: str
    name: str
    module: str
    magic: bytes = b""
    begins: tuple[bytes, ...] = ()
    mark: tuple[str, bytes] | None = None
    stream: str = ""
    opening: re.Pattern[bytes] | None = None
    becomes: str = ""
    suffixes: frozenset[str] = field(default_factory=frozenset)


REGISTRY: Final = (
    Format("pdf", "PDF", "pdf.reader", magic=b"%PDF-"),
    Format("docx", "DOCX", "docx.reader", mark=("[Content_Types].xml", b"wordprocessingml")),
    Format("epub", "EPUB", "epub.reader", mark=("META-INF/container.xml", b"rootfile")),
    Format("odt", "ODT", "odt.reader", mark=("mimetype", b"application/vnd.oasis.opendocument.text")),
    Format("pptx", "PPTX", "pptx.reader", mark=("[Content_Types].xml", b"presentationml")),
    Format("doc", "DOC", "docx.reader", stream=WORD, becomes="docx"),
    Format("ppt", "PPT", "pptx.reader", stream=POWERPOINT, becomes="pptx"),
    Format("wordml", "Word XML", "docx.wordml", opening=WORD_XML),
    Format("mhtml", "MHTML", "html.mhtml", opening=MHTML),
    Format("png", "PNG", "pictures.reader", begins=(b"\x89PNG\r\n\x1a\n",)),
    Format("jpeg", "JPEG", "pictures.reader", begins=(b"\xff\xd8\xff",)),
    Format("tiff", "TIFF", "pictures.reader", begins=(b"II*\0", b"MM\0*")),
    Format("webp", "WebP", "pictures.reader", opening=WEBP),
    Format("rtf", "RTF", "rtf.reader", opening=RTF),
    Format("html", "HTML", "html.reader", opening=HTML, suffixes=frozenset({".html", ".htm", ".xhtml"})),
    Format("md", "Markdown", "html.markdown", opening=MARKDOWN, suffixes=frozenset({".md", ".markdown"})),
    Format("vtt", "VTT", "plain.subtitles", opening=VTT, suffixes=frozenset({".vtt"})),
    Format("srt", "SRT", "plain.subtitles", opening=SRT, suffixes=frozenset({".srt"})),
    Format("txt", "TXT", "plain.reader", suffixes=frozenset({"", ".txt", ".text"})),
)

FORMATS: Final = ", ".join(entry.name for entry in REGISTRY)
"""The names of the formats, for the sentence of a refusal."""


@dataclass(frozen=True)
class Order:
    """What a reader is asked: at most ``max_pages`` pages (None: any number), of the named plan.

    ``password`` opens a PDF; other documents have been opened before their reader sees them. ``recognised``: the lines
    of the pages that a first reading named ``unread``; None in that first reading.
    """

    max_pages: int | None = None
    plan: str = "free"
    progress: Progress = no_progress
    password: str = field(default="", repr=False)
    recognised: Mapping[int, Sequence[Line]] | None = None

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
    """What a reader found, in reading order, and on how many pages.

    ``unread``: pages that have to be recognised from their picture before there are any sections.
    """

    sections: list[Section]
    pages: int
    unread: tuple[int, ...] = ()


Reader = Callable[[Path, Order], Reading]


def reader(key: str) -> Reader:
    """The ``read`` of the format's module, imported on use: PDF's library is large."""
    entry = next(entry for entry in REGISTRY if entry.key == key)
    read: Reader = importlib.import_module(f"speech.extract.{entry.module}").read
    return read


def becomes(key: str) -> str:
    """What LibreOffice has to make of this format first, "" for what is read as it is."""
    return next(entry.becomes for entry in REGISTRY if entry.key == key)


def suffix_of(name: str) -> str:
    """The extension, "" for what follows a dot that is part of a title ("Chương 1. Mở đầu")."""
    found = PurePath(name).suffix.lower()
    return found if SUFFIX.fullmatch(found) else ""


def unsupported() -> SpeechError:
    """The refusal of anything that is none of the formats."""
    return SpeechError("unsupported_format", formats=FORMATS)


def opening(head: bytes) -> bytes:
    """The beginning of a text without its mark, in whatever Unicode it is: markup is written in ASCII."""
    return head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")


def by_head(head: bytes, suffix: str) -> Format | None:
    """The format of what is no zip: by its bytes, by what its text opens with, last by its suffix."""
    text = opening(head)
    tests: tuple[Callable[[Format], bool], ...] = (
        lambda entry: head.startswith(entry.begins),
        lambda entry: bool(entry.magic) and entry.magic in head,
        lambda entry: entry.opening is not None and entry.opening.match(text) is not None,
        lambda entry: suffix in entry.suffixes,
    )
    return next((entry for test in tests for entry in REGISTRY if test(entry)), None)


def could_be_ours(head: bytes, filename: str) -> bool:
    """A cheap look at the first bytes, safe in any process: False for what is certainly none of the formats.

    The child decides for the rest: what is in a zip or a compound file, no name can tell.
    """
    return head.startswith((ZIP, OLE)) or by_head(head, suffix_of(filename)) is not None
