"""Owner's paths answer with and without a trailing slash, never by a redirect on POST."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, re_path

UUID = "(?P<public_id>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"


def owner_path(route: str, view: Callable[..., HttpResponseBase], name: str, **extra: Any) -> URLPattern:
    """``route`` with ``{id}`` for a public identifier."""
    return re_path("^" + route.replace("{id}", UUID) + "/?$", view, extra or None, name=name)
