"""Deleting can be undone for a day: until then a row is only hidden, and then the sweep purges it with its bytes."""

from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import models
from django.utils import timezone

Row = TypeVar("Row", bound=models.Model)

UNDO: Final = timedelta(days=1)


def oldest() -> datetime:
    """What was deleted before this moment cannot be restored any more."""
    return timezone.now() - UNDO


def restorable(rows: "models.QuerySet[Row]") -> "models.QuerySet[Row]":
    """Of ``rows`` those that were deleted less than a day ago."""
    return rows.filter(deleted_at__gte=oldest())
