"""What the readers of a page hand on: one printed line."""

from typing import NamedTuple


class Line(NamedTuple):  # a book has a hundred thousand: made five times as fast as a frozen dataclass
    """One printed line (or one whole table): text, box in points from the top left, size in points.

    ``raised``: it begins with a raised mark, like a note. ``mono``: in a typewriter's letters. ``math``: which share
    of its letters is in a font of formulas. ``doubts``: spans of the text that were recognised badly, and how surely.
    """

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False
    kind: str = ""
    page_height: float = 0.0
    page_width: float = 0.0
    raised: bool = False
    mono: bool = False
    math: float = 0.0
    under_rule: bool = False
    doubts: tuple[tuple[int, int, float], ...] = ()

    @property
    def middle(self) -> float:
        """Where the line stands on its page: 0 top, 1 bottom."""
        return (self.y0 + self.y1) / 2 / max(1.0, self.page_height)
