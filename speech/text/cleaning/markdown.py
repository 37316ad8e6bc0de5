"""Finds Markdown in a text: what stands for a look (headings, emphasis, tables ...) goes, the words stay.

Only what can hardly mean anything else is taken: ``2*3*4``, ``snake_case``, ``#1`` and ``> 5`` are left alone.
"""

import re
from collections.abc import Iterator
from typing import Final

from speech.text.cleaning.traced import Edit, Repair, Traced, replacing

MARKS: Final = frozenset("*_`~#>[|\\=-")
# Everything is bounded, so that ten thousand unclosed marks cost no more than as many short looks.
FENCE = re.compile(r"(?m)^[ ]{0,3}(?:`{3,}|~{3,})[ ]?[\w+#.-]{0,20}[ \t]*$")
RULE = re.compile(r"(?m)^[ ]{0,3}(?:(?:\*[ ]?){3,80}|(?:_[ ]?){3,80}|(?:-[ ]?){3,80}|={3,80})$")
HEADING = re.compile(r"(?m)^[ ]{0,3}#{1,6}[ \t]+(?=\S)")
HEADING_END = re.compile(r"(?m)(?<=\S)[ \t]+#{1,6}[ \t]*$")
QUOTE = re.compile(r"(?m)^[ ]{0,3}(?:>[ ]?){1,5}(?=[^\d\s>=])")
BULLET = re.compile(r"(?m)^([ \t]{0,12})[*+-][ ]{1,3}(?:\[[ xX]\][ ]+)?(?=[^\d\s*+-])")
NUMBERED_BOX = re.compile(r"(?m)^([ \t]{0,12}\d{1,3}[.)][ ]+)\[[ xX]\][ ]+(?=\S)")
TARGET: Final = r"\((?:[^()\s]|\([^()\s]{0,80}\)){0,600}(?:\s+[\"'“][^\"'”\n]{0,200}[\"'”])?\)"
LINK = re.compile(rf"!?\[([^\[\]\n]{{0,300}})\](?:{TARGET}|\[[^\[\]\n]{{0,60}}\])")
DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[[^\[\]\n]{1,60}\]:[ \t]+\S{1,600}[^\n]{0,200}$")
FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,20}\]:?")
ADDRESS = re.compile(r"<((?:https?://|mailto:)?[^\s<>@]{1,300}@?[^\s<>]{1,300})>")
STARS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s*\\])\1(?![\w*])")
LINES = re.compile(r"(?<![\w_\\])(_{1,3})(?=[^\s_])([^_\n]{1,500}?)(?<=[^\s_\\])\1(?![\w_])")
WAVES = re.compile(r"(?<![\w~\\])(~~)(?=[^\s~])([^~\n]{1,500}?)(?<=[^\s~])\1(?![\w~])")
CODE = re.compile(r"(?<![`\\])(`{1,2})(?=[^`])([^`\n]{1,500}?)(?<=[^`])\1(?!`)")
ESCAPE = re.compile(r"\\(?=[*_`#~\[\]|>])")
TABLE_ROW = re.compile(r"(?m)^[ ]{0,3}\|[^\n]{1,2000}\|[ \t]*$")
DIVIDER = re.compile(r"(?m)^[ ]{0,3}\|?[ \t]*:?-{1,80}:?[ \t]*(?:\|[ \t]*:?-{1,80}:?[ \t]*){1,40}\|?[ \t]*$")
BAR = re.compile(r"[ \t]*(?<!\\)\|[ \t]*")


def without_markdown(traced: Traced) -> Traced:
    """``traced`` with the words of its Markdown only; what is left out is flagged as markup."""
    marks = MARKS.intersection(traced.text)
    for needs, repair in _REPAIRS:
        if not marks.isdisjoint(needs):
            traced = traced.repaired(repair)
    return traced


def _pairs(pattern: re.Pattern[str]) -> Repair:
    """A repair that takes the mark before and after what ``pattern`` finds."""

    def find(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.start(2), "", "markup")
            yield Edit(match.end(2), match.end(), "", "markup")

    return find


def _around(pattern: re.Pattern[str]) -> Repair:
    """A repair that keeps the first group of what ``pattern`` finds."""

    def find(text: str) -> Iterator[Edit]:
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.start(1), "", "markup")
            yield Edit(match.end(1), match.end(), "", "markup")

    return find


def _addresses(text: str) -> Iterator[Edit]:
    for match in ADDRESS.finditer(text):
        if "://" in match[1] or "@" in match[1]:
            yield Edit(match.start(), match.start(1), "", "markup")
            yield Edit(match.end(1), match.end(), "", "markup")


def _cells(text: str) -> Iterator[Edit]:
    """The bars of a table's rows: between two cells a comma, at the ends nothing."""
    for row in TABLE_ROW.finditer(text):
        bars = list(BAR.finditer(text, row.start(), row.end()))
        for bar in bars:
            is_inner = bars[0].end() < bar.end() < bars[-1].end()
            was_empty = text[bar.start() - 1 : bar.start()] in ("|", "\n", "")
            yield Edit(bar.start(), bar.end(), ", " if is_inner and not was_empty else " ", "markup")


def _gone(pattern: re.Pattern[str], left: str = "") -> Repair:
    return replacing(pattern, lambda _match: left, "markup")


_REPAIRS: Final[tuple[tuple[str, Repair], ...]] = (
    ("`~", _gone(FENCE)),
    ("-", _gone(DIVIDER)),
    ("|", _cells),
    ("*_-=", _gone(RULE)),
    (">", _gone(QUOTE)),
    ("#", _gone(HEADING)),
    ("#", _gone(HEADING_END)),
    ("*-", replacing(BULLET, lambda match: f"{match[1]}- ", "markup")),
    ("[", replacing(NUMBERED_BOX, lambda match: match[1], "markup")),
    ("[", _gone(DEFINITION)),
    ("[", _gone(FOOTNOTE)),
    ("[", _around(LINK)),
    ("[", _around(LINK)),  # a picture inside a link
    (">", _addresses),
    ("`", _pairs(CODE)),
    ("*", _pairs(STARS)),
    ("*", _pairs(STARS)),  # **bold with *italics* inside**
    ("_", _pairs(LINES)),
    ("_", _pairs(LINES)),
    ("~", _pairs(WAVES)),
    ("\\", _gone(ESCAPE)),
)
