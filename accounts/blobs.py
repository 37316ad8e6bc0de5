"""Blobs: what a tenant stores, once per organisation and content. Rows name them; the sweep lets go of them."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, Q
from django.utils import timezone

from accounts.models import Blob, Organisation, User
from lib import storage

GRACE = timedelta(days=1)
BATCH = 500


def keep(path: Path, *, organisation: Organisation, created_by: User, prefix: str) -> Blob:
    """The blob with the bytes of ``path``: an equal one of this organisation, or a new one.

    The bytes are in storage before the row is written. Raises ``lib.storage.StorageFailed``.
    """
    sha256 = storage.checksum(path)
    known = _named_again(organisation, sha256)
    if known:
        return known
    stored = storage.put_file(path, f"{prefix}/{organisation.public_id.hex}/{uuid4().hex}")
    try:
        with transaction.atomic():
            return Blob.objects.create(
                organisation=organisation,
                created_by=created_by,
                sha256=sha256,
                size_bytes=stored.size_bytes,
                key=stored.key,
            )
    except IntegrityError:  # somebody stored the same bytes meanwhile
        storage.delete(stored.key)
        return Blob.objects.get(organisation=organisation, sha256=sha256)


def _named_again(organisation: Organisation, sha256: str) -> Blob | None:
    """An equal blob, with its day of grace begun anew so that the sweep leaves it to the caller's coming row."""
    found = Blob.objects.filter(organisation=organisation, sha256=sha256)
    return found.first() if found.update(unnamed_since=timezone.now()) else None


def release(keys: Iterable[int]) -> None:
    """The rows that named these blobs are gone for good: no day of grace. ``collect`` takes what nobody names."""
    Blob.objects.filter(pk__in=list(keys)).update(unnamed_since=timezone.now() - GRACE)


def sweep() -> int:
    """Mark the blobs that no row names, and collect those that were marked a day ago; how many went."""
    Blob.objects.filter(unnamed_since__isnull=True).exclude(_named()).update(unnamed_since=timezone.now())
    return collect()


def collect() -> int:
    """Remove the blobs whose grace is over and that still nobody names; how many went."""
    marked = Blob.objects.filter(unnamed_since__isnull=False)
    marked.filter(_named()).update(unnamed_since=None)
    over = marked.filter(unnamed_since__lte=timezone.now() - GRACE).values_list("pk", flat=True)[:BATCH]
    return sum(_let_go(key) for key in list(over))


def _let_go(key: int) -> bool:
    """Delete one blob: first nobody can find it by its content any more, then its bytes go, then its row.

    A crash or a store that is away in between leaves the row, and the next sweep goes on with it.
    """
    with transaction.atomic():
        blob = Blob.objects.select_for_update().filter(pk=key).exclude(_named()).first()
        if blob is None:
            return False
        Blob.objects.filter(pk=key).update(sha256=f"gone:{key}")
    storage.delete(blob.key)
    blob.delete()
    return True


def _named() -> Q:
    """Whether any row of any app names the blob. Asked of the models, so that a new one cannot be forgotten."""
    named = Q(pk__in=[])
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            named |= Q(Exists(rows))
    return named
