"""The lines of recognised pages as the rest of extraction wants them: of even size, and no second layer of text."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from speech.extract.line import Line

NEARLY: Final = (0.82, 1.35)
"""A size measured within these shares of the text's is the text's: small print is told from it, and large titles."""
WHOLE: Final = 1.0
COVERED: Final = 0.8


def recognised_lines(told: Mapping[str, Iterable[Mapping[str, Any]]] | None) -> dict[int, list[Line]] | None:
    """What the children told of each page, None before anything was recognised."""
    if told is None:
        return None
    pages = {int(number): [_line(fields) for fields in lines] for number, lines in told.items()}
    sizes: Counter[float] = Counter()
    for line in (line for lines in pages.values() for line in lines if not line.kind):
        sizes[round(line.size / WHOLE) * WHOLE] += len(line.text)
    usual = max(sizes, key=sizes.__getitem__) if sizes else 0.0
    return {number: [line._replace(size=_even(line.size, usual)) for line in lines] for number, lines in pages.items()}


def _line(fields: Mapping[str, Any]) -> Line:
    doubts = tuple((start, end, surely) for start, end, surely in fields["doubts"])
    return Line(**{**fields, "doubts": doubts})


def _even(size: float, usual: float) -> float:
    low, high = NEARLY
    return usual if low * usual <= size <= high * usual else round(size / WHOLE) * WHOLE


def best_of(layer: Sequence[Line], recognised: Sequence[Line]) -> list[Line]:
    """The page's own text where it says what its picture says, as slides on a painted ground do; else the picture's."""
    own, seen = _words(layer), _words(recognised)
    if seen.total() and (own & seen).total() >= COVERED * seen.total():
        return list(layer)
    return list(recognised)


def _words(lines: Sequence[Line]) -> Counter[str]:
    return Counter(word for line in lines for word in line.text.lower().split() if any(map(str.isalnum, word)))
