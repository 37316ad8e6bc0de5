"""HTTP answers with bytes: ranges (206) for seeking, human file names, safe types."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)

from lib import storage
from lib.headers import content_disposition

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """The one range asked for as (start, end) inclusive; None for no (or a strange) range header.

    Raises ValueError when the range lies outside of ``size``.
    """
    match = RANGE.fullmatch(header.strip())
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size or start > end:
        raise ValueError("range not satisfiable")
    return start, end


def serve(
    request: HttpRequest, *, key: str, size: int, etag: str, filename: str, mime_type: str, inline: bool
) -> HttpResponseBase:
    """The bytes of ``key`` after OUR permission check: by nginx, by the store's signed URL, or by us with ranges."""
    url = storage.signed_url(key, filename=filename, mime_type=mime_type, inline=inline)
    if url:
        return HttpResponseRedirect(url)
    response: HttpResponseBase
    if settings.X_ACCEL_PREFIX:
        response = HttpResponse()
        response["X-Accel-Redirect"] = settings.X_ACCEL_PREFIX + key
    else:
        response = _ranged(request, key, size, etag)
    response["Content-Type"] = mime_type
    response["Content-Disposition"] = content_disposition(filename, inline=inline)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"{etag}"'
    return response


def _ranged(request: HttpRequest, key: str, size: int, etag: str) -> HttpResponseBase:
    if request.headers.get("If-None-Match") == f'"{etag}"':
        return HttpResponse(status=304)
    wanted = request.headers.get("Range", "")
    if request.headers.get("If-Range", f'"{etag}"') != f'"{etag}"':
        wanted = ""
    try:
        span = parse_range(wanted, size)
    except ValueError:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, end = span or (0, size - 1)
    stream = StreamingHttpResponse(_blocks(request, key, start, end), status=206 if span else 200)
    stream["Accept-Ranges"] = "bytes"
    stream["Content-Length"] = str(end - start + 1)
    if span:
        stream["Content-Range"] = f"bytes {start}-{end}/{size}"
    return stream


def _blocks(request: HttpRequest, key: str, start: int, end: int) -> Iterator[bytes] | AsyncIterator[bytes]:
    if request.method == "HEAD":
        return iter(())
    blocks = storage.read_range(key, start, end)
    return _in_threads(blocks) if isinstance(request, ASGIRequest) else blocks


async def _in_threads(blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Block after block, read in a thread: under ASGI Django would read a plain iterator to its end first."""
    while block := await asyncio.to_thread(next, blocks, b""):
        yield block
