"""Rules as CSV: one a line, with a line of names above. Spreadsheets write and read it."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from documents.models import PronunciationRule
from documents.pronunciation.entries import Entry, language_of, truth_of
from lib.refusals import Refusal

COLUMNS: Final = ("written", "spoken", "whole_word", "case_sensitive", "language")
SEPARATORS: Final = ",;\t"
FORMULA: Final = ("=", "+", "-", "@", "\t", "'")  # a spreadsheet would work these out instead of showing them
MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def write(rules: Iterable[PronunciationRule]) -> bytes:
    """With the mark by which spreadsheets know UTF-8."""
    stream = io.StringIO(newline="")
    lines = csv.writer(stream)
    lines.writerow(COLUMNS)
    for rule in rules:
        flags = (int(rule.is_whole_word), int(rule.is_case_sensitive))
        lines.writerow([_shielded(rule.written), _shielded(rule.spoken), *flags, rule.language])
    return stream.getvalue().encode("utf-8-sig")


def _shielded(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _bare(text: str) -> str:
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA) else text


def read(data: bytes) -> Iterator[Entry]:
    """The lines of a file. Raises ``rule_file_unreadable`` (400)."""
    text = _text(data)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    columns: dict[str, int] | None = None
    try:
        for cells in lines:
            if columns is None:
                columns = _columns(cells)
                if "written" in (cell.strip().lower() for cell in cells):
                    continue
            if any(cell.strip() for cell in cells):
                yield _entry(lines.line_num, cells, columns)
    except csv.Error:
        raise Refusal("rule_file_unreadable", 400, field="file") from None


def _text(data: bytes) -> str:
    try:
        return data.decode(MARKS.get(data[:2], "utf-8-sig"))
    except UnicodeDecodeError:
        raise Refusal("rule_file_unreadable", 400, field="file") from None


def _separator(text: str) -> str:
    first = text.partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def _columns(cells: list[str]) -> dict[str, int]:
    """Where the names above say that things stand; without them in our own order."""
    names = [cell.strip().lower() for cell in cells]
    given = names if "written" in names and "spoken" in names else list(COLUMNS)
    return {name: given.index(name) for name in COLUMNS if name in given}


def _entry(number: int, cells: list[str], columns: dict[str, int]) -> Entry:
    def cell(name: str) -> str:
        at = columns.get(name, len(cells))
        return cells[at] if at < len(cells) else ""

    written = _bare(cell("written"))
    try:
        fields: dict[str, Any] = {
            "written": written,
            "spoken": _bare(cell("spoken")),
            "is_whole_word": truth_of(cell("whole_word"), otherwise=True),
            "is_case_sensitive": truth_of(cell("case_sensitive"), otherwise=False),
            "language": language_of(cell("language")),
        }
    except Refusal as refusal:
        return Entry(number, written, code=refusal.code)
    return Entry(number, written, fields)
