"""Blobs: what a tenant stores, once per organisation and content. Rows name them; the sweep lets go of them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import limits
from accounts.models import Blob, Organisation, User
from lib import storage
from lib.refusals import Refusal

GRACE = timedelta(days=1)
BATCH = 500


def keep(path: Path, *, organisation: Organisation, created_by: User, prefix: str) -> Blob:
    """The blob with the bytes of ``path``: an equal one of this organisation, or a new one.

    The bytes are in storage before the row is written. Raises ``lib.storage.StorageFailed``, ``storage_full`` (413).
    """
    with keeping(path, organisation=organisation, created_by=created_by, prefix=prefix) as blob:
        return blob


@contextmanager
def keeping(path: Path, *, organisation: Organisation, created_by: User, prefix: str) -> Iterator[Blob]:
    """``keep`` in one transaction with the rows that the block writes: if one is refused, no row and no file stays."""
    sha256 = storage.checksum(path)
    with transaction.atomic():  # holds the known blob until the rows are there: nobody lets go of it meanwhile
        known = _named_again(organisation, sha256)
        if known:
            yield known
            return
    stored = storage.put_file(path, _new_key(organisation, prefix))
    try:
        with transaction.atomic():
            yield _written(stored, sha256, organisation, created_by)
    except Refusal:  # after any other error nobody knows whether the row has landed: that is the orphans' sweep's
        storage.delete(stored.key)
        raise
    except IntegrityError:  # none of it has landed
        storage.delete(stored.key)
        if not Organisation.objects.filter(pk=organisation.pk).exists():
            raise Refusal("account_deleted", 401) from None
        raise


def _written(stored: storage.Stored, sha256: str, organisation: Organisation, created_by: User) -> Blob:
    """The row of new bytes, counted into what the organisation stores."""
    try:
        with transaction.atomic():
            limits.take_storage(organisation, stored.size_bytes)
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


@dataclass(frozen=True)
class Put:
    """Bytes that are in storage and that no row names yet."""

    stored: storage.Stored
    sha256: str


def put(path: Path, *, organisation: Organisation, prefix: str) -> Put:
    """The first half of ``keep``, which needs no database: any thread may do it. ``keep_all`` is the other half."""
    return Put(storage.put_file(path, _new_key(organisation, prefix)), storage.checksum(path))


def keep_all(puts: Sequence[Put], *, organisation: Organisation, created_by: User) -> list[Blob]:
    """The blobs of ``puts``, in their order. Raises ``storage_full`` (413): then no row and no file stays."""
    found = Blob.objects.filter(organisation=organisation, sha256__in={one.sha256 for one in puts})
    blobs = {blob.sha256: blob for blob in found} if found.update(unnamed_since=timezone.now()) else {}
    fresh = {one.sha256: one for one in puts if one.sha256 not in blobs}
    try:
        blobs |= {blob.sha256: blob for blob in _all_written(list(fresh.values()), organisation, created_by)}
    except (Refusal, IntegrityError):  # none of it has landed
        for one in puts:
            storage.delete(one.stored.key)
        raise
    for one in puts:
        if one.stored.key != blobs[one.sha256].key:
            storage.delete(one.stored.key)
    return [blobs[one.sha256] for one in puts]


def _all_written(fresh: list[Put], organisation: Organisation, created_by: User) -> list[Blob]:
    rows = [
        Blob(
            organisation=organisation,
            created_by=created_by,
            sha256=one.sha256,
            size_bytes=one.stored.size_bytes,
            key=one.stored.key,
        )
        for one in fresh
    ]
    try:
        with transaction.atomic():
            limits.take_storage(organisation, sum(row.size_bytes for row in rows))
            return Blob.objects.bulk_create(rows)
    except IntegrityError:  # somebody stored the same bytes as one of them meanwhile
        with transaction.atomic():
            return [_written(one.stored, one.sha256, organisation, created_by) for one in fresh]


def _new_key(organisation: Organisation, prefix: str) -> str:
    return f"{prefix}/{organisation.public_id.hex}/{uuid4().hex}"


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


def erase(rows: "QuerySet[Blob]") -> int:
    """Remove those of ``rows`` that nobody names, with their bytes, now; how many went."""
    unnamed = list(rows.exclude(_named()).values_list("pk", flat=True))
    release(unnamed)
    return sum(_let_go(key) for key in unnamed)


def _let_go(key: int) -> bool:
    """Delete one blob: first nobody can find it by its content any more, then its bytes go, then its row.

    A crash or a store that is away in between leaves the row, and the next sweep goes on with it. Whoever found it
    by its content since it was chosen keeps it: its day of grace has begun anew.
    """
    with transaction.atomic():
        over = Blob.objects.filter(pk=key, unnamed_since__lte=timezone.now() - GRACE)
        blob = over.select_for_update().exclude(_named()).first()
        if blob is None:
            return False
        Blob.objects.filter(pk=key).update(sha256=f"gone:{key}")
    with transaction.atomic():
        # Who had it in hand before that has named it by now, or waits for this lock and finds no blob.
        Blob.objects.select_for_update().filter(pk=key).first()
        if Blob.objects.filter(_named(), pk=key).exists():
            return False
        storage.delete(blob.key)
        deleted, _ = Blob.objects.filter(pk=key).delete()
        if deleted:
            limits.free_storage(blob.organisation_id, blob.size_bytes)
    return bool(deleted)


def _named() -> Q:
    """Whether any row of any app names the blob. Asked of the models, so that a new one cannot be forgotten."""
    named = Q(pk__in=[])
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
            named |= Q(Exists(rows))
    return named
