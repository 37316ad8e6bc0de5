"""Real material that the tests make themselves: speech by the embedded engine, documents by their libraries."""

import io
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import docx
import numpy as np
import pymupdf
import soundfile

from speech.engines import registry
from speech.types import Chunk
from tests.speech.extract.made import epub

READING = (
    "Hôm nay trời nắng đẹp, tôi muốn đi dạo quanh hồ với các bạn. "
    "Chúng ta sẽ cùng nhau đọc một câu chuyện dài về quê hương và những người thân yêu."
)
BOOK = {
    "Chương 1. Mở đầu": ["Ngày xưa có một người thợ mộc sống ở làng bên sông. Ông làm việc từ sáng đến tối."],
    "Chương 2. Ra đi": ["Năm 2024, ông rời làng với 120.000 đồng trong túi. Ông đi về phía biển."],
}
TEXT = "\n\n".join("\n\n".join([title, *paragraphs]) for title, paragraphs in BOOK.items())


@cache
def recording(container: str = "wav", seconds: float = 0.0) -> bytes:
    """A spoken recording (about 9 s), or at least ``seconds`` of it repeated."""
    engine = registry.get("espeak")
    chunk = Chunk(0, len(READING), READING, READING, "vi", 0.0)
    clip = engine.say(chunk, engine.voice("vi-north"), knobs={}, seed=1)
    once = clip.samples
    samples = np.tile(once, max(1, round(seconds * clip.rate / len(once) + 0.5))) if seconds else once
    stream = io.BytesIO()
    soundfile.write(stream, samples, clip.rate, format=container.upper())
    return stream.getvalue()


def sound(samples: "np.ndarray", rate: int = 16000) -> bytes:
    stream = io.BytesIO()
    soundfile.write(stream, samples.astype(np.float32), rate, format="WAV")
    return stream.getvalue()


@cache
def word_file() -> bytes:
    document = docx.Document()
    for title, paragraphs in BOOK.items():
        document.add_heading(title, level=1)
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def book_file(**members: str) -> bytes:
    """The book as an EPUB, a page for each chapter; ``members``: more files in it."""
    pages = {f"c{at}": "".join(f"<p>{line}</p>" for line in lines) for at, lines in enumerate(BOOK.values())}
    contents = "".join(f'<li><a href="c{at}.xhtml">{title}</a></li>' for at, title in enumerate(BOOK))
    with NamedTemporaryFile(suffix=".epub") as file:
        return epub(Path(file.name), pages, contents, **members).read_bytes()


@cache
def pdf_file(pages: int = 2) -> bytes:
    with pymupdf.open() as pdf:
        for number in range(pages):
            page = pdf.new_page()
            page.insert_htmlbox((72, 72, 500, 700), f"<p>Trang {number + 1} của tài liệu. Một câu tiếng Việt.</p>")
        return pdf.tobytes()


def named(name: str, data: bytes) -> io.BytesIO:
    """An upload of ``data`` under ``name``."""
    stream = io.BytesIO(data)
    stream.name = name
    return stream
