"""Word 2003 XML, which is nearly what a DOCX holds: rewritten as one in the child's room, then read as one.

What changed on the way to DOCX (ECMA-376) are the namespace, a few names, and where notes and changes stand.
"""

import zipfile
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import parse

from speech.errors import SpeechError
from speech.extract.docx import reader as docx
from speech.extract.docx.xml import VAL, W
from speech.extract.registry import Order, Reading

MOST_BYTES: Final = 64 << 20
OLD: Final = "{http://schemas.microsoft.com/office/word/2003/wordml}"
ANNOTATION: Final = "{http://schemas.microsoft.com/aml/2001/core}annotation"
KINDS: Final = {"Word.Insertion": "ins", "Word.Deletion": "del", "Word.Comment": "del"}
"""What an annotation becomes. A comment is left out as a deletion is."""
NOTES: Final = {"footnote": "footnotes", "endnote": "endnotes"}
RENAMED: Final = {
    "lists": "numbering", "listDef": "abstractNum", "list": "num", "ilst": "abstractNumId", "listPr": "numPr",
    "ilfo": "numId", "nfc": "numFmt", "listDefId": "abstractNumId", "h-ansi": "hAnsi",
    "hdr": "del", "ftr": "del",
}  # fmt: skip
"""Headers and footers stand in the body, and are left out as deletions are."""
FORMATS: Final = {
    "0": "decimal", "1": "upperRoman", "2": "lowerRoman", "3": "upperLetter", "4": "lowerLetter", "22": "decimalZero",
    "23": "bullet", "255": "none",
}  # fmt: skip
"""Ways to count were numbers (``w:nfc``) before they were words."""


def read(path: Path, order: Order) -> Reading:
    """The sections of a Word 2003 XML document; see ``registry.Reader``."""
    if path.stat().st_size > MOST_BYTES:
        raise SpeechError("file_too_large", limit_mb=MOST_BYTES // 1_000_000)
    try:
        root = parse(path, forbid_dtd=True).getroot()
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise SpeechError("unreadable_document") from None
    if root is None or root.find(f"{OLD}body") is None:
        raise SpeechError("unreadable_document")
    made = Path("rewritten.docx")
    with zipfile.ZipFile(made, "w") as archive:  # stored: a ratio of packing would only be held against it
        for name, part in _parts(root).items():
            archive.writestr(f"word/{name}.xml", tostring(part))
    return docx.read(made, order)


def _parts(root: Element) -> dict[str, Element]:
    parts = {name: Element(W + name) for name in ("document", *NOTES.values())}
    for element in list(root.iter()):
        _take_notes(element, parts)
    for element in root.iter():
        _rename(element)
    for part in (parts[name] for name in NOTES.values()):
        for element in part.iter():
            _rename(element)
    for child in root:
        if child.tag == W + "body":
            parts["document"].append(child)
        elif child.tag in (W + "styles", W + "numbering"):
            parts[child.tag.removeprefix(W)] = child
    return parts


def _take_notes(element: Element, parts: dict[str, Element]) -> None:
    """Notes stand where they are referred to: they move into a part of their own and leave a reference."""
    for at, child in enumerate(element):
        kind = child.tag.removeprefix(OLD)
        if child.tag.startswith(OLD) and kind in NOTES and child.find(f"{OLD}p") is not None:
            part = parts[NOTES[kind]]
            child.set(W + "id", str(len(part) + 1))
            part.append(child)
            element[at] = Element(f"{W}{kind}Reference", {W + "id": str(len(part))})


def _rename(element: Element) -> None:
    if element.tag == ANNOTATION:
        kinds = (KINDS.get(value) for name, value in element.items() if name.endswith("type"))
        element.tag = W + next((kind for kind in kinds if kind), "annotation")
    elif element.tag.startswith(OLD):
        element.tag = W + _new(element.tag)
    for name, value in element.items():
        if name.startswith(OLD):
            del element.attrib[name]
            element.set(W + _new(name), value)
    if element.tag == W + "numFmt":
        element.set(VAL, FORMATS.get(element.get(VAL, ""), "decimal"))


def _new(name: str) -> str:
    plain = name.removeprefix(OLD)
    return RENAMED.get(plain, plain)
