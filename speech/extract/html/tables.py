"""Tables of HTML: one section for what is a table, the blocks as they are for what only arranges a page."""

from dataclasses import dataclass, field, replace
from typing import Final

from speech.types import Section

MOST_BLOCKS: Final = 3
"""A cell with more blocks than these is a part of a page."""
OF_CELLS: Final = frozenset({"paragraph", "list_item"})
ASIDE: Final = frozenset({"caption", "footnote"})


@dataclass
class Table:
    """A table that is being read: where its sections begin, and the spans of each cell, row by row."""

    at: int
    arranges: bool = False
    rows: list[list[tuple[int, int]]] = field(default_factory=list)
    _open: int | None = None

    def row(self) -> None:
        self.rows.append([])

    def cell(self, at: int) -> None:
        self._open = at

    def cell_ends(self, at: int) -> None:
        if self._open is not None:
            if not self.rows:
                self.row()
            self.rows[-1].append((self._open, at))
            self._open = None

    def joined(self, sections: list[Section]) -> list[Section]:
        """The sections of the table in its place: ``sections`` are all from ``at`` on."""
        if self._is_arrangement(sections):
            return sections
        lines = ["\t".join(filter(None, (self._text(sections, span) for span in row))) for row in self.rows]
        text = "\n".join(filter(None, lines))
        captions = [section for section in sections if section.kind == "caption"]
        notes = [section for section in sections if section.kind == "footnote"]
        inside = [Section("table", text)] if text else []
        return [*captions, *inside, *notes]

    def _text(self, sections: list[Section], span: tuple[int, int]) -> str:
        found = sections[span[0] - self.at : span[1] - self.at]
        return " ".join(" ".join(section.text.split()) for section in found if section.kind not in ASIDE)

    def _is_arrangement(self, sections: list[Section]) -> bool:
        spans = [span for row in self.rows for span in row]
        covered = sum(end - start for start, end in spans)
        in_cells = sum(section.kind in OF_CELLS for section in sections)
        return (
            len(spans) <= 1
            or any(section.kind not in OF_CELLS | ASIDE for section in sections)
            or covered < in_cells  # words beside the cells: a broken table loses none of them
            or max(end - start for start, end in spans) > MOST_BLOCKS
        )


def in_kind(section: Section, kind: str) -> Section:
    """The same words as another kind, which is no heading."""
    return replace(section, kind=kind, level=0, title="")
