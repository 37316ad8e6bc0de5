"""A page of a stranger's PDF or picture as pixels, of no more of them than memory has room for."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image, ImageOps
from pymupdf import mupdf

from speech.errors import SpeechError

DPI: Final = 300
"""Dots an inch at which Tesseract reads best; 12 points are 50 of them."""
MOST_PIXELS: Final = 16_000_000
"""A page of A3 at ``DPI`` nearly; larger ones are drawn coarser."""
SCAN_DPI: Final = (90, 400)
"""A scan within is drawn dot by dot as it was made: what cleans it wants to see its own noise."""
SCAN_AREA: Final = 0.3
A4_INCHES: Final = 11.7
PAGE_INCHES: Final = (4.0, 24.0)
"""A picture whose own measure makes it a page of such a length is believed."""
MOST_BYTES: Final = 320 << 20
"""Of one picture while it is unpacked: A3 in colour at 600 dots an inch."""
FRAMES: Final = ("PNG", "JPEG", "TIFF", "WEBP", "BMP")
NO_MEMORY: Final = re.compile(r"insufficient memory|out of memory|malloc|calloc", re.IGNORECASE)
STAMPS: Final = frozenset({mupdf.PDF_ANNOT_STAMP, mupdf.PDF_ANNOT_FILE_ATTACHMENT, mupdf.PDF_ANNOT_TEXT})
SIGNATURE: Final = mupdf.PDF_WIDGET_TYPE_SIGNATURE

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Sheet:
    """A page as pixels, RGB or grey, 0 (black) to 255; ``dpi`` of them make an inch."""

    pixels: Pixels
    dpi: float


def pdf_sheet(path: Path, number: int, password: str = "") -> Sheet:
    """Page ``number`` (from 1) of a PDF without its digital stamps and signatures."""
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        with pymupdf.open(path, filetype="pdf") as document:
            if document.needs_pass and not document.authenticate(password):
                raise SpeechError("password_required")
            page = document.load_page(number - 1)
            without_stamps(page)
            dpi = min(_dpi(page), DPI * math.sqrt(MOST_PIXELS / max(1.0, abs(page.rect) * (DPI / 72) ** 2)))
            pymupdf.TOOLS.reset_mupdf_warnings()
            drawn = page.get_pixmap(matrix=pymupdf.Matrix(dpi / 72, dpi / 72), colorspace=pymupdf.csRGB, alpha=False)
            rows = np.frombuffer(drawn.samples_mv, np.uint8).reshape(drawn.height, drawn.stride)
            pixels = rows[:, : drawn.width * 3].reshape(drawn.height, drawn.width, 3).copy()
    except (pymupdf.FileDataError, pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError):
        raise SpeechError("unreadable_document") from None
    if NO_MEMORY.search(pymupdf.TOOLS.mupdf_warnings()):  # MuPDF leaves out what it has no room for
        raise SpeechError("reader_crashed")
    return Sheet(pixels, dpi)


def without_stamps(page: pymupdf.Page) -> None:
    """Take off what a program put on the page: signatures, stamps, notes. Only in memory."""
    for widget in [each for each in page.widgets() if each.field_type == SIGNATURE]:
        page.delete_widget(widget)
    for note in [each for each in page.annots() if each.type[0] in STAMPS]:
        page.delete_annot(note)


def _dpi(page: pymupdf.Page) -> float:
    """Dots an inch of the scan that covers the page, else ``DPI``."""
    best = 0.0
    for picture in page.get_image_info():
        box = pymupdf.Rect(picture["bbox"])
        if abs(box & page.rect) > SCAN_AREA * abs(page.rect):
            best = max(best, 72 * max(picture["width"], picture["height"]) / max(box.width, box.height))
    low, high = SCAN_DPI
    return best if low <= best <= high else float(DPI)


def frames(path: Path, check_pages: Callable[[int], None]) -> int:
    """How many pages a picture has. Raises ``unreadable_document``, ``picture_too_large``."""
    with _opened(path) as picture:
        count = _count(picture)
        check_pages(count)
        for number in range(count):
            _at(picture, number)
            _check(picture)
    return count


def _count(picture: Image.Image) -> int:
    try:
        return int(getattr(picture, "n_frames", 1))
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        raise SpeechError("unreadable_document") from None


def picture_sheet(path: Path, number: int) -> Sheet:
    """Frame ``number`` (from 1) of a picture, turned as its camera says."""
    with _opened(path) as picture:
        _at(picture, number - 1)
        dpi = _picture_dpi(picture)
        side = max(picture.size)
        _check(picture)
        try:
            ImageOps.exif_transpose(picture, in_place=True)
        except (OSError, SyntaxError, ValueError, IndexError, KeyError):
            raise SpeechError("unreadable_document") from None
        whole = _flat(picture)
    dpi *= max(whole.size) / side
    zoom = min(1.0, math.sqrt(MOST_PIXELS / (whole.width * whole.height)), SCAN_DPI[1] / dpi)
    if zoom < 1:
        whole = whole.resize(
            (max(1, round(whole.width * zoom)), max(1, round(whole.height * zoom))), Image.Resampling.BOX
        )
    return Sheet(np.asarray(whole), dpi * zoom)


def _opened(path: Path) -> Image.Image:
    Image.MAX_IMAGE_PIXELS = None  # ours counts bytes, and knows that a JPEG can be unpacked smaller
    try:
        return Image.open(path, formats=FRAMES)
    except (OSError, SyntaxError, ValueError, TypeError):
        raise SpeechError("unreadable_document") from None


def _at(picture: Image.Image, number: int) -> None:
    try:
        picture.seek(number)
    except (EOFError, OSError, SyntaxError, ValueError, KeyError, TypeError):
        raise SpeechError("unreadable_document") from None


def _check(picture: Image.Image) -> None:
    """Refuse what unpacks to too much; a JPEG is asked to unpack itself smaller first."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        shrink = math.sqrt(width * height / MOST_PIXELS)
        picture.draft(None, (round(width / shrink), round(height / shrink)))
    dots = picture.width * picture.height
    if dots * (1 if picture.mode in ("1", "L", "P") else 4) > MOST_BYTES:
        raise SpeechError("picture_too_large", megapixels=width * height // 1_000_000)


def _picture_dpi(picture: Image.Image) -> float:
    side = max(picture.size)
    told = picture.info.get("dpi", (0, 0))
    dpi = float(max(told)) if isinstance(told, tuple) else 0.0
    low, high = PAGE_INCHES
    return dpi if dpi > 0 and low <= side / dpi <= high else max(1.0, side / A4_INCHES)


def _flat(picture: Image.Image) -> Image.Image:
    """Grey or RGB on white: what is transparent is paper."""
    if picture.mode in ("1", "L"):
        return picture if picture.mode == "L" else picture.convert("L")
    if picture.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        return _eight_bits(picture)
    if "A" in picture.getbands() or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return paper
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    deep = np.asarray(picture).astype(np.float32)
    most = float(deep.max()) or 1.0
    return Image.fromarray((deep * (255 / most)).clip(0, 255).astype(np.uint8))
