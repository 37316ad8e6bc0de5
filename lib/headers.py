"""HTTP header values."""

import re
from urllib.parse import quote


def content_disposition(filename: str, *, inline: bool) -> str:
    """The header for ``filename`` (any letters), with a plain ASCII fallback."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", filename).strip("_") or "file"
    kind = "inline" if inline else "attachment"
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
