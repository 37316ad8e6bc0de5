"""RTF as Word shows it with all changes accepted: hidden text, fields' codes, headers and pictures are left out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from speech.errors import SpeechError
from speech.extract.chapters.headings import heading_level, is_list_item
from speech.extract.legacy.fonts import LegacyFonts, Run
from speech.extract.pdf.kinds import is_caption
from speech.extract.registry import Order, Reading
from speech.extract.rtf.fonts import BODY_LEVEL
from speech.extract.rtf.parser import RtfReader
from speech.extract.rtf.story import Block, Story
from speech.extract.tables import Cell, table_sections
from speech.extract.xml_parts import tidy
from speech.types import Section

MOST_BYTES: Final = 100_000_000
"""What is larger does not fit into the child; it would be pictures anyway."""


def read(path: Path, order: Order) -> Reading:
    """The sections of an RTF; see ``registry.Reader``."""
    if path.stat().st_size > MOST_BYTES:
        raise SpeechError("file_too_large", limit_mb=MOST_BYTES // 1_000_000)
    story = RtfReader(path.read_bytes()).read()
    sections = list(_Printer(LegacyFonts(story.runs())).sections(story))
    order.progress(1, 1)
    return Reading(sections, order.count_pages(sections))


class _Printer:
    """Stories to sections, in the fonts' Unicode."""

    def __init__(self, fonts: LegacyFonts) -> None:
        self._fonts = fonts

    def sections(self, story: Story) -> Iterator[Section]:
        rows: list[list[Cell]] = []
        row: list[Cell] = []
        cell: Cell = []
        for block in story.blocks:
            if not (block.in_table or block.end != "paragraph"):
                yield from table_sections([*rows, [*row, cell]])
                rows, row, cell = [], [], []
                yield from self._paragraph(block)
                continue
            cell += self._paragraph(block)
            if block.end != "paragraph":
                row.append(cell)
                cell = []
            if block.end == "row":
                rows.append(row)
                row = []
        yield from table_sections([*rows, [*row, cell]])

    def _paragraph(self, block: Block) -> Iterator[Section]:
        text = self._text(block.runs)
        if text:
            label = self._text(block.label)
            yield _section(block, text, label, in_list=bool(block.label))
        for story in block.stories:
            inner = list(self.sections(story))
            if story.kind == "footnote" and inner:
                yield Section("footnote", " ".join(section.text for section in inner))
            elif story.kind == "box":
                yield from inner

    def _text(self, runs: list[Run]) -> str:
        text = self._fonts.decode(runs)
        # Emoji come as two halves, each a control of its own.
        return tidy(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


def _section(block: Block, text: str, label: str, *, in_list: bool) -> Section:
    line = " ".join(text.split())
    if block.style.is_contents:
        return Section("toc", line)
    if block.style.is_title:
        return Section("title", line, title=line)
    numbered = f"{label} {text}" if any(map(str.isalnum, label)) else text
    line = " ".join(numbered.split())
    if block.style.is_caption or (not label and is_caption(line)):
        return Section("caption", line)
    own = block.level + 1 if block.level < BODY_LEVEL else 0
    if level := own or block.style.heading or heading_level(numbered):
        return Section("heading", line, level=level, title=line)
    return Section("list_item" if in_list or is_list_item(numbered) else "paragraph", numbered)
