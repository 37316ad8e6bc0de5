"""Made books whose chapters a person wrote down before the code saw them: ``tests/data/chapters``.

Above the line of ``====`` stand the titles of the chapters, below it the text: ``~300`` are paragraphs of 300 words,
``#`` to ``###`` headings by style, ``title:`` the document's title by style, anything else a paragraph.
"""

import html
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.speech.extract.made import docx, odt, paragraph

BOOKS: Final = Path(__file__).parents[2] / "data" / "chapters"
FILLERS: Final = {
    "": (
        "Trời vừa hửng sáng, bà cụ đã dậy nhóm bếp và đun một ấm nước đầy.",
        "– Anh đi đâu mà vội thế? – Cô gái hỏi, mắt nhìn ra phía con đường làng.",
        "Người ta kể rằng vào những năm ấy, sông còn rộng và nước còn trong lắm.",
        "Các cơ quan có trách nhiệm phối hợp để bảo đảm công việc được tiến hành đúng thời hạn.",
        "Không ai nói gì nữa.",
        "Năm 1990, cả huyện mới có một chiếc xe khách chạy lên tỉnh, mỗi ngày một chuyến, sáng đi chiều về.",
    ),
    "en ": (
        "The wind had fallen before the morning, and the sea lay still under a grey sky.",
        "“Where are you going?” she asked, and put the lamp down on the table.",
        "In those years there was only one coach to the town, and it left at six.",
        "Nobody answered.",
    ),
}
_FILLER: Final = re.compile(r"~(en )?(\d+)")
STYLES: Final = '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>' + "".join(
    f'<w:style w:styleId="H{level}"><w:name w:val="heading {level}"/></w:style>' for level in (1, 2, 3)
)
ODF_TITLE: Final = '<style:style style:family="paragraph" style:name="Title"/>'


def chapters_of(name: str) -> list[str]:
    return _halves(name)[0].split("\n")


def made(name: str, folder: Path) -> Path:
    """The document called ``group/book.format``."""
    blocks = list(_blocks(_halves(name)[1]))
    path = folder / name.partition("/")[2]
    match path.suffix:
        case ".docx":
            return docx(path, "".join(map(_word, blocks)), styles=STYLES)
        case ".odt":
            return odt(path, "".join(map(_writer, blocks)), ODF_TITLE)
        case ".html":
            path.write_text(f"<!doctype html><html><body>{''.join(map(_web, blocks))}</body></html>")
        case _:
            path.write_text("\n\n".join(blocks))
    return path


def _halves(name: str) -> list[str]:
    return (BOOKS / f"{name}.txt").read_text(encoding="utf-8").split("\n====\n")


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text.strip()):
        filler = _FILLER.fullmatch(block)
        yield from _filled(filler[1] or "", int(filler[2])) if filler else [block]


def _filled(language: str, words: int) -> Iterator[str]:
    """Paragraphs of some sentences each, ``words`` long together."""
    sentences = itertools.cycle(FILLERS[language])
    while words > 0:
        text = " ".join(itertools.islice(sentences, 5))
        words -= len(text.split())
        yield text


def _styled(block: str) -> tuple[str, int]:
    """The text of a block, and its level: 0 a paragraph, -1 the title."""
    if block.startswith("title: "):
        return block.removeprefix("title: "), -1
    marks = len(block) - len(block.lstrip("#"))
    return block[marks:].strip(), marks


def _word(block: str) -> str:
    text, level = _styled(block)
    style = f'<w:pStyle w:val="{"T" if level < 0 else f"H{level}"}"/>' if level else ""
    return paragraph(html.escape(text, quote=False), style)


def _writer(block: str) -> str:
    text, level = _styled(block)
    if level > 0:
        return f'<text:h text:outline-level="{level}">{text}</text:h>'
    return f'<text:p text:style-name="{"Title" if level else "S"}">{text}</text:p>'


def _web(block: str) -> str:
    text, level = _styled(block)
    return f"<h{level}>{text}</h{level}>" if level > 0 else f"<p>{text}</p>"
