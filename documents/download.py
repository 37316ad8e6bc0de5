"""The file of a document over HTTP, for page and API."""

from django.http import HttpRequest, HttpResponseBase

from documents.models import Document
from documents.originals import original_of
from lib.http import serve


def file_response(request: HttpRequest, document: Document) -> HttpResponseBase:
    """The original, always as a download of a safe type: uploads are never shown in our origin. Raises
    ``original_deleted`` (410)."""
    blob = original_of(document)
    return serve(
        request, key=blob.key, size=blob.size_bytes, etag=blob.sha256, filename=document.filename,
        mime_type="application/octet-stream", inline=False,
    )  # fmt: skip
