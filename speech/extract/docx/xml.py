"""Names in WordprocessingML and the small questions that all of its readers ask."""

from typing import Final
from xml.etree.ElementTree import Element

TRANSITIONAL: Final = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
W: Final = "{" + TRANSITIONAL.decode() + "}"
VAL: Final = W + "val"
OFF: Final = frozenset({"0", "false", "off"})


def strict_to_transitional(xml: bytes) -> bytes:
    """The same XML in the namespace that most files use; for us ISO strict ones differ only there."""
    return xml.replace(STRICT, TRANSITIONAL)


def is_on(parent: Element | None, name: str) -> bool | None:
    """A toggle property (17.17.4): True, False, or None where the element does not say."""
    found = parent.find(W + name) if parent is not None else None
    return None if found is None else found.get(VAL, "true") not in OFF


def value(parent: Element | None, path: str) -> str | None:
    """``w:val`` of the descendant at ``path`` (names without prefix, parted by ``/``)."""
    if parent is None:
        return None
    found = parent.find("/".join(W + name for name in path.split("/")))
    return None if found is None else found.get(VAL)


def number(text: str | None, otherwise: int = 0) -> int:
    """``text`` as a whole number; damaged files have anything there."""
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise
