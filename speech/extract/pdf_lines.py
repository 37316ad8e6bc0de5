"""What stands on one page of a PDF: its lines of text in reading order, its tables."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import pymupdf

from speech.extract.legacy_fonts import LegacyFonts, Run
from speech.extract.pdf_order import in_reading_order

FLAGS: Final = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP
"""Without TEXT_PRESERVE_LIGATURES: "ﬁ" comes as two letters."""
SUPERSCRIPT: Final = 1
BOLD: Final = 16
UNITS: Final = re.compile(r"(?:\d|\b(?:[kcdm]?m))$")
SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SCAN_AREA: Final = 0.5
SCAN_CHARS: Final = 300
LEAST_RULES: Final = 4
MOST_DRAWINGS: Final = 1500
"""More drawings than this are a figure, and looking for tables among them takes seconds."""
UPRIGHT: Final = 0.9


@dataclass(frozen=True)
class Line:
    """One printed line (or one whole table): text, box in points from the top left, size in points."""

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False
    kind: str = ""
    page_height: float = 0.0

    @property
    def middle(self) -> float:
        """Where the line stands on its page: 0 top, 1 bottom."""
        return (self.y0 + self.y1) / 2 / max(1.0, self.page_height)


def page_lines(page: pymupdf.Page, number: int) -> list[Line]:
    """The lines of ``page`` in reading order, each table as one line of kind ``table``."""
    found, height = _upright(page)
    fonts = LegacyFonts(
        (span["font"], span["text"]) for block in found for raw in block["lines"] for span in raw["spans"]
    )
    tables = [_unified(table, fonts) for table in _tables(page, number)] if page.rotation == 0 else []
    blocks = [_merged([line for raw in block["lines"] if (line := _line(raw, number, fonts))]) for block in found]
    free = [[line for line in block if not any(_covers(table, line) for table in tables)] for block in blocks]
    groups = [group for group in [*free, *([table] for table in tables)] if group]
    ordered = in_reading_order([(group, _box(group)) for group in groups])
    return [replace(line, page_height=height) for group in ordered for line in group]


def _upright(page: pymupdf.Page) -> tuple[list[dict[str, Any]], float]:
    """The page's blocks and its height, turned where most of its letters lie on their side.

    MuPDF extracts without the page's own rotation, so a landscape page comes as letters that lie.
    """
    blocks: list[dict[str, Any]] = page.get_text("dict", flags=FLAGS)["blocks"]
    paper = pymupdf.Rect(0, 0, page.cropbox.width, page.cropbox.height)
    turns: Counter[int] = Counter()
    for line in (line for block in blocks for line in block["lines"]):
        turns[_quarter_turns(*line["dir"])] += sum(len(span["text"].strip()) for span in line["spans"])
    quarter = turns.most_common(1)[0][0] if turns else 0
    if quarter == 0:
        return blocks, paper.height
    turn = pymupdf.Matrix(90 * quarter)
    turned = paper * turn
    place = turn * pymupdf.Matrix(1, 0, 0, 1, -turned.x0, -turned.y0)
    return page.get_textpage(flags=FLAGS, matrix=place).extractDICT()["blocks"], turned.height


def _quarter_turns(x: float, y: float) -> int:
    """By how many quarters clockwise a line of this direction must be turned to be upright."""
    if abs(x) >= abs(y):
        return 0 if x > 0 else 2
    return 1 if y < 0 else 3


def is_scan(page: pymupdf.Page, lines: list[Line]) -> bool:
    """Whether the page is a picture whose few letters are a stamp or a signature, not its text."""
    if sum(len(line.text) for line in lines) > SCAN_CHARS:
        return False
    area = abs(page.rect) or 1.0
    pictures = (abs(pymupdf.Rect(picture["bbox"]) & page.rect) for picture in page.get_image_info())
    return any(picture / area > SCAN_AREA for picture in pictures)


def _line(raw: dict[str, Any], number: int, fonts: LegacyFonts) -> Line | None:
    runs: list[Run] = []
    sizes: Counter[float] = Counter()
    before, bold = "", 0
    for span in raw["spans"]:
        runs.append((span["font"], _span_text(span, before)))
        before += runs[-1][1]
        sizes[span["size"]] += len(span["text"].strip())
        bold += len(span["text"]) * (1 if _is_bold(span) else -1)
    text = fonts.decode(runs)
    if not text.strip():
        return None
    size = sizes.most_common(1)[0][0]  # of most letters: the number of an article may be set larger than its text
    kind = "" if raw["dir"][0] > UPRIGHT else "header"
    x0, y0, x1, y1 = raw["bbox"]
    return Line(" ".join(text.split()), number, x0, y0, x1, y1, size, bold=bold > 0, kind=kind)


def _span_text(span: dict[str, Any], before: str) -> str:
    """The span's text; raised digits are a power after a unit or a number, else a note's mark (not text)."""
    text: str = span["text"]
    if span["flags"] & SUPERSCRIPT and text.strip().isdigit() and before.strip():
        return text.translate(SUPERSCRIPTS) if UNITS.search(before) else ""
    return text


def _is_bold(span: dict[str, Any]) -> bool:
    return bool(span["flags"] & BOLD) or "bold" in span["font"].lower()


def _merged(lines: list[Line]) -> list[Line]:
    """Pieces of one printed line, which MuPDF parts at wide gaps, put together again."""
    merged: list[Line] = []
    for line in lines:
        if merged and _same_row(merged[-1], line):
            merged[-1] = _joined(merged[-1], line)
        else:
            merged.append(line)
    return merged


def _same_row(first: Line, second: Line) -> bool:
    overlap = min(first.y1, second.y1) - max(first.y0, second.y0)
    gap = second.x0 - first.x1
    close = -first.size < gap < 3 * first.size
    return close and first.kind == second.kind and overlap > 0.5 * min(first.y1 - first.y0, second.y1 - second.y0)


def _joined(first: Line, second: Line) -> Line:
    return replace(
        first,
        text=f"{first.text} {second.text}",
        x1=max(first.x1, second.x1),
        y0=min(first.y0, second.y0),
        y1=max(first.y1, second.y1),
        size=max(first.size, second.size),
        bold=first.bold and second.bold,
    )


def _tables(page: pymupdf.Page, number: int) -> Iterator[Line]:
    """Ruled tables with at least two rows and columns; rows are lines, cells are parted by tabs."""
    if not LEAST_RULES <= len(page.get_cdrawings()) <= MOST_DRAWINGS:
        return
    for table in page.find_tables(strategy="lines_strict").tables:
        rows = [[" ".join((cell or "").split()) for cell in row] for row in table.extract()]
        text = "\n".join("\t".join(filter(None, row)) for row in rows if any(row))
        if table.row_count > 1 and table.col_count > 1 and text:
            x0, y0, x1, y1 = table.bbox
            yield Line(text, number, x0, y0, x1, y1, size=0.0, kind="table")


def _unified(table: Line, fonts: LegacyFonts) -> Line:
    """The table's text in Unicode: its cells come without the names of their fonts."""
    return replace(table, text=fonts.repaired(table.text))


def _covers(table: Line, line: Line) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return table.x0 <= x <= table.x1 and table.y0 <= y <= table.y1


def _box(lines: list[Line]) -> tuple[float, float, float, float]:
    return (
        min(line.x0 for line in lines),
        min(line.y0 for line in lines),
        max(line.x1 for line in lines),
        max(line.y1 for line in lines),
    )
