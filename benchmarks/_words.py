"""The words of a document as a plain look at its file finds them, and which of them our reading has not, in order."""

import re
import subprocess
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree
from lxml import html as web

from speech.extract.epub.package import package
from speech.extract.plain.encodings import decode_text

MANY: Final = 20
DIFF: Final = (
    "diff", "--unchanged-line-format=", "--old-line-format=%L", "--new-line-format=", "--old-group-format=%<\n",
)  # fmt: skip
_WORD: Final = re.compile(r"\w+")
_PARAGRAPH: Final = frozenset({"p", "h", "br", "tab", "line-break", "s"})
_CHANGED: Final = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "tracked-changes", "annotation", "note", "note-citation"}
)
_FORMATS: Final = re.compile(r"\]\([^)]*\)|^\s*```.*$|[*`#>|\[\]()!~-]+", re.MULTILINE)
"""Addresses of links, fences of code and marks of Markdown."""


@dataclass(frozen=True)
class Loss:
    """``lost`` words of ``words``, with the runs of them that are not in our text where they should be."""

    words: int
    runs: tuple[str, ...]

    @property
    def lost(self) -> int:
        return sum(len(run.split()) for run in self.runs)

    @property
    def share(self) -> float:
        return 1 - self.lost / max(1, self.words)


def words_of(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def loss(reference: str, ours: str) -> Loss:
    """Which words of ``reference`` are not in ``ours`` in order: the lines that ``diff`` takes away."""
    theirs = words_of(reference)
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "theirs"), Path(folder, "ours")
        one.write_text("\n".join(theirs) + "\n")
        other.write_text("\n".join(words_of(ours)) + "\n")
        told = subprocess.run([*DIFF, str(one), str(other)], capture_output=True, text=True)
    runs = (" ".join(group.split()) for group in told.stdout.split("\n\n"))
    return Loss(len(theirs), tuple(run for run in runs if run))


def _office(root: etree._Element) -> str:
    return "".join(_said(root))


def _said(element: etree._Element) -> Iterator[str]:
    """All character data of an office file, without what is deleted or twice there."""
    name = etree.QName(element).localname if isinstance(element.tag, str) else "comment"
    if name in _CHANGED or name == "comment":
        return
    if name == "t" or element.tag.endswith("text:1.0}p") or _is_odf(element):
        yield element.text or ""
    for child in element:
        yield from _said(child)
        if _is_odf(element):
            yield child.tail or ""
    if name in _PARAGRAPH:
        yield "\n"


def _is_odf(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and "opendocument" in element.tag


def _word(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        name = next(each for each in archive.namelist() if re.fullmatch(r"word/document\d*\.xml", each))
        return _office(etree.fromstring(archive.read(name)))


def _writer(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("content.xml"))
    body = next(each for each in root.iter() if etree.QName(each).localname == "body")
    return _office(body)


def _slides(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        names = sorted(each for each in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", each))
        return "\n".join(_office(etree.fromstring(archive.read(name))) for name in names)


def _book(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "\n".join(_page(archive.read(name)) for name in package(archive).spine if name in archive.namelist())


def _page(data: bytes) -> str:
    """All text of a page as a browser holds it, parted where an element begins."""
    root = web.document_fromstring(data, parser=web.HTMLParser(encoding="utf-8"))
    etree.strip_elements(root, "script", "style", "head", "rt", "rp", etree.Comment, with_tail=False)
    for each in root.iter("p", "div", "br", "td", "th", "li", "caption", "h1", "h2", "h3", "h4", "tr"):
        each.text, each.tail = f"\n{each.text or ''}", f"\n{each.tail or ''}"
    return str(root.text_content())


def _plain(path: Path) -> str:
    return decode_text(path.read_bytes())


READERS: Final[dict[str, Callable[[Path], str]]] = {
    ".docx": _word,
    ".odt": _writer,
    ".pptx": _slides,
    ".epub": _book,
    ".html": lambda path: _page(path.read_bytes()),
    ".md": lambda path: _FORMATS.sub(" ", _plain(path)),
    ".txt": _plain,
}
