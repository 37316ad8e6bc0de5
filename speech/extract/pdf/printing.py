"""How a document is printed: the size of its text, its usual line distance, the sizes of its headings."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from speech.extract.line import Line
from speech.extract.pdf.joining import FIRST_WORD, LINE_HYPHEN, Words

HEADING_RATIO: Final = 1.12
SIZE_STEP: Final = 0.5
_INNER_HYPHEN: Final = re.compile(r"[^\W\d_]+-[^\W\d_]+")


@dataclass(frozen=True)
class Print:
    """Body size and usual line distance in points, heading sizes by rank, how words at line ends are written."""

    size: float
    pitch: float
    bold: bool
    mono: bool
    heading_sizes: tuple[float, ...]
    words: Words


def measured(lines: list[Line]) -> Print:
    """What most of the letters are like."""
    sizes: Counter[float] = Counter()
    hyphenated: set[str] = set()
    bold = mono = 0
    for line in lines:
        count = len(line.text)
        sizes[line.size] += count
        bold += count if line.bold else -count
        mono += count if line.mono else -count
        if "-" in line.text:
            hyphenated.update([word.lower() for word in _INNER_HYPHEN.findall(line.text)])
    sizes = _in_steps(sizes)
    size = max(sizes, key=sizes.__getitem__) if sizes else 0.0
    larger = sorted((each for each in sizes if each >= HEADING_RATIO * size), reverse=True)
    words = Words(frozenset(hyphenated), _whole(lines))
    return Print(size, _pitch(lines, size), bold > 0, mono > 0, tuple(larger), words)


def _in_steps(sizes: Counter[float]) -> Counter[float]:
    steps: Counter[float] = Counter()
    for size, count in sizes.items():
        steps[rounded(size)] += count
    return steps


def _whole(lines: list[Line]) -> frozenset[str]:
    """Words like "TraceMonkey" that some line's end parts before the capital and another line has whole."""
    parted = {
        first[1] + second[0]
        for above, below in pairwise(lines)
        if above.text[-1] == "-" and below.text[0].isupper()
        if (first := LINE_HYPHEN.search(above.text)) and (second := FIRST_WORD.match(below.text))
    }
    return (
        frozenset(parted & {word for line in lines for word in FIRST_WORD.findall(line.text)})
        if parted
        else frozenset()
    )


def _pitch(lines: list[Line], size: float) -> float:
    pitches = Counter(
        round(below.y0 - above.y0)
        for above, below in pairwise(lines)
        if 0 < below.y0 - above.y0 < 3 * size and above.page == below.page and rounded(above.size) == size
    )
    return max(pitches, key=pitches.__getitem__) if pitches else 1.2 * size


def rounded(size: float) -> float:
    return round(size / SIZE_STEP) * SIZE_STEP
