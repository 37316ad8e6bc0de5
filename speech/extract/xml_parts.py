"""XML out of a zip: counted while it unpacks, parsed without entities, refused when it is broken."""

import zipfile
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from speech.errors import SpeechError
from speech.extract.zips import read_member

PART_BYTES: Final = 64 << 20


def part(archive: zipfile.ZipFile, name: str, *, forbid_dtd: bool = True) -> Element | None:
    """The root of member ``name``, None where there is none. Raises ``unreadable_document`` for broken XML."""
    if name not in archive.namelist():
        return None
    try:
        root: Element = fromstring(read_member(archive, name, PART_BYTES), forbid_dtd=forbid_dtd)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise SpeechError("unreadable_document") from None
    return root


def needed(archive: zipfile.ZipFile, name: str, *, forbid_dtd: bool = True) -> Element:
    """``part`` of a member that the document cannot do without."""
    root = part(archive, name, forbid_dtd=forbid_dtd)
    if root is None:
        raise SpeechError("unreadable_document")
    return root


def local(tag: str) -> str:
    """A tag or an attribute without its namespace."""
    return tag.rpartition("}")[2]


def tidy(text: str) -> str:
    """Single spaces inside lines, no empty lines."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
