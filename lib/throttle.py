"""Exact rate limits (one atomic counter a window), by address or by any name."""

import hashlib
import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django_ratelimit.core import get_usage
from redis import RedisError

from lib.refusals import Refusal

NOWHERE = ipaddress.IPv4Address(0)  # who comes by a unix socket has no address
V6_HOME = 64  # bits of an IPv6 address that one customer gets: the rest is theirs to change at will


def client_address(request: HttpRequest) -> str:
    """The caller's address, counted back over our own proxies only; always one that a database takes."""
    return str(_address(request))


def whereabouts(request: HttpRequest) -> str:
    """What is counted as one address: an IPv4 address, or an IPv6 home."""
    address = _address(request)
    return str(address if address.version == 4 else ipaddress.ip_network((address, V6_HOME), strict=False))


def _address(request: HttpRequest) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    hops: int = settings.TRUSTED_PROXIES
    chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    given = chain[-hops] if hops and len(chain) >= hops else str(request.META.get("REMOTE_ADDR") or "")
    try:
        address = ipaddress.ip_address(given.partition("%")[0])
    except ValueError:
        return NOWHERE
    return (address.version == 6 and address.ipv4_mapped) or address


def check_rate(request: HttpRequest, *, group: str, who: str, rate: str) -> None:
    """Count one call of ``who`` (hashed before it is a cache key).

    Raises ``too_many_requests`` (429), or ``try_later`` (503) while nobody can count.
    """
    wait = count(group=group, who=who, rate=rate, request=request)
    if wait:
        raise Refusal("too_many_requests", 429, seconds=wait)


def count(*, group: str, who: str, rate: str, request: HttpRequest | None = None) -> int:
    """Count one call of ``who``; the seconds to wait when it was one too many, else 0. Raises ``try_later`` (503)."""
    name = hashlib.sha256(who.encode(errors="replace")).hexdigest()[:32]
    try:
        usage = get_usage(request, group=group, key=lambda _group, _request: name, rate=rate, increment=True)
    except RedisError as error:  # doors stay shut while nobody counts
        raise Refusal("try_later", 503, seconds=10) from error
    return max(1, usage["time_left"]) if usage and usage["should_limit"] else 0
