"""What stands on one page of a PDF: its lines of text in reading order, its tables."""

import re
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, Final

import pymupdf

from speech.extract.legacy.fonts import LegacyFonts, encoding_of_font
from speech.extract.legacy.text import looks_old
from speech.extract.line import Line
from speech.extract.pdf.furniture import mark_rulers
from speech.extract.pdf.notes import under_rules
from speech.extract.pdf.sheet import Sheet, sheet_of
from speech.extract.pdf.tables import covers, tables_of
from speech.extract.reading_order import Box, in_reading_order

__all__ = ["Line", "page_lines"]

SUPERSCRIPT: Final = 1
MONOSPACED: Final = 8
BOLD: Final = 16
UNICODE_ONLY: Final = "đươạảấầậắếềệọộớờợụứừự"
LEAST_UNICODE: Final = 40
POWERS: Final = re.compile(r"(?:(?<![\d.,])\d{1,2}|\b(?:[kcdm]?m))$")
"""What raised digits are a power of: a small number, a unit of length. Behind anything else they are a note's mark."""
SUPERSCRIPTS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
MARK: Final = re.compile(r"\s*[\[(]?\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*[\])]?\s*|\s*[*†‡§¶∗]+\s*")
RAISED_BY: Final = 0.1
UPRIGHT: Final = 0.9
SAME_ROW: Final = 0.5
WIDEST_GAP: Final = 3.0
"""In letter sizes: pieces of one row that are farther apart are columns or cells."""
NEAR_GAP: Final = 1.0
"""For pieces that MuPDF has in different blocks."""
WIDEST_CODE: Final = 30.0
"""What is typewritten is read row by row: a comment beside its line of code."""
PARAGRAPH_GAP: Final = 0.8
SIZE_STEP: Final = 1.0
SMALL_MARK: Final = 0.85
_MATH_FONT: Final = re.compile(
    r"math|^cm(?:sy|mi|ex)|^(?:msam|msbm|symbol|eufm|stixmath|mtmi|mtsy|mtex)", re.IGNORECASE
)
_BOLD_FONT: Final = re.compile(r"bold|black|heavy|-(?:medi|demi)", re.IGNORECASE)

_TEXT: Final = itemgetter("text")
_FONT: Final = itemgetter("font")
_STYLE: Final = itemgetter("size", "flags", "font")

Raw = dict[str, Any]
Style = tuple[float, int, str]
"""Size, flags and font of letters."""


@lru_cache(maxsize=1024)
def _is_math(font: str) -> bool:
    return _MATH_FONT.search(font) is not None


@lru_cache(maxsize=1024)
def _is_bold(font: str) -> bool:
    return _BOLD_FONT.search(font) is not None


_is_old = lru_cache(maxsize=1024)(encoding_of_font)


def page_lines(page: pymupdf.Page, number: int) -> list[Line]:
    """The lines of ``page`` in reading order, each table as one line of kind ``table``."""
    sheet = sheet_of(page)
    fonts = _fonts(sheet)
    found = [
        (at, line) for at, rows in enumerate(sheet.blocks) for raw in rows if (line := _line(raw, number, fonts, sheet))
    ]
    lines = mark_rulers([line for _, line in found])
    aside = [line for line in lines if line.kind]
    tables = tables_of([line for line in lines if not line.kind], sheet.rules)
    blocks = [at for at, _ in found]
    flow = [
        (at, line)
        for at, line in zip(blocks, lines, strict=True)
        if not line.kind and not (tables and _is_in_any(tables, line))
    ]
    groups = [*_groups(flow), *([table] for table in tables)]
    ordered = in_reading_order([(group, _box(group)) for group in groups])
    return under_rules([*aside, *(line for group in ordered for line in group)], sheet)


def _is_in_any(tables: list[Line], line: Line) -> bool:
    return any(covers(table, line) for table in tables)


def _fonts(sheet: Sheet) -> LegacyFonts | None:
    """The old fonts of the page, None where neither a font's name nor the text hints at any."""
    names: set[str] = set()
    for line in chain.from_iterable(sheet.blocks):
        names.update(map(_FONT, line["spans"]))
    if not any(map(_is_old, names)) and (_is_unicode(sheet.text) or not looks_old(sheet.text)):
        return None
    spans = (span for lines in sheet.blocks for line in lines for span in line["spans"])
    return LegacyFonts((span["font"], span["text"]) for span in spans)


def _is_unicode(text: str) -> bool:
    """Whether the page is full of letters that no old encoding has: a short cut past a dear look at every word."""
    return sum(map(text.count, UNICODE_ONLY)) >= LEAST_UNICODE


def _groups(pieces: list[tuple[int, Line]]) -> list[list[Line]]:
    """The pieces (each with the number of its block), those that follow each other in one column together.

    MuPDF parts its blocks at every drawn thing, so that an underlined word would be a block; its order is kept.
    """
    groups: list[list[Line]] = []
    before = -1
    for block, line in pieces:
        last = groups[-1][-1] if groups else None
        if last is not None and _same_row(last, line, WIDEST_GAP if block == before else NEAR_GAP):
            groups[-1][-1] = _joined(last, line)
        elif last is not None and _is_below(last, line):
            groups[-1].append(line)
        else:
            groups.append([line])
        before = block
    return groups


def _is_below(last: Line, line: Line) -> bool:
    """Whether the line goes on with the column of the last one."""
    return (
        -0.3 * line.size < line.y0 - last.y1 < PARAGRAPH_GAP * line.size
        and min(last.x1, line.x1) > max(last.x0, line.x0)
        and abs(last.size - line.size) <= SIZE_STEP
        and last.kind == line.kind
    )


def _same_row(first: Line, second: Line, widest: float) -> bool:
    gap = second.x0 - first.x1
    widest = WIDEST_CODE if first.mono and second.mono else widest
    if not -first.size < gap < widest * first.size or first.kind != second.kind:
        return False
    overlap = min(first.y1, second.y1) - max(first.y0, second.y0)
    return overlap > SAME_ROW * min(first.y1 - first.y0, second.y1 - second.y0)


def _joined(first: Line, second: Line) -> Line:
    raised = second.size < SMALL_MARK * first.size and second.y1 < first.y1 - RAISED_BY * first.size
    text = first.text if raised and MARK.fullmatch(second.text) else f"{first.text} {second.text}"
    return first._replace(
        text=text,
        x1=max(first.x1, second.x1),
        y0=min(first.y0, second.y0),
        y1=max(first.y1, second.y1),
        size=max(first.size, second.size),
        bold=first.bold and second.bold,
        math=max(first.math, second.math),
    )


def _line(raw: Raw, number: int, fonts: LegacyFonts | None, sheet: Sheet) -> Line | None:
    spans = raw["spans"]
    raised = len(spans) > 1 and _begins_raised(spans)
    texts, styles = _texts(spans)
    if raised:
        texts[0] += " "
    if fonts:
        text = fonts.decode([(span["font"], text) for span, text in zip(spans, texts, strict=True)])
    else:
        text = texts[0] if len(texts) == 1 else "".join(texts)
    text = " ".join(text.split())
    if not text:
        return None
    size, bold, mono, math = _look(styles)
    kind = "" if raw["dir"][0] > UPRIGHT else "header"
    x0, y0, x1, y1 = raw["bbox"]
    return Line(text, number, x0, y0, x1, y1, size, bold, kind, sheet.height, sheet.width, raised, mono, math)


def _texts(spans: list[Raw]) -> tuple[list[str], dict[Style, int]]:
    """What the spans say, and, where they are of several styles, how many letters stand in each."""
    texts, looks = list(map(_TEXT, spans)), list(map(_STYLE, spans))
    styles = dict.fromkeys(looks, 0)
    if any(flags & SUPERSCRIPT for _, flags, _ in styles):
        for at, (_, flags, _) in enumerate(looks):
            if flags & SUPERSCRIPT:
                texts[at] = _raised_text(texts[at], texts[:at])
    if len(styles) > 1:
        for text, look in zip(texts, looks, strict=True):
            styles[look] += len(text)
    return texts, styles


def _look(styles: dict[Style, int]) -> tuple[float, bool, bool, float]:
    """The size of most letters, whether most are bold, whether most are typewritten, which share is of formulas."""
    if len(styles) == 1:
        ((size, flags, font),) = styles
        return size, bool(flags & BOLD) or _is_bold(font), bool(flags & MONOSPACED), float(_is_math(font))
    sizes: dict[float, int] = {}
    bold = mono = math = 0
    for (size, flags, font), count in styles.items():
        sizes[size] = sizes.get(size, 0) + count
        bold += count if flags & BOLD or _is_bold(font) else 0
        mono += count if flags & MONOSPACED else 0
        math += count if _is_math(font) else 0
    whole = max(1, sum(styles.values()))
    # Of most letters: an article's number may be set larger than its text.
    return max(sizes, key=sizes.__getitem__), 2 * bold > whole, 2 * mono > whole, math / whole


def _begins_raised(spans: list[Raw]) -> bool:
    """Whether the line begins with a note's raised mark: MuPDF takes the first letter for the line's foot."""
    if not MARK.fullmatch(spans[0]["text"]):
        return False
    first, second = spans[0], next((span for span in spans[1:] if span["text"].strip()), spans[1])
    return bool(second["origin"][1] - first["origin"][1] > RAISED_BY * second["size"])


def _raised_text(text: str, before: list[str]) -> str:
    """Raised digits are a power after a unit or a small number, else a note's mark (not text)."""
    whole = "".join(before[-3:])
    if not whole.strip() or not MARK.fullmatch(text):
        return text
    return text.translate(SUPERSCRIPTS) if text.strip().isdigit() and POWERS.search(whole) else ""


def _box(lines: list[Line]) -> Box:
    return (
        min([line.x0 for line in lines]),
        min([line.y0 for line in lines]),
        max([line.x1 for line in lines]),
        max([line.y1 for line in lines]),
    )
