"""PPTX: the slides in order, each with its title, texts, tables and diagrams (ECMA-376 part 1, chapter 19).

Hidden slides and hidden shapes are not read; what the speaker noted follows its slide as a kind of its own. A slide
is no chapter: the sections that the author made of them are, and so are slides that only announce one.
"""

import posixpath
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

from speech.errors import SpeechError
from speech.extract.pptx.slide import Slide
from speech.extract.registry import Order, Reading
from speech.extract.xml_parts import local, needed, part
from speech.extract.zips import open_zip
from speech.types import Section

P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MOST_SLIDES: Final = 2000
ANNOUNCING: Final = frozenset({"secHead"})
"""Layouts of slides that stand before a group of others."""


def read(path: Path, order: Order) -> Reading:
    """The sections of a presentation; see ``registry.Reader``. Pages are the slides that are shown."""
    with open_zip(path) as archive:
        main = _main_part(archive)
        paths = _slides(archive, main)
        named = _section_names(archive, main)
        order.check_pages(len(paths))
        sections: list[Section] = []
        pages = 0
        for done, name in enumerate(paths, start=1):
            root = needed(archive, name)
            if root.get("show", "1") not in ("0", "false"):
                pages += 1
                found = _slide(archive, name, pages)
                sections += _begun(found, named[name]) if name in named else found
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


def _section_names(archive: zipfile.ZipFile, main: str) -> dict[str, str]:
    """The slides that begin a section, with its name. Where there are no sections: those whose layout announces one,
    and the first slide, so that the others make no chapter each."""
    related = _related(archive, main)
    root = needed(archive, main)
    ids = {each.get("id", ""): related.get(each.get(R_ID, ""), ("", ""))[1] for each in root.iter(P + "sldId")}
    groups = [each for each in root.iter() if local(each.tag) == "section"]
    found = {ids[slide]: group.get("name", "") for group in groups if (slide := _first_slide(group)) in ids}
    if found:
        return found
    paths = [path for path in ids.values() if path in archive.namelist()]
    return dict.fromkeys([*paths[:1], *(path for path in paths[1:MOST_SLIDES] if _announces(archive, path))], "")


def _first_slide(group: Element) -> str:
    return next((each.get("id", "") for each in group.iter() if local(each.tag) == "sldId"), "")


def _announces(archive: zipfile.ZipFile, slide: str) -> bool:
    layout = next((path for kind, path in _related(archive, slide).values() if kind == "slideLayout"), "")
    root = part(archive, layout) if layout else None
    return root is not None and root.get("type") in ANNOUNCING


def _begun(slide: list[Section], name: str) -> list[Section]:
    """The sections of a slide, the first with words as the beginning of a chapter."""
    at = next((at for at, section in enumerate(slide) if section.kind not in ("footer", "header", "page_number")), None)
    if at is None:
        return slide
    first = slide[at]
    return [*slide[:at], replace(first, begins_chapter=True, title=name or first.title), *slide[at + 1 :]]
