"""The package of an EPUB: what is in it, in which order it is read, its contents, and whether it is locked."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from speech.errors import SpeechError
from speech.extract.xml_parts import local, needed, part

CONTAINER: Final = "META-INF/container.xml"
LOCKS: Final = ("META-INF/encryption.xml", "META-INF/license.lcpl", "META-INF/sinf.xml")
FONT_CIPHERS: Final = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})
"""Ways to scramble fonts, which lock no text."""
PAGES: Final = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/x-oeb1-document"})
NCX: Final = "application/x-dtbncx+xml"
FRONT: Final = frozenset({"cover", "title-page", "titlepage", "copyright-page", "colophon", "imprint"})
"""What the guide of EPUB 2 and the landmarks of EPUB 3 call pages that nobody wants read aloud."""


@dataclass(frozen=True)
class Item:
    """One file of the book, by its path in the archive."""

    path: str
    type: str
    properties: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Package:
    """The book as its package tells: ``spine`` in reading order, each once; ``front``: covers, imprints."""

    spine: tuple[str, ...]
    nav: str
    ncx: str
    front: frozenset[str]


def target(base: str, href: str) -> tuple[str, str]:
    """The path in the archive and the fragment that ``href`` in the file ``base`` leads to; "" outside of it."""
    try:
        link = urlsplit(href.strip())
    except ValueError:
        return "", ""
    if link.scheme or link.netloc:
        return "", ""
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(link.path))) if link.path else base
    return path.lstrip("/"), unquote(link.fragment)


def check_unlocked(archive: zipfile.ZipFile) -> None:
    """Raises ``locked_book`` when the text is under a rights lock; scrambled fonts are none."""
    present = [name for name in LOCKS if name in archive.namelist()]
    ciphers = part(archive, LOCKS[0])
    used = {
        each.get("Algorithm", "")
        for data in _all(ciphers, "EncryptedData")
        for each in data
        if local(each.tag) == "EncryptionMethod"
    }
    if used - FONT_CIPHERS or set(present) - {LOCKS[0]}:
        raise SpeechError("locked_book")


def package(archive: zipfile.ZipFile) -> Package:
    """The first package of the container. Raises ``unreadable_document``."""
    roots = [each.get("full-path", "") for each in _all(needed(archive, CONTAINER, forbid_dtd=False), "rootfile")]
    base = next((path for path in roots if path in archive.namelist()), "")
    root = needed(archive, base, forbid_dtd=False)
    items = _items(root, base)
    spine = next(iter(_all(root, "spine")), None)
    if spine is None:
        raise SpeechError("unreadable_document")
    nav = next((item.path for item in items.values() if "nav" in item.properties), "")
    ncx = items.get(spine.get("toc", "")) or next((item for item in items.values() if item.type == NCX), None)
    return Package(_order(spine, items), nav, ncx.path if ncx else "", _front(root, base))


def _items(root: Element, base: str) -> dict[str, Item]:
    return {
        each.get("id", ""): Item(
            target(base, each.get("href", ""))[0],
            each.get("media-type", "").lower(),
            frozenset(each.get("properties", "").split()),
        )
        for each in _all(root, "item")
    }


def _order(spine: Element, items: dict[str, Item]) -> tuple[str, ...]:
    """The pages in order, each once; those outside the main flow (``linear="no"``: notes, answers) after it."""
    named = [(each.get("linear", "yes") == "no", items.get(each.get("idref", ""))) for each in _all(spine, "itemref")]
    paths = [item.path for aside in (False, True) for no, item in named if item and no is aside and item.type in PAGES]
    return tuple(dict.fromkeys(path for path in paths if path))


def _front(root: Element, base: str) -> frozenset[str]:
    guide = _all(root, "reference")
    return frozenset(target(base, each.get("href", ""))[0] for each in guide if each.get("type", "").lower() in FRONT)


def _all(root: Element | None, name: str) -> Iterator[Element]:
    """Every element of this name, in whatever namespace: old books have several, some none."""
    return (each for each in (root.iter() if root is not None else ()) if local(each.tag) == name)
