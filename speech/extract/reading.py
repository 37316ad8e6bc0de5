"""The inside of ``speech.extract.extract``: reads a stranger's document in a limited child."""

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, Final

from speech.errors import SpeechError
from speech.extract.chapters.finding import with_chapters
from speech.extract.chapters.titles import with_titles
from speech.extract.damage import WARNING, is_damaged
from speech.extract.gutenberg import without_licence
from speech.extract.legacy.sections import unified
from speech.extract.locked.opening import unlocked
from speech.extract.ocr.lines import recognised_lines
from speech.extract.registry import PAGE_FURNITURE, Order, becomes, reader
from speech.extract.sniff import sniff
from speech.text import compose, count_words, detect_language
from speech.types import Progress, Section

USUAL: Final = {field.name: field.default for field in fields(Section)}


def extract_task(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """The document as JSON: ``sections`` are the fields of ``Section`` that are not as usual.

    Of a format that is to be converted first only its key, ``convert``; see ``speech.extract.converted``. Where pages
    have to be recognised first their numbers, ``unread``: then it is asked again, with what was ``recognised``.
    """
    password = request.get("secret", "")
    path = unlocked(Path(request["path"]), password, Path.cwd())
    key = sniff(path, request["filename"])
    if becomes(key):
        return {"convert": key, "path": str(path)}
    recognised = recognised_lines(request.get("recognised"))
    reading = reader(key)(path, Order(request["max_pages"], request["plan"], progress, password, recognised))
    if reading.unread:
        return {"unread": reading.unread, "pages": reading.pages, "format": key}
    clean = [clean for section in reading.sections if (clean := _in_nfc(section)).text]
    sections = without_licence(with_titles(unified(clean)))
    spoken = "\n".join(section.text for section in sections if section.kind not in PAGE_FURNITURE)
    if not any(map(str.isalnum, spoken)):
        raise SpeechError("no_text")
    language = detect_language(spoken)
    return {
        "sections": [_told(section) for section in with_chapters(sections, language)],
        "pages": reading.pages,
        "language": language,
        "word_count": count_words(spoken),
        "format": key,
        "warnings": [WARNING] if is_damaged(sections) else [],
    }


def _told(section: Section) -> dict[str, Any]:
    """Only what differs from the usual: most sections have neither times nor doubts."""
    said = {field.name: getattr(section, field.name) for field in fields(Section)}
    return {name: value for name, value in said.items() if name in ("kind", "text") or value != USUAL[name]}


def _in_nfc(section: Section) -> Section:
    """Half a surrogate pair, which a damaged file may hold, cannot be stored: it becomes U+FFFD."""
    text, title = (
        compose(value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")).strip()
        for value in (section.text, section.title)
    )
    return replace(section, text=text, title=title)
