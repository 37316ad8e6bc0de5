"""Documents made on purpose, small and with known text."""

import zipfile
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
