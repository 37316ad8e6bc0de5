"""ODT: the body as Writer shows it with all changes accepted (OpenDocument 1.2).

Headers and footers are in the styles of pages and are never opened; of embedded objects, only formulas are.
"""

import posixpath
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.formula import MATHML, linear
from speech.extract.odt.body import OFFICE, Body
from speech.extract.odt.styles import Styles
from speech.extract.registry import Order, Reading
from speech.extract.xml_parts import local, needed, part
from speech.extract.zips import open_zip

MOST_FORMULAS: Final = 1000


def read(path: Path, order: Order) -> Reading:
    """The sections of an ODT; see ``registry.Reader``."""
    with open_zip(path) as archive:
        content, common = needed(archive, "content.xml"), part(archive, "styles.xml")
        body = content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise SpeechError("unreadable_document")
        styles = Styles([content] if common is None else [common, content])
        sections = Body(styles, _formulas(archive)).sections(body)
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


def _formulas(archive: zipfile.ZipFile) -> Callable[[str], str]:
    """What the formula at a path says; an object may be a chart, a broken one says nothing."""
    names = frozenset(archive.namelist())
    left = iter(range(MOST_FORMULAS))

    def formula_at(href: str) -> str:
        path = posixpath.normpath(posixpath.join(href, "content.xml"))
        if path not in names or next(left, None) is None:
            return ""
        try:
            root = needed(archive, path, forbid_dtd=False)
        except SpeechError:
            return ""
        return linear(root) if local(root.tag) == MATHML else ""

    return formula_at
