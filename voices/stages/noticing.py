"""What the owner of a voice should know and only a worker can see."""

from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from lib.states import WorkState
from voices.models import VoiceNotice, VoicePrint
from voices.transitions import ring

ENGINE_CHANGED: Final = "engine_changed"
BATCH: Final = 500


def notice_engines() -> int:
    """The engine speaks otherwise now than when a voice was learned and tried: its owner may have it learned again.
    How many were told. It is never done by itself."""
    from speech.engines import registry

    told = 0
    for key in registry.PATHS:
        engine = registry.get(key)
        if engine.check().ready:
            told += _notice(key, engine.fingerprint())
    return told


def _notice(key: str, fingerprint: str) -> int:
    current = VoicePrint.objects.filter(version__voice__current_version=F("version"), version__status=WorkState.READY)
    known = VoiceNotice.objects.filter(code=ENGINE_CHANGED, params__fingerprint=fingerprint).values("version")
    # The first print of a version is the one that it was learned and tried with.
    earlier = VoicePrint.objects.filter(version=OuterRef("version"), engine=key, pk__lt=OuterRef("pk"))
    old = current.filter(~Q(fingerprint=fingerprint), ~Exists(earlier), engine=key, version__voice__revoked_at=None)
    rows = old.exclude(version__in=known).select_related("version__voice__created_by").order_by("pk")[:BATCH]
    return sum(_tell(row, fingerprint) for row in rows)


def _tell(row: VoicePrint, fingerprint: str) -> int:
    with transaction.atomic():
        params = {"engine": row.engine, "fingerprint": fingerprint}
        _, is_new = VoiceNotice.objects.update_or_create(
            version=row.version, code=ENGINE_CHANGED, seen_at=None, defaults={"params": params}
        )
        ring(row.version)
    return int(is_new)
