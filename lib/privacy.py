"""What every app does for one person. Each has a ``privacy.py``, listed by dotted path in ``settings.PRIVACY`` from the
top of the house down, as Django lists middleware."""

from collections.abc import Collection
from importlib import import_module
from typing import Any, Protocol, cast

from django.conf import settings


class Privacy(Protocol):
    """A module ``privacy``. ``HOLDS`` names the models in which something of a person stands (a test compares)."""

    __name__: str
    HOLDS: Collection[str]

    def stop(self, user: Any) -> None:
        """End what is being worked on for ``user``, in the caller's transaction: a late writer is fenced off."""

    def erase(self, user: Any) -> int:
        """Remove what this app holds of ``user``, rows and bytes; how much there was. Running it again is harmless."""


def listed() -> list[Privacy]:
    """The modules in their order: who stands higher lets go first."""
    return [cast(Privacy, import_module(path)) for path in settings.PRIVACY]
