"""The numbers that Word writes before paragraphs ("Điều 5.", "a)"): they are text, but not in the text."""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.docx_xml import W, number, value

ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
                (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
MOST_ROMAN: Final = 4000
_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass
class _List:
    levels: dict[int, _Level]
    counters: dict[int, int] = field(default_factory=dict)

    def step(self, level: int) -> None:
        """Count one more at ``level``; deeper levels begin again (17.9.11)."""
        start = self.levels[level].start
        self.counters[level] = self.counters.get(level, start - 1) + 1
        self.counters = {deep: count for deep, count in self.counters.items() if deep <= level}

    def label(self, level: int) -> str:
        def fill(place: re.Match[str]) -> str:
            wanted = int(place[1]) - 1
            shape = self.levels.get(wanted)
            return numeral(self.counters.get(wanted, shape.start if shape else 1), shape.format if shape else "")

        return _PLACE.sub(fill, self.levels[level].text).strip()


class Numbering:
    """Counts through a document: ask for the labels of its paragraphs in order."""

    def __init__(self, part: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        if part is None:
            return
        shapes = {shape.get(W + "abstractNumId"): _levels(shape) for shape in part.iter(W + "abstractNum")}
        shared: dict[str | None, _List] = {}
        for entry in part.iter(W + "num"):
            shape = value(entry, "abstractNumId")
            levels = shapes.get(shape, {})
            # Lists of one shape go on counting together, unless one says where to start again.
            restarts = entry.find(W + "lvlOverride") is not None
            known = _List(_overridden(levels, entry)) if restarts else shared.setdefault(shape, _List(levels))
            self._lists[entry.get(W + "numId", "")] = known

    def label(self, list_id: str | None, level: int) -> str | None:
        """What stands before the next paragraph of this list, "" for a bullet; None when it is in no list."""
        known = self._lists.get(list_id or "0")
        if known is None or level not in known.levels:
            return None
        known.step(level)
        return "" if known.levels[level].format in ("bullet", "none") else known.label(level)


def _levels(shape: Element) -> dict[int, _Level]:
    return {number(level.get(W + "ilvl")): _level(level) for level in shape.findall(W + "lvl")}


def _level(level: Element) -> _Level:
    start = number(value(level, "start"), 1)
    return _Level(value(level, "numFmt") or "decimal", value(level, "lvlText") or "", start)


def _overridden(levels: dict[int, _Level], entry: Element) -> dict[int, _Level]:
    changed = dict(levels)
    for override in entry.findall(W + "lvlOverride"):
        at = number(override.get(W + "ilvl"))
        own = override.find(W + "lvl")
        base = _level(own) if own is not None else changed.get(at)
        if base is not None:
            start = number(value(override, "startOverride"), base.start)
            changed[at] = _Level(base.format, base.text, start)
    return changed


def numeral(count: int, shape: str) -> str:
    """``count`` as Word names the shapes of numbers: decimal, lowerRoman, upperLetter, ..."""
    if shape in ("lowerRoman", "upperRoman") and 0 < count < MOST_ROMAN:
        letters = _roman(count)
    elif shape in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
    else:
        return f"{count:02}" if shape == "decimalZero" else str(count)
    return letters.upper() if shape.startswith("upper") else letters


def _roman(count: int) -> str:
    letters = ""
    for worth, letter in ROMAN:
        letters += letter * (count // worth)
        count %= worth
    return letters
