"""Identifiers as they come from outside."""

from uuid import UUID


def uuid_of(raw: object) -> UUID | None:
    """The UUID that ``raw`` writes; None where it is none."""
    try:
        return UUID(str(raw))
    except ValueError:
        return None
