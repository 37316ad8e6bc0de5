"""What changes documents: upload, retry, a password, delete, restore. Each checks, writes its rows, hints on commit."""

from typing import IO, Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import blobs, limits
from accounts.models import Organisation, User
from documents import originals, passwords, transitions
from documents.editing.change import changing
from documents.models import Document, Extraction
from documents.permissions import check_owner
from documents.selectors import newest_extraction
from documents.states import Aside
from lib import storage, throttle
from lib.hints import hint_on_commit
from lib.names import clean_filename
from lib.refusals import Refusal
from lib.states import WorkState
from lib.undo import restorable
from speech.extract.registry import FORMATS, could_be_ours, suffix_of

TASK: Final = "process_document"
HEAD_BYTES: Final = 1024
PASSWORDS: Final = "10/10m"


def check_upload(*, by: User, told_bytes: int) -> None:
    """What can be refused before the file is read, by the length that the caller tells.

    Raises ``too_many_documents`` (429) or ``storage_full`` (413).
    """
    organisation = Organisation.home_of(by)
    limits.check_place(limits.DOCUMENTS, organisation, _kept(organisation))
    limits.check_storage(organisation, told_bytes)


def _kept(organisation: Organisation) -> "QuerySet[Document]":
    """What counts as a document: one that was deleted does not, though it can be restored for a day."""
    return Document.objects.filter(organisation=organisation, deleted_at__isnull=True)


def upload_document(*, by: User, stream: IO[bytes], filename: str | None, keep_original: bool = True) -> Document:
    """Store a file and queue its reading; without ``keep_original`` the file goes when its text has been read.

    Raises ``too_many_uploads``, ``too_many_documents`` (429), ``storage_full``, ``file_too_large`` (413),
    ``empty_file`` and ``unsupported_format`` (400).
    """
    name = clean_filename(filename)
    organisation = Organisation.home_of(by)
    limits.count_upload(organisation)
    limits.check_place(limits.DOCUMENTS, organisation, _kept(organisation))
    with storage.spool(stream, limit_bytes=settings.MAX_UPLOAD_SIZE) as spooled:
        _check_kind(spooled, name)
        with blobs.keeping(spooled.path, organisation=organisation, created_by=by, prefix=settings.UPLOAD_DIR) as blob:
            limits.take_place(limits.DOCUMENTS, organisation, _kept(organisation))
            own = {"organisation": organisation, "created_by": by}
            return _queued(Document(**own, filename=name, blob=blob, keeps_original=keep_original))


def _queued(document: Document) -> Document:
    by, organisation = document.created_by, document.organisation
    document.save()
    extraction = Extraction.objects.create(organisation=organisation, document=document, number=1)
    document.current_extraction = extraction
    document.save(update_fields=["current_extraction"])
    transitions.record(extraction, old="", new=extraction.status, by=by)
    hint_on_commit(TASK)
    return document


def _check_kind(spooled: storage.Spooled, name: str) -> None:
    """Refuse at once what is certainly no document of ours; the limited child looks at the rest."""
    if not spooled.size_bytes:
        raise Refusal("empty_file", 400, field="file")
    with spooled.path.open("rb") as file:
        if not could_be_ours(file.read(HEAD_BYTES), name):
            raise Refusal("unsupported_format", 400, field="file", formats=FORMATS)


def retry(*, by: User, extraction: Extraction, as_staff: bool = False) -> None:
    """Read a document again whose reading failed on our side.

    Raises ``original_deleted`` (410), ``not_retryable`` (409).
    """
    if not (as_staff and by.is_staff):
        check_owner(by, extraction.document)
    originals.original_of(extraction.document)
    with transaction.atomic():
        if not transitions.requeue(extraction, by=by):
            raise Refusal("not_retryable", 409)
        hint_on_commit(TASK)


def give_password(*, by: User, document: Document, password: str) -> None:
    """Read a locked document with its password, which is kept sealed for minutes, for the worker alone.

    Raises ``original_deleted`` (410), ``no_password_wanted`` (409), ``too_many_passwords`` (429), ``try_later`` (503).
    """
    check_owner(by, document)
    originals.original_of(document)
    extraction = newest_extraction(document)
    if extraction is None or extraction.status != WorkState.NEEDS_PASSWORD:
        raise Refusal("no_password_wanted", 409)
    if wait := throttle.count(group="document_passwords", who=str(document.public_id), rate=PASSWORDS):
        raise Refusal("too_many_passwords", 429, field="password", seconds=wait)
    passwords.keep(extraction.public_id, password)  # before the row says so: a worker may be that quick
    _resume(by, extraction)


def _resume(by: User, extraction: Extraction) -> None:
    with transaction.atomic():
        if transitions.requeue(extraction, by=by, only_from=WorkState.NEEDS_PASSWORD):
            hint_on_commit(TASK)
            return
    extraction.refresh_from_db()
    if extraction.status != WorkState.QUEUED:  # else the form was sent twice, and the worker wants it still
        passwords.drop(extraction.public_id)
    raise Refusal("no_password_wanted", 409)


def delete_original(*, by: User, document: Document) -> None:
    """Let go of the file now that the text has been read. Raises ``original_deleted`` (410), ``original_needed``
    (409)."""
    check_owner(by, document)
    with transaction.atomic():
        locked = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
        being_read = locked.extractions.filter(status__in=[WorkState.QUEUED, WorkState.RUNNING])
        if locked.status != WorkState.READY or being_read.exists():
            raise Refusal("original_needed", 409)
        if not originals.let_go(document):
            raise Refusal("original_deleted", 410)
        transitions.record_document(document, new=transitions.ORIGINAL_DELETED, by=by)


def rename_document(*, by: User, document: Document, filename: str) -> None:
    """Call it otherwise; its suffix stays, because some formats are known by it alone."""
    check_owner(by, document)
    suffix = suffix_of(document.filename)
    name = clean_filename(filename)
    if suffix_of(name) != suffix:
        name = clean_filename(f"{name}{suffix}")
    Document.objects.filter(pk=document.pk).update(filename=name)


def set_reading_choices(*, by: User, document: Document, **choices: Aside) -> None:
    """Read ``footnotes``, ``tables`` or ``captions`` where they stand, at the end of their chapter, or not at all."""
    check_owner(by, document)
    changed = {name: choice for name, choice in choices.items() if getattr(document, name) != choice}
    if changed:
        with changing(document, by=by):
            Document.objects.filter(pk=document.pk).update(**changed)


def delete_document(*, by: User, document: Document, with_audio: bool = False) -> None:
    """Take the document away; what runs on it is cancelled. It can be restored for a day, then the sweep purges it.

    ``with_audio``: what ``by`` made of it goes and comes back with it.
    """
    check_owner(by, document)
    with transaction.atomic():
        gone = Document.objects.filter(pk=document.pk, deleted_at__isnull=True).update(deleted_at=timezone.now())
        if not gone:
            raise Refusal("not_found", 404)
        reason = "with_audio" if with_audio else ""
        transitions.record_document(document, new=transitions.DELETED, by=by, reason=reason)
        hint_on_commit("follow_events")


def restore_document(*, by: User, document: Document) -> None:
    """Undo the deletion of a document. What deleting it has cancelled stays cancelled, a reading that waited goes on.

    Raises ``not_restorable`` (409) when the day is over, ``too_many_documents`` (429) when its place is taken.
    """
    check_owner(by, document)
    with transaction.atomic():
        limits.take_place(limits.DOCUMENTS, document.organisation, _kept(document.organisation))
        if not restorable(Document.objects.filter(pk=document.pk)).update(deleted_at=None):
            raise Refusal("not_restorable", 409)
        transitions.record_document(document, new=transitions.RESTORED, by=by)
        hint_on_commit("follow_events")
        hint_on_commit(TASK)


def purge_document(*, by: User, document: Document) -> None:
    """Remove a deleted document for good before its day is over. Raises ``not_found`` (404) for one that is not
    deleted."""
    check_owner(by, document)
    with transaction.atomic():
        if not transitions.purge(Document.objects.filter(pk=document.pk, deleted_at__isnull=False)):
            raise Refusal("not_found", 404)
        hint_on_commit("follow_events")
