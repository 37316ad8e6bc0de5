"""The inside of ``speech.extract.extract``: reads a stranger's document in a limited child."""

from collections.abc import Mapping
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

from speech.errors import SpeechError
from speech.extract.gutenberg import without_licence
from speech.extract.headings import with_titles
from speech.extract.legacy_sections import unified
from speech.extract.registry import PAGE_FURNITURE, Order, reader
from speech.extract.sniff import sniff
from speech.text import compose, count_words, detect_language
from speech.types import Progress, Section


def extract_task(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """The document as JSON: ``sections`` are the fields of ``Section`` in order."""
    path = Path(request["path"])
    key = sniff(path, request["filename"])
    reading = reader(key)(path, Order(request["max_pages"], request["plan"], progress))
    clean = [clean for section in reading.sections if (clean := _in_nfc(section)).text]
    sections = without_licence(with_titles(unified(clean)))
    spoken = "\n".join(section.text for section in sections if section.kind not in PAGE_FURNITURE)
    if not any(map(str.isalnum, spoken)):
        raise SpeechError("no_text")
    return {
        "sections": [astuple(section) for section in sections],
        "pages": reading.pages,
        "language": detect_language(spoken),
        "word_count": count_words(spoken),
        "format": key,
    }


def _in_nfc(section: Section) -> Section:
    """Half a surrogate pair, which a damaged file may hold, cannot be stored: it becomes U+FFFD."""
    text, title = (
        compose(value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")).strip()
        for value in (section.text, section.title)
    )
    return replace(section, text=text, title=title)
