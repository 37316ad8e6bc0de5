"""Keyset pages: newest first by key, never OFFSET. The cursor is the last row's public_id."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models

from lib.identifiers import uuid_of
from lib.refusals import Refusal

Row = TypeVar("Row", bound=models.Model)
MAX_LIMIT = 100


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: list[Row]
    next_cursor: str | None


def page(rows: "models.QuerySet[Any]", *, cursor: str = "", limit: int = 20) -> Page[Any]:
    """The rows older than ``cursor`` (a public_id of ``rows``), at most ``limit``."""
    if cursor:
        rows = rows.filter(pk__lt=_key_of(rows, cursor))
    found = list(rows.order_by("-pk")[: limit + 1])
    more = found[limit - 1].public_id if len(found) > limit else None
    return Page(found[:limit], str(more) if more else None)


def _key_of(rows: "models.QuerySet[Any]", cursor: str) -> int:
    known = uuid_of(cursor)
    key = rows.filter(public_id=known).values_list("pk", flat=True).first() if known else None
    if key is None:
        raise Refusal("bad_cursor", 400)
    return int(key)


def limit_of(raw: str | None, default: int = 20) -> int:
    """The page size that was asked for, kept within 1 and 100."""
    try:
        return max(1, min(MAX_LIMIT, int(raw or default)))
    except ValueError:
        raise Refusal("invalid", 400, field="limit") from None
