"""What a plan allows. Settings now, plan rows later; asked here only.

``check_...`` refuses early, before any work, and may be overtaken by somebody else; ``take_...`` counts exactly: it
belongs into the transaction that writes the row, and holds others of the same organisation back until that ends.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from accounts import usage
from accounts.models import Organisation
from accounts.states import Plan, UsageKind
from lib import throttle
from lib.refusals import Refusal

PAGES: Final = {Plan.PREMIUM.value: 500, Plan.BUSINESS.value: 3000}
GB: Final = 1_000_000_000


@dataclass(frozen=True)
class Cap:
    """How many rows of a kind there may be at once: the setting, and the refusal past it."""

    setting: str
    code: str


VOICES: Final = Cap("MAX_VOICES", "too_many_voices")
SAMPLES: Final = Cap("MAX_SAMPLES", "too_many_samples")
DOCUMENTS: Final = Cap("MAX_DOCUMENTS", "too_many_documents")
JOBS: Final = Cap("MAX_JOBS_AT_ONCE", "too_many_jobs")
RULES: Final = Cap("MAX_RULES", "too_many_rules")
CHOICES: Final = Cap("MAX_CHOICES", "too_many_choices")


def max_pages(organisation: Organisation) -> int:
    """Pages that one document may have."""
    return PAGES.get(organisation.plan, settings.MAX_DOCUMENT_PAGES)


def allowed(organisation: Organisation, setting: str) -> int:
    """What ``organisation`` may have; the same for all until plans are rows."""
    return int(getattr(settings, setting))


def check_place(cap: Cap, organisation: Organisation, rows: "QuerySet[Any]") -> None:
    """Raises the cap's refusal (429) when ``rows``, which are the organisation's, are as many as may be."""
    limit = allowed(organisation, cap.setting)
    if rows.order_by()[:limit].count() >= limit:  # never counts further than the limit
        raise Refusal(cap.code, 429, limit=limit)


def take_place(cap: Cap, organisation: Organisation, rows: "QuerySet[Any]") -> None:
    """``check_place`` while nobody else of the organisation takes one. Raises ``account_deleted`` (401) where the
    organisation was erased meanwhile."""
    if not Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk).exists():
        raise Refusal("account_deleted", 401)
    check_place(cap, organisation, rows)


def stored_bytes(organisation: Organisation) -> int:
    return usage.used(organisation, UsageKind.STORED_BYTES)


def check_storage(organisation: Organisation, size_bytes: int) -> None:
    """Raises ``storage_full`` (413) when ``size_bytes`` more would be too many."""
    if stored_bytes(organisation) + size_bytes > allowed(organisation, "MAX_STORAGE_BYTES"):
        raise _storage_full(organisation)


def take_storage(organisation: Organisation, size_bytes: int) -> None:
    limit = allowed(organisation, "MAX_STORAGE_BYTES")
    if not usage.add(organisation, UsageKind.STORED_BYTES, size_bytes, limit=limit):
        raise _storage_full(organisation)


def free_storage(organisation_id: int, size_bytes: int) -> None:
    """Bytes are gone. In the transaction that deletes their row."""
    usage.take_back(organisation_id, UsageKind.STORED_BYTES, size_bytes)


def _storage_full(organisation: Organisation) -> Refusal:
    limit, stored = allowed(organisation, "MAX_STORAGE_BYTES"), stored_bytes(organisation)
    return Refusal("storage_full", 413, field="file", limit_gb=_gb(limit), used_gb=_gb(stored))


def _gb(size_bytes: int) -> float | int:
    size = round(size_bytes / GB, 2)
    return int(size) if size.is_integer() else size


def chars_today(organisation: Organisation) -> int:
    return usage.used(organisation, UsageKind.CHARS, str(_now().date()))


def _now() -> datetime:
    """The time where the site's days begin, whatever zone the caller's answers are in."""
    return timezone.localtime(timezone=timezone.get_default_timezone())


def check_chars(organisation: Organisation, amount: int) -> None:
    """Raises ``characters_today`` (429) when ``amount`` more would be too many for one day."""
    if chars_today(organisation) + amount > allowed(organisation, "MAX_CHARS_A_DAY"):
        raise _characters_today(organisation, amount)


def take_chars(organisation: Organisation, amount: int) -> None:
    """Count the characters of a new job. What is asked for counts, also when the job is cancelled later."""
    limit, today = allowed(organisation, "MAX_CHARS_A_DAY"), str(_now().date())
    if not usage.add(organisation, UsageKind.CHARS, amount, limit=limit, period=today):
        raise _characters_today(organisation, amount)


def _characters_today(organisation: Organisation, amount: int) -> Refusal:
    limit, now = allowed(organisation, "MAX_CHARS_A_DAY"), _now()
    again = _next_midnight(now)
    return Refusal(
        "characters_today", 429, field="text", limit=limit, left=max(0, limit - chars_today(organisation)),
        wanted=amount, again=f"{again:%H:%M %d/%m/%Y}", seconds=int((again - now).total_seconds()) + 1,
    )  # fmt: skip


def _next_midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def count_upload(organisation: Organisation) -> None:
    """Raises ``too_many_uploads`` (429), or ``try_later`` (503) while nobody can count."""
    limit = allowed(organisation, "MAX_UPLOADS_A_MINUTE")
    wait = throttle.count(group="uploads", who=str(organisation.public_id), rate=f"{limit}/m")
    if wait:
        raise Refusal("too_many_uploads", 429, limit=limit, seconds=wait)
