"""Notes at the foot of a page: what stands below the short rule that parts them from the text."""

from typing import Final

from speech.extract.line import Line
from speech.extract.pdf.sheet import Box, Sheet

THIN_POINTS: Final = 2.5
SHORTEST: Final = 25.0
LONGEST_SHARE: Final = 0.6
"""Of the page's width: a longer rule parts something else."""
TOP: Final = 0.4
ABOVE: Final = 4.0
BESIDE: Final = 12.0
SMALLER: Final = 0.97


def under_rules(lines: list[Line], sheet: Sheet) -> list[Line]:
    """The lines, those below a short rule in the lower part of the page marked."""
    rules = [box for box, _ in sheet.rules if _parts_notes(box, sheet)]
    if not rules:
        return lines
    return [
        line._replace(under_rule=True) if any(_is_under(line, rule, lines) for rule in rules) else line
        for line in lines
    ]


def _parts_notes(box: Box, sheet: Sheet) -> bool:
    width, height = box[2] - box[0], box[3] - box[1]
    return height <= THIN_POINTS and SHORTEST <= width <= LONGEST_SHARE * sheet.width and box[1] > TOP * sheet.height


def _is_under(line: Line, rule: Box, lines: list[Line]) -> bool:
    """Whether the line stands below the rule, in its column, with smaller letters than what stands above it."""
    if line.kind or line.y0 < rule[1] - ABOVE or line.x0 < rule[0] - BESIDE:
        return False
    above = [other.size for other in lines if not other.kind and other.y1 <= rule[3] + ABOVE and other.x1 > rule[0]]
    if not above or line.size >= SMALLER * sorted(above)[len(above) // 2]:
        return False
    column = [other for other in lines if other.y0 >= rule[1] - ABOVE and other.x0 >= rule[0] - BESIDE]
    first = min(column, key=lambda other: (other.y0, other.x0))
    return line.x0 < max(first.x1, rule[2])
