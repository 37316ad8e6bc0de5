"""Tables of a page: by the lines ruled around their cells, by rules above and below, by columns that stand aligned."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from speech.extract.line import Line

Box = tuple[float, float, float, float]
Edge = tuple[Box, bool]
"""Where a rule runs, and whether across the page rather than down."""
Rules = Sequence[tuple[Box, bool]]
"""What is drawn: its box, and whether only the box's edge is."""

THIN_POINTS: Final = 2.5
LEAST_ACROSS: Final = 10.0
LEAST_DOWN: Final = 5.0
LEAST_RULE: Final = 60.0
TOUCH: Final = 3.0
LEAST_FILLED: Final = 0.25
LONGEST_CELL: Final = 1500
"""A cell with more is no cell but a column of the page with a frame around it."""
LEAST_ROWS: Final = 3
LEAST_CELLS: Final = 3
MOST_BANDS: Final = 2
"""A head and a body: with more rules across, each is a row."""
KEYED: Final = 0.8
WIDEST_CELL: Final = 0.33
ALIGNED: Final = 4.0
ROW_STEP: Final = 3.0
"""In letter sizes: rows of one table are not farther apart."""

Cells = list[list[str]]


def tables_of(pieces: list[Line], rules: Rules) -> list[Line]:
    """The tables among the pieces of a page, each as one line of kind ``table``: rows are lines, cells have tabs."""
    found: list[Line] = []
    if len(rules) > 1:
        clusters = _clusters(_edges(rules))
        for region, xs, ys in [*_grids(clusters), *_ruled_bands(clusters)]:
            inside = [line for line in pieces if _is_in(line, region)]
            table = _ruled(inside, region, xs, ys)
            if table and not any(covers(other, table) for other in found):
                found.append(table)
    if _beside(pieces) >= 2 * LEAST_ROWS:
        free = [line for line in pieces if not any(covers(table, line) for table in found)]
        found += _aligned(free)
    return found


def covers(table: Line, line: Line) -> bool:
    """Whether the line stands in the table."""
    return _is_in(line, (table.x0, table.y0, table.x1, table.y1))


def _is_in(line: Line, box: Box) -> bool:
    x, y = (line.x0 + line.x1) / 2, (line.y0 + line.y1) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _edges(rules: Rules) -> list[Edge]:
    edges: list[Edge] = []
    for (x0, y0, x1, y1), framed in rules:
        if y1 - y0 <= THIN_POINTS and x1 - x0 >= LEAST_ACROSS:
            edges.append(((x0, y0, x1, y1), True))
        elif x1 - x0 <= THIN_POINTS and y1 - y0 >= LEAST_DOWN:
            edges.append(((x0, y0, x1, y1), False))
        elif framed and y1 - y0 >= LEAST_DOWN and x1 - x0 >= LEAST_ACROSS:
            edges += [((x0, y0, x1, y0), True), ((x0, y1, x1, y1), True)]
            edges += [((x0, y0, x0, y1), False), ((x1, y0, x1, y1), False)]
    return edges


def _grids(clusters: list[list[Edge]]) -> Iterable[tuple[Box, list[float], list[float]]]:
    """The places of rules that touch each other and make two rows and two columns at least."""
    for cluster in clusters:
        horizontal = [box for box, is_across in cluster if is_across]
        vertical = [box for box, is_across in cluster if not is_across]
        if not horizontal or not vertical:
            continue
        region = _around([box for box, _ in cluster])
        xs = _steps([*((box[0] + box[2]) / 2 for box in vertical), region[0], region[2]])
        ys = _steps([*((box[1] + box[3]) / 2 for box in horizontal), region[1], region[3]])
        if len(xs) > 2 and len(ys) > 2:
            yield region, xs, ys


def _clusters(edges: list[Edge]) -> list[list[Edge]]:
    """The edges parted wherever a blank strip runs between them, down and across in turn."""
    parts, before = [edges], 0
    while len(parts) != before:
        before = len(parts)
        parts = [part for group in parts for part in _strips(group, 1)]
        parts = [part for group in parts for part in _strips(group, 0)]
    return parts


def _strips(edges: list[Edge], side: int) -> list[list[Edge]]:
    strips: list[list[Edge]] = []
    end = float("-inf")
    for edge in sorted(edges, key=lambda edge: edge[0][side]):
        if edge[0][side] > end + TOUCH:
            strips.append([])
        strips[-1].append(edge)
        end = max(end, edge[0][side + 2])
    return strips


def _around(boxes: Iterable[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _steps(places: Iterable[float]) -> list[float]:
    """The places in order, those that are one rule drawn twice taken together."""
    steps: list[float] = []
    for place in sorted(places):
        if not steps or place - steps[-1] > TOUCH:
            steps.append(place)
    return steps


def _ruled_bands(clusters: list[list[Edge]]) -> Iterable[tuple[Box, list[float], list[float]]]:
    """Between rules of equal ends, one below the other, without any rule down: the columns are not known."""
    ends: dict[tuple[int, int], list[Box]] = {}
    for cluster in clusters:
        box = _around([box for box, _ in cluster])
        if all(is_across for _, is_across in cluster) and box[2] - box[0] >= LEAST_RULE:
            ends.setdefault((round(box[0] / TOUCH), round(box[2] / TOUCH)), []).append(box)
    for boxes in ends.values():
        if len(boxes) > 1:
            yield _around(boxes), [], []


def _ruled(lines: list[Line], region: Box, xs: list[float], ys: list[float]) -> Line | None:
    """The table in the region, None where what stands in it is none."""
    if not lines:
        return None
    if not xs:
        return _banded(_rows(lines))
    cells = _filled(lines, xs, ys)
    filled = sum(bool(cell) for row in cells for cell in row)
    columns = sum(any(column) for column in zip(*cells, strict=True))
    if filled < LEAST_FILLED * (len(xs) - 1) * (len(ys) - 1) or columns < 2 or sum(map(any, cells)) < 2:
        return None
    if max(len(cell) for row in cells for cell in row) > LONGEST_CELL:
        return None
    return _table(cells, lines, region)


def _banded(rows: list[list[Line]]) -> Line | None:
    """The rows between rules, from the first with cells to the last; text between two figures is no table."""
    wide = [at for at, row in enumerate(rows) if len(row) > 1]
    if not wide:
        return None
    rows = rows[wide[0] : wide[-1] + 1]
    typed = sum(line.mono for row in rows for line in row)
    if len(rows) < 2 or 2 * len(wide) < len(rows) or 2 * typed > sum(map(len, rows)):
        return None
    inside = [line for row in rows for line in row]
    region = _around([(line.x0, line.y0, line.x1, line.y1) for line in inside])
    return _table([[line.text for line in row] for row in rows], inside, region)


def _filled(lines: list[Line], xs: list[float], ys: list[float]) -> Cells:
    """The texts of the cells, row by row."""
    bands: list[list[Line]] = [[] for _ in ys[1:]]
    for line in lines:
        bands[min(max(bisect(ys, (line.y0 + line.y1) / 2) - 1, 0), len(ys) - 2)].append(line)
    cells: Cells = []
    for band in bands:
        rows = _rows(band)
        if len(bands) <= MOST_BANDS and _are_rows(rows, xs):
            cells += [_row([row], xs) for row in rows]
        else:
            cells.append(_row(rows, xs))
    return cells


def _are_rows(rows: list[list[Line]], xs: list[float]) -> bool:
    """Whether the printed rows of a body without rules across are rows of the table: nearly all have a first cell."""
    keyed = sum((row[0].x0 + row[0].x1) / 2 < xs[1] and len(row) > 1 for row in rows)
    return len(rows) >= LEAST_ROWS and keyed >= KEYED * len(rows)


def _row(rows: list[list[Line]], xs: list[float]) -> list[str]:
    cells = ["" for _ in xs[1:]]
    for line in (line for row in rows for line in row):
        for column, text in _parts(line, xs):
            cells[column] = f"{cells[column]} {text}".strip()
    return cells


def _parts(line: Line, xs: list[float]) -> list[tuple[int, str]]:
    """The line's words by column; one that runs over a rule is cut where its letters would stand."""
    last = len(xs) - 2
    crossed = [x for x in xs[1:-1] if line.x0 < x - TOUCH and x + TOUCH < line.x1]
    if not crossed:
        return [(min(max(bisect(xs, (line.x0 + line.x1) / 2) - 1, 0), last), line.text)]
    step = (line.x1 - line.x0) / max(1, len(line.text))
    parts: list[tuple[int, str]] = []
    at = 0
    for word in line.text.split():
        column = min(max(bisect(xs, line.x0 + step * (at + len(word) / 2)) - 1, 0), last)
        at += len(word) + 1
        if parts and parts[-1][0] == column:
            parts[-1] = column, f"{parts[-1][1]} {word}"
        else:
            parts.append((column, word))
    return parts


def _table(cells: Cells, lines: list[Line], region: Box) -> Line:
    text = "\n".join("\t".join(filter(None, row)) for row in cells if any(row))
    first = lines[0]
    return Line(
        text, first.page, *region, size=0.0, kind="table", page_height=first.page_height, page_width=first.page_width
    )


def _beside(pieces: list[Line]) -> int:
    """How many pieces stand right of the one before, on its row: a cheap look for columns."""
    return sum(b.x0 > a.x1 and b.y0 < a.y1 and a.y0 < b.y1 for a, b in pairwise(pieces))


def _rows(lines: list[Line]) -> list[list[Line]]:
    """The lines by rows, from the top, each from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y0 + line.y1):
        if rows and (line.y0 + line.y1) / 2 < min(other.y1 for other in rows[-1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _aligned(lines: list[Line]) -> list[Line]:
    """Tables without any rule: three rows at least of three short cells that stand below each other."""
    short = [line for line in lines if line.x1 - line.x0 < WIDEST_CELL * max(1.0, line.page_width)]
    tables: list[Line] = []
    current: list[list[Line]] = []
    for row in [*_rows(short), []]:
        if row and (not current or _goes_on(current[-1], row)):
            current.append(row)
            continue
        while current and len(current[-1]) < LEAST_CELLS:
            current.pop()
        if sum(len(each) >= LEAST_CELLS for each in current) >= LEAST_ROWS:
            inside = [line for each in current for line in each]
            region = _around([(line.x0, line.y0, line.x1, line.y1) for line in inside])
            tables.append(_table([[line.text for line in each] for each in current], inside, region))
        current = [row] if len(row) >= LEAST_CELLS else []
    return tables


def _goes_on(above: list[Line], row: list[Line]) -> bool:
    """Whether the cells of a row stand below those of the row above: by their left, their right or their middle."""
    if len(above) < LEAST_CELLS or row[0].y0 - above[0].y1 > ROW_STEP * row[0].size or len(row) < LEAST_CELLS:
        return False
    places = [_edges_of(line) for line in above]
    fits = sum(any(_stands_below(place, _edges_of(line)) for place in places) for line in row)
    return fits >= len(row) - 1 and fits >= 2


def _edges_of(line: Line) -> tuple[float, float, float]:
    return line.x0, line.x1, (line.x0 + line.x1) / 2


def _stands_below(one: tuple[float, float, float], other: tuple[float, float, float]) -> bool:
    return min(abs(a - b) for a, b in zip(one, other, strict=True)) <= ALIGNED
