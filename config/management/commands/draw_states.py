from collections.abc import Iterator

from accounts import states as accounts
from config.drawing import DrawCommand
from documents import states as documents
from lib.states import StateTable
from synthesis import states as synthesis
from voices import states as voices


class Command(DrawCommand):
    help = "Draws docs/states.md from the state tables of the apps."
    page = "docs/states.md"

    def draw(self) -> str:
        tables = [*accounts.TABLES, *voices.TABLES, *documents.TABLES, *synthesis.TABLES]
        head = "# States and their moves\n\nDrawn by `manage.py draw_states` from each app's `states.py`.\n"
        return head + "".join(_picture(table) for table in tables)


def _picture(table: StateTable) -> str:
    return f"\n## {table.name}\n\n```mermaid\nstateDiagram-v2\n" + "".join(_lines(table)) + "```\n"


def _lines(table: StateTable) -> Iterator[str]:
    first = next(iter(table.moves))
    yield f"    [*] --> {first}\n"
    for state, nexts in table.moves.items():
        for to in sorted(nexts):
            yield f"    {state} --> {to}\n"
        if not nexts:
            yield f"    {state} --> [*]\n"
