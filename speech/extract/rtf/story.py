"""What an RTF says, put down paragraph by paragraph while it is read; its fonts are judged when all is there."""

from dataclasses import dataclass, field
from typing import Final, Literal

from speech.extract.legacy.fonts import Run
from speech.extract.rtf.fonts import BODY_LEVEL, Style

End = Literal["paragraph", "cell", "row"]


@dataclass
class Block:
    """A paragraph and how it ends; ``label`` is the number that Word drew before it."""

    runs: list[Run] = field(default_factory=list)
    label: list[Run] = field(default_factory=list)
    stories: list["Story"] = field(default_factory=list)
    style: Style = field(default_factory=Style)
    level: int = BODY_LEVEL
    in_table: bool = False
    end: End = "paragraph"

    @property
    def is_empty(self) -> bool:
        return not self.runs and not self.stories


@dataclass
class Story:
    """The body, a note or a text box."""

    kind: Literal["body", "footnote", "box"]
    blocks: list[Block] = field(default_factory=list)
    current: Block = field(default_factory=Block)

    def finish(self, end: End) -> None:
        """End the paragraph, or the cell or row with it."""
        if end != "paragraph" or not self.current.is_empty:
            self.current.end = end
            self.blocks.append(self.current)
        self.current = Block()

    def runs(self) -> list[Run]:
        """All text with its font, notes and boxes too."""
        found: list[Run] = []
        waiting = [self]
        while waiting:
            for block in waiting.pop().blocks:
                found += block.label + block.runs
                waiting += block.stories
        return found


DEEPEST_STORY: Final = 4
"""Notes in boxes in notes: what is deeper is put down where it stands."""
