"""Plain text: paragraphs by blank lines, lines that were wrapped at a width joined again."""

import re
from pathlib import Path
from typing import Final

import numpy as np

from speech.errors import SpeechError
from speech.extract.chapters.headings import heading_level, is_list_item
from speech.extract.plain.encodings import decode_text
from speech.extract.registry import Order, Reading
from speech.types import Section

MOST_BYTES: Final = 16_000_000
"""Four thousand pages; what is larger is a log or a table, and would not fit into the child."""
WIDEST_WRAP: Final = 120
FULL_LINE: Final = 0.6
_MARKDOWN_HEADING: Final = re.compile(r"(#{1,6})\s+(.+)")


def read(path: Path, order: Order) -> Reading:
    """The sections of a text file; see ``registry.Reader``."""
    if path.stat().st_size > MOST_BYTES:
        raise SpeechError("file_too_large", limit_mb=MOST_BYTES // 1_000_000)
    text = decode_text(path.read_bytes())
    width = _wrap_width(text)
    sections = [_section(line) for block in re.split(r"\n[ \t]*\n|\f", text) for line in _paragraphs(block, width)]
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


def _wrap_width(text: str) -> int:
    """The width at which lines were wrapped, in characters; 0 when paragraphs are whole lines."""
    lengths = [len(line) for line in text.split("\n") if line.strip()]
    width = int(np.percentile(lengths, 95)) if lengths else 0
    return width if width <= WIDEST_WRAP else 0


def _paragraphs(block: str, width: int) -> list[str]:
    lines = [" ".join(line.split()) for line in block.split("\n") if line.strip()]
    wrapped = width > 0 and all(len(line) >= FULL_LINE * width for line in lines[:-1])
    found: list[str] = []
    for line in lines:
        if found and _continues(found[-1], line, wrapped):
            found[-1] += " " + line
        else:
            found.append(line)
    return found


def _continues(before: str, line: str, wrapped: bool) -> bool:
    if _level(before) or _level(line) or is_list_item(line):
        return False
    return wrapped or line[0].islower()


def _section(line: str) -> Section:
    if level := _level(line):
        marked = _MARKDOWN_HEADING.fullmatch(line)
        title = (marked[2].rstrip("#").rstrip() or marked[2]) if marked else line
        return Section("heading", title, level=level, title=title)
    return Section("list_item" if is_list_item(line) else "paragraph", line)


def _level(line: str) -> int:
    marked = _MARKDOWN_HEADING.fullmatch(line)
    return len(marked[1]) if marked else heading_level(line)
