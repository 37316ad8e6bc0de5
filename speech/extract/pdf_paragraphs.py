"""Lines of a PDF to sections: which lines are one paragraph, what is a heading, how line ends are joined."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Final

from speech.extract.headings import LONGEST_HEADING, heading_level, is_list_item
from speech.extract.pdf_lines import Line
from speech.types import Section

HEADING_RATIO: Final = 1.12
NOTE_RATIO: Final = 0.9
NOTE_TOP: Final = 0.5
SIZE_STEP: Final = 0.5
LOOSE_PITCH: Final = 1.35
"""Line distance, over the usual one, from which a gap parts paragraphs."""
INDENT: Final = 0.8
SHORT_LINE: Final = 0.12
OUTLIERS: Final = 0.15
LONGEST_BOLD: Final = 120
LOOK_BACK: Final = 40
BREAKS_OFF_CHARS: Final = 100
DEEPEST_LEVEL: Final = 6
_END: Final = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_NOTE: Final = re.compile(r"(?:\d{1,3}|[*†‡]+)\s*\D")
_LINE_HYPHEN: Final = re.compile(r"([^\W\d_]+)-$")
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_INNER_HYPHEN: Final = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_SPACED_ACCENT: Final = re.compile(r"([¨´ˆ˜])([a-zA-Zı])")
COMBINING: Final = {"¨": "\u0308", "´": "\u0301", "ˆ": "\u0302", "˜": "\u0303"}
SOFT_HYPHEN: Final = "\u00ad"


@dataclass(frozen=True)
class _Piece:
    """A section and the size of its letters in points."""

    section: Section
    size: float


@dataclass(frozen=True)
class _Print:
    """How the document is printed: body size and usual line distance in points, heading sizes by rank."""

    size: float
    pitch: float
    bold: bool
    heading_sizes: tuple[float, ...]
    hyphenated: frozenset[str]


def paragraphs(lines: list[Line]) -> list[Section]:
    """The sections of a document from its lines in reading order. Furniture stands before its page's text."""
    printed = _measure([line for line in lines if not line.kind])
    pieces: list[_Piece] = []
    for _, group in groupby(lines, key=lambda line: line.page):
        page = list(group)
        furniture = [line for line in page if line.kind not in ("", "table")]
        pieces += [_Piece(Section(line.kind, line.text, page=line.page), 0.0) for line in furniture]
        for paragraph in _split([line for line in page if line.kind in ("", "table")], printed):
            piece = _Piece(_section(paragraph, printed), max(line.size for line in paragraph))
            if not _continues_earlier(pieces, piece, printed.hyphenated):
                pieces.append(piece)
    return [piece.section for piece in pieces]


def _measure(lines: list[Line]) -> _Print:
    sizes: Counter[float] = Counter()
    bold = sum(len(line.text) * (1 if line.bold else -1) for line in lines) > 0
    hyphenated: set[str] = set()
    for line in lines:
        sizes[_rounded(line.size)] += len(line.text)
        hyphenated.update(word.lower() for word in _INNER_HYPHEN.findall(line.text))
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    pitches = Counter(
        round(below.y0 - above.y0, 0)
        for above, below in pairwise(lines)
        if above.page == below.page and _rounded(above.size) == size and 0 < below.y0 - above.y0 < 3 * size
    )
    pitch = pitches.most_common(1)[0][0] if pitches else 1.2 * size
    larger = sorted((each for each in sizes if each >= HEADING_RATIO * size), reverse=True)
    return _Print(size, pitch, bold, tuple(larger), frozenset(hyphenated))


def _rounded(size: float) -> float:
    return round(size / SIZE_STEP) * SIZE_STEP


def _split(lines: list[Line], printed: _Print) -> Iterator[list[Line]]:
    """The paragraphs of one page as lists of lines."""
    current: list[Line] = []
    for line in lines:
        if current and _begins(current, line, _margins(line, lines), printed):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _margins(line: Line, lines: list[Line]) -> tuple[float, float]:
    """The left and right edge of the column that ``line`` stands in.

    Not the outermost ones: a title over both columns would make every line of them look short.
    """
    column = [other for other in lines if min(other.x1, line.x1) - max(other.x0, line.x0) > 0]
    outer = int(OUTLIERS * len(column))
    left = sorted(other.x0 for other in column)[outer]
    return left, sorted((other.x1 for other in column), reverse=True)[outer]


def _begins(current: list[Line], line: Line, margins: tuple[float, float], printed: _Print) -> bool:
    """Whether ``line`` begins a new paragraph after ``current``."""
    last = current[-1]
    ended = bool(_END.search(last.text))
    if "table" in (last.kind, line.kind) or abs(_rounded(line.size) - _rounded(last.size)) > SIZE_STEP:
        return True
    if line.y0 < last.y0:  # the next column: judged by its words, like the next page
        return ended or not line.text[0].islower()
    if line.y0 - last.y0 > LOOSE_PITCH * max(printed.pitch, last.y1 - last.y0):
        return True
    short = _is_short(last, margins)
    if line.bold != last.bold and (short or heading_level(line.text) or heading_level(_text(current))):
        return True
    if heading_level(line.text) or is_list_item(line.text):
        return ended or short or abs(line.x0 - last.x0) > INDENT * line.size
    if _is_heading_line(line, printed) and _is_heading_line(last, printed):
        return False
    if heading_level(_text(current)) and short:
        return True
    return _is_indented(line, current, margins) or (short and not line.text[0].islower())


def _text(lines: list[Line]) -> str:
    return " ".join(line.text for line in lines)


def _is_heading_line(line: Line, printed: _Print) -> bool:
    return line.size >= HEADING_RATIO * printed.size


def _is_indented(line: Line, current: list[Line], margins: tuple[float, float]) -> bool:
    """Whether the line is set in: a new paragraph, save second lines of list items and centred titles."""
    last = current[-1]
    inset = line.x0 - margins[0] > INDENT * line.size and line.x0 - last.x0 > INDENT * line.size
    hanging = len(current) == 1 and is_list_item(last.text)
    centred = abs(line.x0 + line.x1 - last.x0 - last.x1) < 2 * line.size and not _is_short(last, margins)
    return inset and not hanging and not centred


def _is_short(line: Line, margins: tuple[float, float]) -> bool:
    return margins[1] - line.x1 > SHORT_LINE * (margins[1] - margins[0])


def _section(lines: list[Line], printed: _Print) -> Section:
    first = lines[0]
    if first.kind == "table":
        return Section("table", first.text, page=first.page)
    text = _join(lines, printed.hyphenated)
    if level := _level(lines, text, printed):
        return Section("heading", text, level=level, title=text, page=first.page)
    small = max(line.size for line in lines) <= NOTE_RATIO * printed.size
    if small and first.middle > NOTE_TOP and _NOTE.match(text):
        return Section("footnote", text, page=first.page)
    return Section("list_item" if is_list_item(text) else "paragraph", text, page=first.page)


def _level(lines: list[Line], text: str, printed: _Print) -> int:
    """1-6 for a heading by its words or by its size (the largest is 1), else 0."""
    if len(text) > LONGEST_HEADING:
        return 0
    if worded := heading_level(text):
        return worded
    size = _rounded(max(line.size for line in lines))
    if size in printed.heading_sizes and any(map(str.isalpha, text)):
        return min(DEEPEST_LEVEL, 1 + printed.heading_sizes.index(size))
    bold = all(line.bold for line in lines) and not printed.bold
    if bold and len(text) <= LONGEST_BOLD and not _END.search(text) and text[0].isalnum() and not text[0].islower():
        return min(DEEPEST_LEVEL, 1 + len(printed.heading_sizes))
    return 0


def _join(lines: list[Line], hyphenated: frozenset[str]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text = _join_two(text, line.text, hyphenated)
    return _SPACED_ACCENT.sub(_composed, text.replace(SOFT_HYPHEN, ""))


def _composed(accent: re.Match[str]) -> str:
    """TeX prints "ï" as a diaeresis and a dotless i; put together where that makes one letter."""
    letter = accent[2].replace("ı", "i")
    whole = unicodedata.normalize("NFC", letter + COMBINING[accent[1]])
    return whole if len(whole) == 1 else accent[0]


def _join_two(text: str, more: str, hyphenated: frozenset[str]) -> str:
    """Two lines as one. A hyphen at the end goes, unless the document writes that word with one elsewhere."""
    if text.endswith(SOFT_HYPHEN):
        return text[:-1] + more
    cut = _LINE_HYPHEN.search(text)
    if not cut:
        return f"{text} {more}"
    after = _FIRST_WORD.match(more)
    whole = f"{cut[1]}-{after[0] if after else ''}".lower()
    # Vietnamese writes syllables apart and hyphenates none: only plain ASCII words are broken at line ends.
    keeps = whole in hyphenated or not whole.isascii() or not more[:1].islower()
    return text + more if keeps else text[:-1] + more


def _continues_earlier(pieces: list[_Piece], piece: _Piece, hyphenated: frozenset[str]) -> bool:
    """Join ``piece`` to the paragraph it goes on from, over a page, a note or a figure; True when it did."""
    if piece.section.kind != "paragraph":
        return False
    recent = range(len(pieces) - 1, max(-1, len(pieces) - LOOK_BACK), -1)
    at = next((i for i in recent if abs(pieces[i].size - piece.size) <= SIZE_STEP), None)
    if at is None or pieces[at].section.kind not in ("paragraph", "list_item"):
        return False
    before = pieces[at].section
    goes_on = piece.section.text[0].islower() or _breaks_off(before, piece.section)
    if _END.search(before.text) or not goes_on:
        return False
    text = _join_two(before.text, piece.section.text, hyphenated)
    pieces[at] = replace(pieces[at], section=replace(before, text=text))
    return True


def _breaks_off(before: Section, after: Section) -> bool:
    """Whether a long paragraph stops at the end of its page without a mark: a name may come next."""
    long = len(before.text) >= BREAKS_OFF_CHARS and before.kind == "paragraph"
    return long and before.page != after.page and before.text[-1].isalnum()
