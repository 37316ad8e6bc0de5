"""Words that people type into a text: whole, clean, of a length that fits."""

import unicodedata
from typing import Final

from documents.models import Section
from documents.reading.picks import clean_text, one_line_end
from lib.names import clean_name
from lib.refusals import Refusal

ROOM: Final = 20_000
"""Characters that any section may grow to; a long one to twice what it was read as and these."""
LONGEST_TITLE: Final = 300
LONGEST_FIND: Final = 400
KINDS: Final = frozenset(
    {
        "title", "heading", "paragraph", "list_item", "table", "caption", "footnote", "header", "footer",
        "page_number", "line_number", "toc", "formula", "front_matter", "speaker_note", "code",
    }
)  # fmt: skip


def clean(raw: str) -> str:
    """``raw`` as the database takes it: NFC, lines that end in one way, no control characters."""
    text = clean_text(one_line_end(raw)).replace("\r", "\n")
    return text if text.isprintable() else "".join(filter(_is_kept, text))


def _is_kept(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) != "Cc"


def clean_section(raw: str, section: Section) -> str:
    """The new text of ``section``. Raises ``empty_text``, ``section_too_long`` (400)."""
    text = clean(raw).strip()
    limit = ROOM + 2 * len(section.source)
    if not text:
        raise Refusal("empty_text", 400, field="text")
    if len(text) > limit:
        raise Refusal("section_too_long", 400, field="text", limit=limit)
    return text


def clean_kind(kind: str) -> str:
    """Raises ``unknown_kind`` (400)."""
    if kind not in KINDS:
        raise Refusal("unknown_kind", 400, field="kind")
    return kind


def title_of(text: str) -> str:
    """``text`` as the title of a chapter: one line."""
    return clean_name(text, limit=LONGEST_TITLE)


def count_words(text: str) -> int:
    """What stands between white space."""
    return len(text.split())
