"""DOCX: the main part read as Word shows it with all changes accepted (ECMA-376 part 1, chapter 17).

Headers and footers are parts of their own and are never opened; comments, field codes and hidden text are
skipped. The XML goes through defusedxml: a document type or an entity in it is refused.
"""

import posixpath
import zipfile
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from speech.errors import SpeechError
from speech.extract.docx.body import Body
from speech.extract.docx.numbering import Numbering
from speech.extract.docx.styles import Styles
from speech.extract.docx.xml import strict_to_transitional
from speech.extract.registry import Order, Reading
from speech.extract.zips import open_zip, read_member

PART_BYTES: Final = 64 << 20
RELATIONS: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OFFICE_DOCUMENT: Final = "/officeDocument"


def read(path: Path, order: Order) -> Reading:
    """The sections of a DOCX; see ``registry.Reader``."""
    with open_zip(path) as archive:
        main = _main_part(archive)
        folder = posixpath.dirname(main)
        body = Body(
            Styles(_part(archive, posixpath.join(folder, "styles.xml"))),
            Numbering(_part(archive, posixpath.join(folder, "numbering.xml"))),
            _part(archive, posixpath.join(folder, "footnotes.xml")),
            _part(archive, posixpath.join(folder, "endnotes.xml")),
        )
        root = _part(archive, main)
    if root is None:
        raise SpeechError("unreadable_document")
    sections = body.sections(root)
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


def _main_part(archive: zipfile.ZipFile) -> str:
    """The part that the package calls its document: Word's own is not always named ``document.xml``."""
    relations = _part(archive, "_rels/.rels")
    for relation in relations.iter(RELATIONS) if relations is not None else ():
        if relation.get("Type", "").endswith(OFFICE_DOCUMENT):
            return relation.get("Target", "").lstrip("/")
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    if name not in archive.namelist():
        return None
    try:
        root: Element = fromstring(strict_to_transitional(read_member(archive, name, PART_BYTES)), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise SpeechError("unreadable_document") from None
    return root
