"""Files that no row knows: a process was killed between the put and the row. The sweep removes them.

Only what ``accounts.blobs`` would have written for an organisation of this database is looked at: another site may
share the bucket, and the owner may keep other things beside ours. For the same reason the parts of an unfinished
upload to S3 are left to a lifecycle rule of the bucket (AbortIncompleteMultipartUpload).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from accounts.models import Blob, Erasure, Organisation
from lib import storage

GRACE = timedelta(hours=1)  # from the put to the row it is moments
REMEMBERED = timedelta(days=7)  # an organisation that was erased
BATCH = 500
OURS: Final = re.compile(r"[a-z0-9_-]+/([0-9a-f]{32})/\.?[0-9a-f]{32}(\.\d+\.part)?")


def sweep(*, grace: timedelta = GRACE) -> int:
    """Remove what was put longer than ``grace`` ago and never got its row; how many files went."""
    before = timezone.now() - grace
    return sum(_remove_unknown(batch) for prefix in _prefixes() for batch in _batches(prefix, before))


def remove_all_of(organisation: Organisation) -> int:
    """Remove what is left of an organisation that is erased, whatever its age; how many files went."""
    own = [f"{prefix}/{organisation.public_id.hex}" for prefix in _prefixes()]
    return sum(_remove_unknown(batch) for prefix in own for batch in _batches(prefix, timezone.now()))


def _prefixes() -> list[str]:
    return sorted({settings.UPLOAD_DIR, settings.VOICE_PROFILES_DIR, settings.GENERATED_AUDIO_DIR})


def _batches(prefix: str, before: datetime) -> Iterator[list[str]]:
    keys = storage.stored_before(prefix, before)
    while batch := list(islice(keys, BATCH)):
        yield batch


def _remove_unknown(keys: list[str]) -> int:
    ours = _of_this_site(keys)
    unknown = ours.difference(Blob.objects.filter(key__in=ours).values_list("key", flat=True))
    for key in unknown:
        storage.delete(key)
    return len(unknown)


def _lately_erased() -> set[UUID]:
    """Organisations that went with an account: a writer that was killed then may have left a file."""
    homes = Erasure.objects.filter(created_at__gte=timezone.now() - REMEMBERED).values_list("homes", flat=True)
    return {UUID(home) for some in homes for home in some}


def _of_this_site(keys: Iterable[str]) -> set[str]:
    owners = {key: UUID(found[1]) for key in keys if (found := OURS.fullmatch(key))}
    known = set(Organisation.objects.filter(public_id__in=set(owners.values())).values_list("public_id", flat=True))
    known |= _lately_erased()
    return {key for key, owner in owners.items() if owner in known}
