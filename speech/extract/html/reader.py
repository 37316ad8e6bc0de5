"""HTML and XHTML: parsed as XML where it is, else as browsers do; entities of its own and outside files are refused."""

import contextlib
import html.entities
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol, TypeVar
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser
from lxml import etree

from speech.errors import SpeechError
from speech.extract.html.walk import Walker
from speech.extract.legacy.bytes import decode_bytes
from speech.extract.plain.encodings import BOMS
from speech.extract.registry import Order, Reading

MOST_BYTES: Final = 16_000_000
HEAD_BYTES: Final = 4096
FEED_BYTES: Final = 1 << 16
XHTML: Final = "http://www.w3.org/1999/xhtml"
XML_NAMES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
GUESSED: Final = frozenset({"", "us-ascii", "iso-8859-1", "latin1", "windows-1252", "x-user-defined"})
"""What pages in old Vietnamese encodings say that they are in."""
_CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY: Final = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


class Target(Protocol):
    """What a parser tells of a page, in order."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None: ...
    def data(self, text: str) -> None: ...
    def end(self, tag: str) -> None: ...
    def close(self) -> object: ...


T = TypeVar("T", bound=Target)


def read(path: Path, order: Order) -> Reading:
    """The sections of a web page; see ``registry.Reader``."""
    if path.stat().st_size > MOST_BYTES:
        raise SpeechError("file_too_large", limit_mb=MOST_BYTES // 1_000_000)
    sections = walked(decode(path.read_bytes()), lambda: Walker(web=True)).sections
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


def decode(data: bytes) -> str:
    """The text of a page: by its mark, UTF-8, by what it says of itself, else by its words."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    said = _CHARSET.search(data[:HEAD_BYTES])
    told = said[1].decode("ascii", "replace").lower() if said else ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if told.startswith("utf"):
            return data.decode("utf-8", "replace")
    return data.decode(told, "replace") if told not in GUESSED and _known(told) else decode_bytes(data)


def _known(encoding: str) -> bool:
    """Whether Python has it as an encoding of text: it also knows ``zlib`` and ``idna``."""
    try:
        return "abc".encode(encoding) == b"abc"
    except (LookupError, UnicodeError, TypeError):
        return False


def walked(text: str, target: Callable[[], T]) -> T:
    """A target that has been through ``text``; XML that is broken is read again as browsers do.

    Raises ``unreadable_document`` for entities of its own and for more depth than any page has.
    """
    text = _NOT_XML.sub("", text)
    if text.lstrip().startswith("<?xml") or XHTML in text[:HEAD_BYTES]:
        with contextlib.suppress(ParseError):
            return _as_xml(text, target())
    return _as_html(text, target())


def _as_xml(text: str, target: T) -> T:
    parser = XMLParser(target=target)
    try:
        parser.feed(_ENTITY.sub(_spelled_out, _DECLARATION.sub("", text, count=1)))
        parser.close()
    except DefusedXmlException:
        raise SpeechError("unreadable_document") from None
    return target


def _spelled_out(entity: re.Match[str]) -> str:
    """``&nbsp;`` and its kin as letters: XML knows five of them."""
    name = entity[1]
    return entity[0] if name in XML_NAMES else html.entities.html5.get(f"{name};", entity[0])


def _as_html(text: str, target: T) -> T:
    parser = etree.HTMLParser(target=target, huge_tree=True, no_network=True, encoding="utf-8")
    data = text.encode("utf-8", "replace")
    if not data.strip():
        target.close()
        return target
    for at in range(0, len(data), FEED_BYTES):
        parser.feed(data[at : at + FEED_BYTES])
    parser.close()
    return target
