"""What an organisation has used. One row for each kind and period, changed by one conditional UPDATE, so that callers
who come together never pass a limit together. The row is locked until its transaction ends: keep that short."""

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import BigIntegerField, F, QuerySet, Sum, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from accounts.models import Blob, Organisation, UsageCounter
from accounts.states import UsageKind

log = logging.getLogger(__name__)
KEPT = timedelta(days=35)  # counters of days that are over


def used(organisation: Organisation, kind: UsageKind, period: str = "") -> int:
    return _counters(organisation.pk, kind, period).values_list("used", flat=True).first() or 0


def add(organisation: Organisation, kind: UsageKind, amount: int, *, limit: int, period: str = "") -> bool:
    """Count ``amount`` in if that stays within ``limit``; whether it did."""
    counter = _counters(organisation.pk, kind, period)
    if not counter.exists():
        _begin(organisation.pk, kind, period)
    return bool(counter.filter(used__lte=limit - amount).update(used=F("used") + amount))


def take_back(organisation_id: int, kind: UsageKind, amount: int) -> None:
    """What was counted is gone. Never below zero: a wrong count must not keep anything from going."""
    less = Greatest(F("used") - amount, Value(0), output_field=BigIntegerField())
    _counters(organisation_id, kind, "").update(used=less)


def correct() -> int:
    """Count stored bytes anew where the counter says something else, and drop days long over; how many were wrong.

    Rows that went with their organisation or by hand were not taken back.
    """
    UsageCounter.objects.exclude(period="").filter(period__lt=str(timezone.localdate() - KEPT)).delete()
    stored = dict(Blob.objects.order_by().values_list("organisation").annotate(size=Sum("size_bytes")))
    counters = UsageCounter.objects.filter(kind=UsageKind.STORED_BYTES)
    counted = dict(counters.values_list("organisation", "used"))
    wrong = {key for key in stored.keys() | counted.keys() if stored.get(key, 0) != counted.get(key, 0)}
    return sum(_count_anew(key) for key in wrong)


def _count_anew(organisation_id: int) -> bool:
    """Under the counter's lock, so that no blob is written between the sum and the count; whether it was wrong."""
    with transaction.atomic():
        if not Organisation.objects.filter(pk=organisation_id).exists():
            return False
        _begin(organisation_id, UsageKind.STORED_BYTES, "")
        counter = _counters(organisation_id, UsageKind.STORED_BYTES, "")
        was = counter.select_for_update().values_list("used", flat=True).get()
        now = _stored_bytes(organisation_id)
        counter.update(used=now)
    if was != now:
        log.warning("organisation %s: %s bytes were counted, %s are stored", organisation_id, was, now)
    return was != now


def _stored_bytes(organisation_id: int) -> int:
    total = Blob.objects.filter(organisation=organisation_id).aggregate(total=Sum("size_bytes"))["total"]
    return total or 0


def _begin(organisation_id: int, kind: UsageKind, period: str) -> None:
    """Write the counter if it is not there. What is stored already is counted once, by who comes first."""
    begun = _stored_bytes(organisation_id) if kind == UsageKind.STORED_BYTES else 0
    row = UsageCounter(organisation_id=organisation_id, kind=kind, period=period, used=begun)
    UsageCounter.objects.bulk_create([row], ignore_conflicts=True)


def _counters(organisation_id: int, kind: UsageKind, period: str) -> "QuerySet[UsageCounter]":
    return UsageCounter.objects.filter(organisation=organisation_id, kind=kind, period=period)
