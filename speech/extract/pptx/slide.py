"""One slide to sections: its shapes in the order in which they lie, the title first."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final
from xml.etree.ElementTree import Element

from speech.extract.chapters.headings import heading_level
from speech.extract.formula import linear
from speech.extract.xml_parts import local, tidy
from speech.types import Section

A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
DGM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
TITLES: Final = frozenset({"title", "ctrTitle"})
FURNITURE: Final = {"dt": "footer", "ftr": "footer", "hdr": "header", "sldNum": "page_number"}
BULLETED: Final = frozenset({"body", "obj", ""})
BULLETS: Final = (A + "buChar", A + "buAutoNum", A + "buBlip")
DEEPEST: Final = 100
FORMULAS: Final = frozenset({"oMath", "oMathPara"})
POWERS: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Slide:
    """Reads the slide that is shown as the ``page``th; ``diagrams`` are the data of its drawings, by relation."""

    def __init__(self, page: int, diagrams: Mapping[str, Element]) -> None:
        self._page = page
        self._diagrams = diagrams

    def sections(self, root: Element) -> list[Section]:
        """What the slide shows; all of its titles become one heading, before the rest."""
        found = [section for tree in root.iter(P + "spTree") for section in self._shapes(tree, 0)]
        titles = [section.text for section in found if section.kind == "title"]
        rest = [section for section in found if section.kind != "title"]
        line = " ".join(" ".join(titles).split())
        heading = (
            [Section("heading", line, level=heading_level(line) or 1, title=line, page=self._page)] if line else []
        )
        return [*heading, *(replace(section, page=self._page) for section in rest)]

    def notes(self, root: Element) -> list[Section]:
        """What the speaker noted for this slide: the body of the notes page, not its furniture."""
        shapes = [shape for shape in root.iter(P + "sp") if _placeholder(shape) == "body"]
        texts = ["\n".join(text for text, _ in _paragraphs(shape.find(P + "txBody"))) for shape in shapes]
        return [Section("speaker_note", text, page=self._page) for text in texts if text]

    def _shapes(self, tree: Element, depth: int) -> Iterator[Section]:
        for shape in tree if depth < DEEPEST else ():
            if shape.tag == FALLBACK or _is_hidden(shape):
                continue
            if shape.tag == P + "sp":
                yield from _texts(shape)
            elif shape.tag == P + "graphicFrame":
                yield from self._frame(shape)
            else:
                yield from self._shapes(shape, depth + 1)

    def _frame(self, frame: Element) -> Iterator[Section]:
        for table in frame.iter(A + "tbl"):
            yield from _table(table)
        for relation in frame.iter(DGM + "relIds"):
            data = self._diagrams.get(relation.get(R + "dm", ""))
            for point in data.iter(DGM + "pt") if data is not None else ():
                yield from (Section("list_item", text) for text, _ in _paragraphs(point.find(DGM + "t")))


def _texts(shape: Element) -> Iterator[Section]:
    """The paragraphs of a shape. Those of a body are its bullets, unless it has only one."""
    placeholder = _placeholder(shape)
    paragraphs = _paragraphs(shape.find(P + "txBody"))
    if placeholder in TITLES:
        yield from (Section("title", text) for text, _ in paragraphs)
        return
    listed = placeholder in BULLETED and len(paragraphs) > 1
    for text, bulleted in paragraphs:
        kind = "list_item" if (listed if bulleted is None else bulleted) else "paragraph"
        yield Section(FURNITURE.get(placeholder or "", kind), text)


def _placeholder(shape: Element) -> str | None:
    """What a shape is the place of ("" where it does not say), None for a shape of its own."""
    found = shape.find(f"{P}nvSpPr/{P}nvPr/{P}ph")
    return None if found is None else found.get("type", "")


def _paragraphs(body: Element | None) -> list[tuple[str, bool | None]]:
    """The texts of a body that say something, each with whether it has a bullet (None: as its place has)."""
    found = body.findall(A + "p") if body is not None else []
    return [(text, _bulleted(each)) for each in found if (text := _text(each))]


def _text(paragraph: Element) -> str:
    return tidy("".join(_pieces(paragraph, 0)).replace("\v", "\n"))


def _pieces(element: Element, depth: int) -> Iterator[str]:
    for child in element if depth < DEEPEST else ():
        if child.tag == A + "t":
            yield child.text or ""
        elif child.tag == A + "br":
            yield "\n"
        elif child.tag == A + "tab":
            yield " "
        elif local(child.tag) in FORMULAS:
            yield linear(child)
        elif child.tag == A + "r":
            yield from _run(child)
        elif child.tag != FALLBACK:
            yield from _pieces(child, depth + 1)


def _run(run: Element) -> Iterator[str]:
    """A run of text; raised digits are powers."""
    properties = run.find(A + "rPr")
    is_raised = properties is not None and properties.get("baseline", "0").rstrip("%").lstrip("0").isdigit()
    text = "".join(each.text or "" for each in run.iter(A + "t"))
    yield text.translate(POWERS) if is_raised and text.isdigit() else text


def _bulleted(paragraph: Element) -> bool | None:
    properties = paragraph.find(A + "pPr")
    if properties is None:
        return None
    if properties.find(A + "buNone") is not None:
        return False
    return True if any(properties.find(tag) is not None for tag in BULLETS) else None


def _table(table: Element) -> Iterator[Section]:
    """One section: rows are lines, cells parted by tabs; cells that another one covers are empty."""
    rows = [
        [" ".join(" ".join(text.split()) for text, _ in _paragraphs(cell.find(A + "txBody"))) for cell in row]
        for row in table.iter(A + "tr")
    ]
    text = "\n".join(filter(None, ("\t".join(filter(None, row)) for row in rows)))
    if text:
        yield Section("table", text)


def _is_hidden(shape: Element) -> bool:
    said = (each.get("hidden") for kind in shape if local(kind.tag).startswith("nv") for each in kind)
    return any(value in ("1", "true") for value in said)
