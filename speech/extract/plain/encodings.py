"""From the bytes of a text file to text: Unicode with and without a mark, else the code pages of ``legacy_bytes``."""

import codecs
import re
from typing import Final

import filetype

from speech.extract.legacy.bytes import decode_bytes
from speech.extract.legacy.text import repaired
from speech.extract.registry import unsupported
from speech.text import compose

BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""UTF-32 LE before UTF-16 LE, whose mark it begins with."""

MARKUP: Final = re.compile(rb"\s*(?:\{\\rtf|<\?xml|<!doctype|<html|%PDF|%!PS)", re.IGNORECASE)
PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0")
LETTERS: Final = re.compile("[\t\n\r -~\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u206f]")
CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
HIGH: Final = bytes(range(0x80, 0x100))
SAMPLE_BYTES: Final = 1 << 16
MOST_CONTROLS: Final = 0.005
LEAST_LETTERS: Final = 0.95
MOST_BROKEN: Final = 0.005
"""Share of undecodable bytes up to which a text still counts as UTF-8: one bad byte must not spoil it all."""
MOST_BROKEN_OF_MARKED: Final = 0.25
"""The same share of what is not plain ASCII, lest a page of English with three old letters passes for UTF-8."""


def decode_text(data: bytes) -> str:
    """The text in NFC with ``\\n`` line ends. Raises ``unsupported_format`` for anything that is not text."""
    text = _unicode(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").lstrip("\ufeff")
    # Text copied out of an old document is Unicode by its bytes only.
    return "\n".join(repaired(compose(text).split("\n")))


def _unicode(data: bytes) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace")
    if MARKUP.match(data[:SAMPLE_BYTES]) or data.startswith(PROGRAMS) or filetype.guess(data[:8192]):
        raise unsupported()
    if b"\x00" in data[:SAMPLE_BYTES]:
        return _utf16_without_mark(data)
    if len(CONTROLS.findall(data[:SAMPLE_BYTES])) > MOST_CONTROLS * len(data[:SAMPLE_BYTES]):
        raise unsupported()
    return _utf8(data) or decode_bytes(data)


def _utf16_without_mark(data: bytes) -> str:
    """The byte order in which nearly all letters are ones that Vietnamese or English text has."""
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[:SAMPLE_BYTES].decode(encoding, "replace")
        if len(LETTERS.findall(sample)) >= LEAST_LETTERS * len(sample):
            return data.decode(encoding, "replace")
    raise unsupported()


def _utf8(data: bytes) -> str:
    """The text, or "" when it is not UTF-8. A file cut inside its last letter still is."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd", 0, -1)  # not the last: it may be cut
    marked = len(data) - len(data.translate(None, HIGH)) if broken else 0
    few = broken <= MOST_BROKEN * len(text) and broken <= MOST_BROKEN_OF_MARKED * marked
    return text if few else ""
