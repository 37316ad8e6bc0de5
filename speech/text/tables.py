"""Word lists that are data: ``data/<name>.tsv``, a line each of what is written and what is said."""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    """The lines of a table, cut at their tabs; ``name`` without its ending."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line]


def table(name: str) -> dict[str, str]:
    """What is said for what is written, in the order of the file."""
    return {line[0]: line[1] for line in rows(name)}
