"""MathML inside a page, put together while the page is parsed; said on one line when it ends."""

from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from speech.extract.formula import DEEPEST, linear

MOST_PARTS: Final = 20_000


@dataclass
class Math:
    """One formula that is open: the elements from ``math`` down to where we are."""

    _open: list[Element] = field(default_factory=lambda: [Element("math")])
    _parts: int = 0

    def start(self, name: str) -> None:
        """Go into an element; what is too deep or too much stays where it is."""
        self._parts += 1
        fits = len(self._open) <= DEEPEST and self._parts <= MOST_PARTS
        self._open.append(SubElement(self._open[-1], name) if fits else self._open[-1])

    def data(self, text: str) -> None:
        inner = self._open[-1]
        inner.text = (inner.text or "") + text

    def end(self) -> str | None:
        """Leave an element; the formula on one line when it was the outermost."""
        left = self._open.pop()
        return None if self._open else linear(left)
