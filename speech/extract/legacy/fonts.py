"""Old Vietnamese fonts by their names, run by run; the text has the last word where a name lies."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final

from speech.extract.legacy.tcvn_vni import Encoding, decode
from speech.extract.legacy.text import encoding_of_text, follow, speaks_against

Run = tuple[str, str]
"""The name of a font, and what is set in it."""

Drawn = tuple[Encoding, bool]
"""What a font of an old encoding holds, and whether it draws all of it as capitals."""

SAMPLE_CHARS: Final = 100_000
_SUBSET: Final = re.compile(r"^[A-Z]{6}\+")
_STYLE: Final = re.compile(r"(?:[,\-\s]*(?:bold|italic|regular|mt)|\s(?:tur|ce|cyr|greek|baltic))$", re.IGNORECASE)
"""What PDF makers and old Words put behind a font's name."""
_VNI: Final = re.compile(r"VNI[-\s_]?[A-Z0-9]", re.IGNORECASE)
_TCVN3: Final = re.compile(r"(?i:[._]vn)[A-Za-z0-9]|Vn[A-Z0-9]")
"""PDF makers drop the dot of ``.VnTime``."""


def encoding_of_font(name: str) -> Encoding | None:
    """What a font of this name was made for: ``.VnTime`` and its kin, ``VNI-Times`` and its kin."""
    bare = _SUBSET.sub("", name)
    if _VNI.match(bare):
        return "vni"
    return "tcvn3" if _TCVN3.match(bare) else None


def draws_capitals(name: str) -> bool:
    """Whether the font draws small letters as capitals: the ABC fonts whose name ends in H."""
    bare = _SUBSET.sub("", name)
    while (plain := _STYLE.sub("", bare)) != bare:
        bare = plain
    return encoding_of_font(bare) == "tcvn3" and bare.upper().endswith("H")


class LegacyFonts:
    """Which fonts of a document (or a page) hold which encoding, and their text in Unicode."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._drawn: dict[str, Drawn] = {
            name: (encoding, draws_capitals(name))
            for name, text in _samples(runs).items()
            if (encoding := _judged(name, text))
        }

    def decode(self, runs: Iterable[Run]) -> str:
        """The text of neighbouring runs: one after the other, marks of one run on letters of the run before."""
        if not self._drawn:
            return "".join(text for _, text in runs)
        return "".join(
            _decoded("".join(text for _, text in group), drawn)
            for drawn, group in groupby(runs, key=lambda run: self._drawn.get(run[0]))
        )

    def repaired(self, text: str) -> str:
        """Text of unknown fonts among these, by what its words tell."""
        usual = next((encoding for encoding, _ in self._drawn.values()), None)
        return follow(text, usual) if usual else text


def _decoded(text: str, drawn: Drawn | None) -> str:
    if drawn is None:
        return text
    encoding, capitals = drawn
    return decode(text, encoding).upper() if capitals else decode(text, encoding)


def _samples(runs: Iterable[Run]) -> Mapping[str, str]:
    samples: dict[str, list[str]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    for name, text in runs:
        if sizes[name] < SAMPLE_CHARS:
            samples[name].append(text)
            sizes[name] += len(text)
    # Runs end inside words ("Ngh" "Þ"): put together as they stand.
    return {name: "".join(texts) for name, texts in samples.items()}


def _judged(name: str, text: str) -> Encoding | None:
    """The name says it, unless decoding spoils more words than it cures; other names need a clear text."""
    named = encoding_of_font(name)
    if named is None:
        return encoding_of_text(text)
    return None if speaks_against(text, named) else named
