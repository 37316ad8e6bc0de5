"""Many rows that get values of their own each."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from django.db import connection, models

BATCH: Final = 500
UPDATE: Final = """
    WITH wanted(id, {names}) AS (VALUES {values})
    UPDATE {table} SET {casts} FROM wanted WHERE {table}.id = wanted.id
"""


def told(row: models.Model) -> dict[str, Any]:
    """All columns of a row, to be kept as JSON until somebody wants it back."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def bring_back(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Rows that are gone, as they were ``told``, under their own keys and names."""
    model._default_manager.bulk_create((model(**row) for row in rows), batch_size=BATCH)


def update_rows(rows: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Save ``fields`` of ``rows``, which are there and locked by their document. ``bulk_update`` writes a condition for
    each row and field, which takes many times as long."""
    pending = iter(rows)
    while some := list(islice(pending, BATCH)):
        _update(some, [some[0]._meta.get_field(name) for name in fields])


def _update(rows: Sequence[models.Model], fields: Sequence[Any]) -> None:
    """One statement for PostgreSQL and SQLite; values are cast because a list of them has no types."""
    quoted = connection.ops.quote_name
    names = [quoted(field.column) for field in fields]
    casts = [f"{quoted(field.column)} = CAST(wanted.{quoted(field.column)} AS {_type(field)})" for field in fields]
    one = f"({', '.join(['%s'] * (1 + len(fields)))})"
    statement = UPDATE.format(
        names=", ".join(names), values=", ".join([one] * len(rows)), casts=", ".join(casts),
        table=quoted(rows[0]._meta.db_table),
    )  # fmt: skip
    values = [value for row in rows for value in (row.pk, *(_value(row, field) for field in fields))]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _type(field: Any) -> str:
    kind: str = field.rel_db_type(connection) if field.is_relation else field.cast_db_type(connection)
    return kind


def _value(row: models.Model, field: Any) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add=False), connection)


def put_rows(rows: Iterable[models.Model], fields: Sequence[str]) -> None:
    """Save ``fields`` of those of ``rows`` that are there, and all of those that are not."""
    found = list(rows)
    if found:
        type(found[0])._default_manager.bulk_create(
            found, update_conflicts=True, unique_fields=["pk"], update_fields=fields, batch_size=BATCH
        )
