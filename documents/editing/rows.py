"""Many rows that get values of their own each."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import models

BATCH: Final = 500


def update_rows(rows: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Save ``fields`` of ``rows``, which are there and locked by their document. As an insert that finds them there:
    ``bulk_update`` writes a condition for each row and field, which takes many times as long."""
    found = list(rows)
    if found:
        type(found[0])._default_manager.bulk_create(
            found, update_conflicts=True, unique_fields=["pk"], update_fields=fields, batch_size=BATCH
        )
