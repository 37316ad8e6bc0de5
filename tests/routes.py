"""Every address of the site, from the URL configuration itself: a new route is in the tests the day it is made."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

SOME_ID = UUID("00000000-0000-4000-8000-000000000000")
VALUES = {"public_id": str(SOME_ID), "object_id": "1", "content_type_id": "1", "app_label": "accounts", "number": "1"}
GROUP = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")


def patterns() -> Iterator[tuple[str, URLPattern]]:
    """All routes with their patterns, from the root."""
    yield from _below(get_resolver().url_patterns, "")


def _below(found: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for one in found:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _below(one.url_patterns, route)
        else:
            yield route, one


def address(route: str, **values: str) -> str:
    """``route`` with something in its holes: ``values``, else what is in ``VALUES``, else ``x``."""
    known = VALUES | values
    path = GROUP.sub(lambda hole: known.get(hole[1] or hole[2], "x"), route)
    return "/" + re.sub(r"/\?$|[\^$\\]|\\Z", "", path.replace("^", "")).removesuffix("/?")


def addresses() -> list[str]:
    """One address for each route."""
    return sorted({address(route) for route, _ in patterns()})
