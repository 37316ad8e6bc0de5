"""A long scan is recognised in parts: what comes is kept, and another time goes on with the pages that are missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Lines = list[dict[str, Any]]
"""The lines of a page as a child tells them."""


class Unfinished(Exception):
    """The time of this part is over; all that was recognised has been kept."""


def _not_kept(number: int, lines: Lines | None) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Part:
    """``known``: pages of earlier parts (None: it cannot be read). ``keep`` is told each page as it comes; once
    ``is_over`` no page is begun any more. As it stands: everything at once."""

    known: Mapping[int, Lines | None] = field(default_factory=dict)
    keep: Callable[[int, Lines | None], None] = _not_kept
    is_over: Callable[[], bool] = _never
