"""One identifier for a request, from the caller's header through our lines and hints to the workers' lines.

And one line a request: method, route, status, milliseconds. The route is the name of the URL pattern, never the path:
paths hold one-time links.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from structlog.contextvars import bound_contextvars, get_contextvars

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNLOGGED = frozenset({"/health", "/healthz"})
_asked: ContextVar[HttpRequest | None] = ContextVar("asked", default=None)


def as_request_id(raw: object) -> str:
    """``raw`` if it is a UUID, in its plain spelling; else nothing."""
    try:
        return str(UUID(str(raw)))
    except ValueError:
        return ""


def current_request_id() -> str:
    """The identifier of the request that this runs for, also in a worker that was hinted by it; or nothing."""
    return str(get_contextvars().get("request_id", ""))


def context() -> dict[str, Any]:
    """What every line carries: the identifiers bound here, and who asks, if that is known by now."""
    request = _asked.get()
    who = _known_user(request) if request is not None else ""
    return {**get_contextvars(), **({"user": who} if who else {})}


class RequestLogMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = as_request_id(request.headers.get(HEADER, "")) or str(uuid4())
        began = time.perf_counter()
        with bound_contextvars(request_id=known), _asking(request):
            response = self.get_response(request)
            if request.path.rstrip("/") not in UNLOGGED:
                log.info("request", extra={**_facts(request, response), "ms": _since(began)})
        response[HEADER] = known
        return response


@contextmanager
def _asking(request: HttpRequest) -> Iterator[None]:
    before = _asked.set(request)
    try:
        yield
    finally:
        _asked.reset(before)


def _facts(request: HttpRequest, response: HttpResponse) -> dict[str, object]:
    match = request.resolver_match
    method = request.method if request.method in METHODS else "other"
    return {"method": method, "route": match.view_name if match else "-", "status": response.status_code}


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)


def _known_user(request: HttpRequest) -> str:
    """Who asks, if somebody looked already: a line in the log is no reason to read the session."""
    user = request.__dict__.get("user")
    if isinstance(user, SimpleLazyObject):
        user = getattr(request, "_cached_user", None)
    return str(getattr(user, "public_id", ""))
