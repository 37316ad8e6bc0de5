"""The numbers that Word writes before paragraphs ("Điều 5.", "a)"): they are text, but not in the text."""

import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.docx.xml import W, is_on, number, value

ROMAN: Final = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
                (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
MOST_ROMAN: Final = 4000
VIETNAMESE: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    format: str
    text: str
    start: int
    restart: int | None = None
    is_legal: bool = False


@dataclass
class _Count:
    """How far each level was counted; lists of one shape go on counting together (17.9.15)."""

    at: dict[int, int] = field(default_factory=dict)


@dataclass
class _List:
    """One list: its levels, what it counts with, and where it begins again when it is first used."""

    levels: dict[int, _Level]
    count: _Count
    restarts: dict[int, int] = field(default_factory=dict)

    def step(self, level: int) -> None:
        """Count one more at ``level``; deeper levels begin again, unless they say that they go on (17.9.10)."""
        begin = self.restarts.pop(level, None)
        before = self.levels[level].start - 1 if begin is None else begin - 1
        number = (self.count.at.get(level, before) if begin is None else before) + 1
        kept = {deep: count for deep, count in self.count.at.items() if deep < level or self._goes_on(deep, level)}
        self.count.at = {**kept, level: number}

    def _goes_on(self, deep: int, level: int) -> bool:
        """Whether the numbers of ``deep`` go on after one of ``level``: 0 is never to begin again, 1 only after the
        first level, and so on."""
        after = self.levels[deep].restart if deep in self.levels else None
        return after is not None and deep > level and level >= after

    def label(self, level: int) -> str:
        def fill(place: re.Match[str]) -> str:
            wanted = int(place[1]) - 1
            shape = self.levels.get(wanted)
            if shape is None or shape.format in ("none", "bullet"):
                return ""
            is_plain = self.levels[level].is_legal
            return numeral(self.count.at.get(wanted, shape.start), "decimal" if is_plain else shape.format)

        return _PLACE.sub(fill, self.levels[level].text).strip()


class Numbering:
    """Counts through a document: ask for the labels of its paragraphs in order."""

    def __init__(self, part: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        if part is None:
            return
        found = {shape.get(W + "abstractNumId"): shape for shape in part.iter(W + "abstractNum")}
        styles = {value(shape, "styleLink"): shape for shape in found.values() if value(shape, "styleLink")}
        shared: dict[str | None, _Count] = {}
        for entry in part.iter(W + "num"):
            name = value(entry, "abstractNumId")
            shape = found.get(name)
            linked = styles.get(value(shape, "numStyleLink")) if shape is not None else None
            shape = linked if linked is not None else shape
            levels = _levels(shape) if shape is not None else {}
            count = shared.setdefault(name, _Count())
            self._lists[entry.get(W + "numId", "")] = _List(_overridden(levels, entry), count, _restarts(entry))

    def label(self, list_id: str | None, level: int) -> str | None:
        """What stands before the next paragraph of this list, "" for a bullet; None when it is in no list."""
        known = self._lists.get(list_id or "0")
        if known is None or level not in known.levels:
            return None
        known.step(level)
        return "" if known.levels[level].format == "bullet" else known.label(level)


def _levels(shape: Element) -> dict[int, _Level]:
    return {number(level.get(W + "ilvl")): _level(level) for level in shape.findall(W + "lvl")}


def _level(level: Element) -> _Level:
    restart = value(level, "lvlRestart")
    return _Level(
        value(level, "numFmt") or "decimal",
        value(level, "lvlText") or "",
        number(value(level, "start"), 1),
        None if restart is None else number(restart),
        is_on(level, "isLgl") or False,
    )


def _overridden(levels: dict[int, _Level], entry: Element) -> dict[int, _Level]:
    changed = dict(levels)
    for override in entry.findall(W + "lvlOverride"):
        at = number(override.get(W + "ilvl"))
        own = override.find(W + "lvl")
        if own is not None:
            changed[at] = _level(own)
    return changed


def _restarts(entry: Element) -> dict[int, int]:
    """Where this list begins to count at each level that it says so of."""
    said = ((each.get(W + "ilvl"), value(each, "startOverride")) for each in entry.findall(W + "lvlOverride"))
    return {number(level): number(start, 1) for level, start in said if start is not None}


def numeral(count: int, shape: str) -> str:
    """``count`` as Word names the shapes of numbers: decimal, lowerRoman, upperLetter, ..."""
    if shape in ("lowerRoman", "upperRoman") and 0 < count < MOST_ROMAN:
        letters = _roman(count)
    elif shape == "vietnameseCounting" and 0 < count < len(VIETNAMESE):
        return VIETNAMESE[count]
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
