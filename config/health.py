"""Is the site alive, and does everything that it needs answer?"""

import logging
from collections.abc import Callable

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse

from lib import storage

log = logging.getLogger(__name__)


@login_not_required
def ready(request: HttpRequest) -> JsonResponse:
    """Database, redis, storage and workers; 503 when one of the first three is away (workers only degrade)."""
    checks: dict[str, Callable[[], bool]] = {
        "database": _database,
        "redis": _redis,
        "storage": _storage,
        "workers": _workers,
    }
    found = {name: _answers(name, check) for name, check in checks.items()}
    needed = all(found[name] for name in ("database", "redis", "storage"))
    state = "healthy" if all(found.values()) else "degraded" if needed else "unhealthy"
    words = {name: "ok" if good else "failed" for name, good in found.items()}
    return JsonResponse({"status": state, "checks": words}, status=200 if needed else 503)


def _answers(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - whatever it is, the check has failed
        log.warning("health: %s: %s", name, type(error).__name__)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _redis() -> bool:
    if not settings.REDIS_URL:
        return False
    cache.set("health", "ok", 5)
    return bool(cache.get("health") == "ok")


def _storage() -> bool:
    """Remembered for a moment: anybody may ask, and each look writes a file."""
    known = cache.get_or_set("health.storage", storage.is_healthy, 5)
    return bool(known)


def _workers() -> bool:
    """Whether a worker answers within half a second; remembered for a while, for health is asked often."""
    known = cache.get("health.workers")
    if known is None:
        known = bool(current_app.control.ping(timeout=0.5))
        cache.set("health.workers", known, 15 if known else 3)
    return bool(known)
