"""The file that a document came as: kept, or let go of when its owner wants that and the text has been read."""

from django.utils import timezone

from accounts import blobs
from accounts.models import Blob
from documents import transitions
from documents.models import Document, PagePicture
from lib.hints import hint_on_commit
from lib.refusals import Refusal


def original_of(document: Document) -> Blob:
    """The stored file of ``document``. Raises ``original_deleted`` (410)."""
    if document.blob is None:
        raise Refusal("original_deleted", 410)
    return document.blob


def let_go(document: Document) -> bool:
    """Name the file and the pictures of its pages no more, in the caller's transaction; whether it was there. Bytes go
    with the next collection, unless another document of the organisation is the same file."""
    kept = Document.objects.filter(pk=document.pk, blob__isnull=False)
    key = kept.select_for_update(no_key=True, of=("self",)).values_list("blob", flat=True).first()
    if key is None:
        return False
    kept.update(blob=None, original_deleted_at=timezone.now(), keeps_original=False)
    blobs.release([key])
    transitions.forget_pictures(PagePicture.objects.filter(document=document))
    hint_on_commit("follow_events")
    return True
