"""PPTX: the slides in order, each with its title, texts, tables and diagrams (ECMA-376 part 1, chapter 19).

Hidden slides and hidden shapes are not read; what the speaker noted follows its slide as a kind of its own.
"""

import posixpath
import zipfile
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.pptx_slide import Slide
from speech.extract.registry import Order, Reading
from speech.extract.xml_parts import needed, part
from speech.extract.zips import open_zip
from speech.types import Section

P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MOST_SLIDES: Final = 2000


def read(path: Path, order: Order) -> Reading:
    """The sections of a presentation; see ``registry.Reader``. Pages are the slides that are shown."""
    with open_zip(path) as archive:
        main = _main_part(archive)
        paths = _slides(archive, main)
        order.check_pages(len(paths))
        sections: list[Section] = []
        pages = 0
        for done, name in enumerate(paths, start=1):
            root = needed(archive, name)
            if root.get("show", "1") not in ("0", "false"):
                pages += 1
                sections += _slide(archive, name, pages)
            order.progress(done, len(paths))
    return Reading(sections, pages)


def _slide(archive: zipfile.ZipFile, name: str, page: int) -> list[Section]:
    related = _related(archive, name)
    diagrams = {key: root for key, (kind, path) in related.items() if kind == "diagramData"
                if (root := part(archive, path)) is not None}  # fmt: skip
    slide = Slide(page, diagrams)
    notes = next((path for kind, path in related.values() if kind == "notesSlide"), "")
    noted = part(archive, notes) if notes else None
    return [*slide.sections(needed(archive, name)), *(slide.notes(noted) if noted is not None else [])]


def _main_part(archive: zipfile.ZipFile) -> str:
    found = (path for kind, path in _related(archive, "").values() if kind == "officeDocument")
    return next(found, "ppt/presentation.xml")


def _slides(archive: zipfile.ZipFile, main: str) -> list[str]:
    """The slides in the order they are shown, each once."""
    related = _related(archive, main)
    ids = [each.get(R_ID, "") for each in needed(archive, main).iter(P + "sldId")]
    paths = [related[each][1] for each in ids if each in related and related[each][0] == "slide"]
    if not paths:
        raise SpeechError("no_text")
    return [path for path in dict.fromkeys(paths) if path in archive.namelist()]


def _related(archive: zipfile.ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """What a part points to by its ids: the last word of the kind, and the path in the archive."""
    folder, base = posixpath.split(name)
    root = part(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    found = root.iter(RELATION) if root is not None else ()
    return {
        each.get("Id", ""): (
            posixpath.basename(each.get("Type", "")),
            posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
        )
        for each in found
        if each.get("TargetMode") != "External"
    }
