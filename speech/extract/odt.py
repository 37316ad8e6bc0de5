"""ODT: the body as Writer shows it with all changes accepted (OpenDocument 1.2).

Headers and footers are in the styles of pages and are never opened; neither are comments and embedded objects.
"""

import zipfile
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.odt_body import OFFICE, Body
from speech.extract.odt_styles import Styles
from speech.extract.registry import Order, Reading
from speech.extract.xml_parts import local, needed, part
from speech.extract.zips import open_zip

MANIFEST: Final = "META-INF/manifest.xml"


def read(path: Path, order: Order) -> Reading:
    """The sections of an ODT; see ``registry.Reader``."""
    with open_zip(path) as archive:
        _check_unlocked(archive)
        content, common = needed(archive, "content.xml"), part(archive, "styles.xml")
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise SpeechError("unreadable_document")
    sections = Body(Styles([content] if common is None else [common, content])).sections(body)
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


def _check_unlocked(archive: zipfile.ZipFile) -> None:
    """Raises ``password_required``: the manifest says which parts are encrypted. Its document type is harmless."""
    manifest = part(archive, MANIFEST, forbid_dtd=False)
    if manifest is not None and any(local(each.tag) == "encryption-data" for each in manifest.iter()):
        raise SpeechError("password_required")
