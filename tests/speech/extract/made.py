"""Documents made on purpose, small and with known text."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pymupdf

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
SENTENCE: Final = "Người lao động được làm việc, tự do lựa chọn việc làm và nơi làm việc theo quy định. "


def docx(path: Path, body: str, **parts: str) -> Path:
    """A DOCX with this body; ``parts``: inner XML of ``styles``, ``numbering``, ``footnotes``."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{inner}</w:{name}>')
    return path


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def pdf(path: Path, html: str, css: str = "", header: str = "") -> Path:
    """A PDF laid out from HTML on A5 pages, with a running header and page numbers when asked."""
    story = pymupdf.Story(html, user_css=f"body {{ font-family: serif; font-size: 11px; }} {css}")
    writer = pymupdf.DocumentWriter(path)
    more = 1
    while more:
        device = writer.begin_page(pymupdf.paper_rect("a5"))
        more, _ = story.place(pymupdf.Rect(50, 70, 370, 520))
        story.draw(device)
        writer.end_page()
    writer.close()
    if header:
        with pymupdf.open(path) as document:
            for page in document:
                page.insert_text((50, 40), header)
                page.insert_text((200, 570), f"- {page.number + 1} -")
            document.saveIncr()
    return path


def xhtml(body: str, head: str = "") -> str:
    """A page of an EPUB."""
    spaces = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
    head = f"<head><title>T</title>{head}</head>"
    return f'<?xml version="1.0"?><!DOCTYPE html><html {spaces}>{head}<body>{body}</body></html>'


def zipped(path: Path, members: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


def epub(path: Path, pages: Mapping[str, str], contents: str = "", **more: str) -> Path:
    """An EPUB 3 of these pages in this order. ``contents``: the list of its nav document.

    ``more``: ``spine`` (in place of all pages in order), ``guide``, ``ncx``; names with a slash are members.
    """
    items = "".join(f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"/>' for name in pages)
    items += '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>' if contents else ""
    items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>' if "ncx" in more else ""
    spine = more.get("spine", "".join(f'<itemref idref="{name}"/>' for name in pages))
    members = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        "OPS/book.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
        f'<spine toc="ncx">{spine}</spine><guide>{more.get("guide", "")}</guide></package>',
        **{f"OPS/{name}.xhtml": text if text.startswith("<?xml") else xhtml(text) for name, text in pages.items()},
        **({"OPS/nav.xhtml": xhtml(f'<nav epub:type="toc"><ol>{contents}</ol></nav>')} if contents else {}),
        **({"OPS/toc.ncx": more["ncx"]} if "ncx" in more else {}),
        **{name: text for name, text in more.items() if "/" in name},
    }
    return zipped(path, members)


ODF: Final = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "style", "table")
)
ODF_DRAWING: Final = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'


def odt(path: Path, body: str, styles: str = "", **members: str) -> Path:
    """An ODT with this body and these automatic styles."""
    content = (
        f"<office:document-content {ODF} {ODF_DRAWING}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    return zipped(path, {**parts, **members})


PRESENTATION: Final = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
RELATED: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relations(*found: tuple[str, str]) -> str:
    """Relations r1, r2, ... of these kinds to these targets."""
    each = "".join(
        f'<Relationship Id="r{number}" Type="{RELATED}{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(found, start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def pptx(path: Path, slides: Mapping[str, str], shown: str = "", **members: str) -> Path:
    """A presentation of these slides (the inside of ``p:spTree``) in the order of ``shown`` (``r1 r2``)."""
    order = shown.split() or [f"r{number}" for number in range(1, len(slides) + 1)]
    ids = "".join(f'<p:sldId id="{number + 256}" r:id="{each}"/>' for number, each in enumerate(order))
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    parts = {
        "[Content_Types].xml": f'<Types><Override PartName="/ppt/a.xml" ContentType="{kind}.main+xml"/></Types>',
        "_rels/.rels": relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f"<p:presentation {PRESENTATION}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(*(("slide", f"slides/{name}.xml") for name in slides)),
        **{f"ppt/slides/{name}.xml": slide(inside) for name, inside in slides.items()},
    }
    return zipped(path, {**parts, **members})


def slide(inside: str, root: str = "sld") -> str:
    hidden, inside = (' show="0"', inside.removeprefix("hidden:")) if inside.startswith("hidden:") else ("", inside)
    return f"<p:{root} {PRESENTATION}{hidden}><p:cSld><p:spTree>{inside}</p:spTree></p:cSld></p:{root}>"


def shape(*paragraphs: str, place: str | None = None, bullet: str = "", hidden: str = "0") -> str:
    """A shape with text; ``place``: the type of its placeholder, "" for one without a type."""
    ph = "" if place is None else f'<p:ph type="{place}"/>' if place else '<p:ph idx="1"/>'
    text = "".join(f"<a:p><a:pPr>{bullet}</a:pPr><a:r><a:t>{each}</a:t></a:r></a:p>" for each in paragraphs)
    names = f'<p:nvSpPr><p:cNvPr id="1" name="s" hidden="{hidden}"/><p:nvPr>{ph}</p:nvPr></p:nvSpPr>'
    return f"<p:sp>{names}<p:txBody>{text}</p:txBody></p:sp>"
