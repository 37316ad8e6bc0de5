"""The inside of ``speech.extract.pictures.drawing``: draws one page of a stranger's document in a limited child."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pymupdf
from PIL import Image

from speech.errors import SpeechError
from speech.extract.ocr.sheets import picture_sheet
from speech.types import Progress

WIDTH_PIXELS: Final = 1240
"""A page of A4 at 150 dots an inch: sharp beside the text, also on a screen of two dots a pixel."""

MOST_PIXELS: Final = 4_000_000
LONGEST_PIXELS: Final = 16_000
"""A WebP has sides of 16,383 at most."""
QUALITY: Final = 70


def page_task(request: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
    """Write page ``number`` (from 1) of the file at ``path`` as ``name`` into the working directory: a WebP."""
    path, number = Path(request["path"]), int(request["number"])
    secret = request.get("secret", "")
    drawn = _pdf_page(path, number, secret) if request["format"] == "pdf" else _picture(path, number)
    drawn.save(request["name"], "WEBP", quality=QUALITY, method=2)
    return {"width": drawn.width, "height": drawn.height}


def _picture(path: Path, number: int) -> Image.Image:
    """A picture turned as the recogniser saw it, no larger than it is."""
    picture = Image.fromarray(picture_sheet(path, number).pixels)
    zoom = min(1.0, _zoom(*picture.size))
    size = max(1, round(picture.width * zoom)), max(1, round(picture.height * zoom))
    return picture.resize(size, Image.Resampling.BOX) if zoom < 1 else picture


def _pdf_page(path: Path, number: int, password: str) -> Image.Image:
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            page = _page(document, number, password)
            zoom = _zoom(page.rect.width, page.rect.height)
            drawn = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), colorspace=pymupdf.csRGB, alpha=False)
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        raise SpeechError("unreadable_document") from None
    return Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.samples, "raw", "RGB", drawn.stride, 1)


def _page(document: pymupdf.Document, number: int, password: str) -> pymupdf.Page:
    """MuPDF goes by what it finds: what passes for a PDF must not be drawn as a web page that names other files."""
    if not document.is_pdf:
        raise SpeechError("unreadable_document")
    if document.needs_pass and not document.authenticate(password):
        raise SpeechError("password_required")
    if not 1 <= number <= document.page_count:
        raise SpeechError("no_such_page")
    page: pymupdf.Page = document.load_page(number - 1)
    return page


def _zoom(width: float, height: float) -> float:
    """As wide as wanted, but of no more pixels than memory has room for: a page may be a mile long."""
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise SpeechError("unreadable_document")
    return min(WIDTH_PIXELS / width, LONGEST_PIXELS / height, math.sqrt(MOST_PIXELS / (width * height)))
