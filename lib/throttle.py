"""Exact rate limits (one atomic counter a window), by address or by any name."""

import hashlib

from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import get_usage
from redis import RedisError

from lib.refusals import Refusal


def client_address(request: HttpRequest) -> str:
    """The caller's address, counted back over our own proxies only."""
    hops: int = settings.TRUSTED_PROXIES
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if hops and len(chain) >= hops:
        return chain[-hops]
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def check_rate(request: HttpRequest, *, group: str, who: str, rate: str) -> None:
    """Count one call of ``who`` (hashed before it is a cache key).

    Raises ``too_many_requests`` (429), or ``try_later`` (503) while nobody can count.
    """
    name = hashlib.sha256(who.encode()).hexdigest()[:32]
    try:
        usage = get_usage(request, group=group, key=lambda _group, _request: name, rate=rate, increment=True)
    except RedisError as error:  # doors stay shut while nobody counts
        raise Refusal("try_later", 503, seconds=10) from error
    if usage and usage["should_limit"]:
        raise Refusal("too_many_requests", 429, seconds=max(1, usage["time_left"]))
