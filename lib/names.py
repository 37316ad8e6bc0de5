"""Names that people give: whole (NFC), on one line, without a path, of a length that fits."""

import re
import unicodedata

SPACES = re.compile(r"\s+")
MOST_CHARS = 2000  # looked at: composing a flood of accents takes time that grows with its square
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def clean_name(raw: str, *, limit: int = 120) -> str:
    """``raw`` in NFC on one line without control characters, at most ``limit`` letters."""
    raw = raw[:MOST_CHARS]
    seen = "".join(c if unicodedata.category(c) not in UNSEEN else " " for c in unicodedata.normalize("NFC", raw))
    return SPACES.sub(" ", seen).strip()[:limit].strip()


def clean_filename(raw: str | None, *, limit: int = 200) -> str:
    """The last part of an uploaded file's name; ``file`` when nothing is left of it."""
    last = re.split(r"[/\\]", raw or "")[-1]
    name = clean_name(last, limit=1000).lstrip(".") or "file"
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        return name[:limit]
    return f"{stem[: limit - len(extension) - 1]}.{extension}"


def fold(text: str) -> str:
    """``text`` as people search for it: lower case, on one line, without marks (đ is d)."""
    bare = unicodedata.normalize("NFD", text[:MOST_CHARS].lower().replace("đ", "d"))
    return " ".join("".join(char for char in bare if not unicodedata.combining(char)).split())
