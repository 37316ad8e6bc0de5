"""The inside of ``speech.extract.ocr.crew``: one page recognised, in a limited child of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from speech.extract.line import Line
from speech.extract.ocr.cleaning import cleaned
from speech.extract.ocr.grain import without_grain
from speech.extract.ocr.letters import lines_of
from speech.extract.ocr.marks import blanked, without_stamps
from speech.extract.ocr.rows import POINTS, ordered, pieces_of
from speech.extract.ocr.rules import INK, Frame, without_rules
from speech.extract.ocr.seals import meet, seals, without_seals
from speech.extract.ocr.second_look import overlooked, read_again
from speech.extract.ocr.sheets import Pixels, Sheet, pdf_sheet, picture_sheet
from speech.extract.ocr.straight import straightened, turned
from speech.extract.ocr.tables import table_line
from speech.extract.ocr.tesseract import Box, Row, quarter, recognised
from speech.text.syllables import ACCENTED, MARKED
from speech.types import Progress

VIETNAMESE: Final = "vie"
BOTH: Final = "vie+eng"
ENGLISH: Final = "eng"
MARKED_SHARES: Final = (0.04, 0.3)
"""Of words that carry a mark: fewer are English, more Vietnamese, what lies between has both."""
LEAST_WORDS: Final = 5
POOR: Final = 0.6
"""A page read less surely than this may lie on its side or on its head."""
HOPELESS: Final = 0.35
"""A picture without text gives letters too; it is not read again and again."""
BLANK: Final = 1e-4


@dataclass(frozen=True)
class _Seen:
    """A page without what is not text, and ``free`` of tables too; the tables, seals and rows, and their languages."""

    bare: Pixels
    free: Pixels
    tables: list[Frame]
    around: list[Box]
    rows: list[Row]
    languages: str


def recognise_task(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """The lines of page ``number`` of the file at ``path`` as fields of ``Line``."""
    sheet = _sheet(request)
    grey = straightened(cleaned(sheet), sheet.dpi)
    return {"lines": [line._asdict() for line in page_lines(grey, request["number"])]}


def page_lines(grey: Pixels, number: int) -> list[Line]:
    """The lines of a clean, straight page in reading order."""
    if (grey < INK).mean() < BLANK:
        return []
    grey = without_grain(grey)
    seen = _seen(grey)
    if not seen.tables and _surely(seen.rows) < POOR and (degrees := quarter(grey)):
        seen = max(seen, _seen(turned(grey, degrees)), key=lambda each: _weight(each.rows))
    ink = seen.bare < INK
    rows = read_again(seen.bare, seen.rows, seen.languages)
    pieces = without_seals(pieces_of(rows), seen.around)
    if not seen.rows or _surely(seen.rows) >= HOPELESS:
        pieces += without_seals(pieces_of(overlooked(seen.free, pieces, seen.languages)), seen.around)
    lines = lines_of(pieces, ink, number)
    lines += [line for frame in seen.tables if (line := table_line(seen.bare, frame, seen.languages, number))]
    height, width = (POINTS * side for side in seen.bare.shape)
    return [line._replace(page_height=height, page_width=width) for line in ordered(lines, width, height)]


def _sheet(request: Mapping[str, Any]) -> Sheet:
    path, number = Path(request["path"]), request["number"]
    if request["format"] == "pdf":
        return pdf_sheet(path, number, request.get("secret", ""))
    return picture_sheet(path, number)


def _seen(grey: Pixels) -> _Seen:
    bare, frames = without_rules(grey)
    bare = without_stamps(bare, frames)
    around = seals(bare)
    tables = [frame for frame in frames if frame.is_grid and not any(meet(frame.box, seal) for seal in around)]
    free = blanked(bare, [frame.box for frame in tables])
    rows, languages = _in_its_language(free)
    return _Seen(bare, free, tables, around, rows, languages)


def _in_its_language(free: Pixels) -> tuple[list[Row], str]:
    """Read as Vietnamese, and again with English where hardly a word has a mark."""
    rows = recognised([free], VIETNAMESE)[0]
    words = [word.text for row in rows for word in row.words if len(word.text) > 1 and word.text.isalpha()]
    if len(words) < LEAST_WORDS or _surely(rows) < HOPELESS:
        return rows, BOTH
    share = sum(bool(MARKED.search(word) or ACCENTED.search(word)) for word in words) / len(words)
    few, many = MARKED_SHARES
    if share >= many:
        return rows, VIETNAMESE
    languages = ENGLISH if share < few else BOTH
    rows = recognised([free], languages)[0]
    return ([_with_pronouns(row) for row in rows] if languages == ENGLISH else rows), languages


def _weight(rows: list[Row]) -> float:
    return sum(word.confidence * len(word.text) for row in rows for word in row.words)


def _surely(rows: list[Row]) -> float:
    return _weight(rows) / max(1, sum(len(word.text) for row in rows for word in row.words))


def _with_pronouns(row: Row) -> Row:
    """English writes more of "I" than of upright strokes."""
    return replace(row, words=tuple(replace(word, text=word.text.replace("|", "I")) for word in row.words))
