"""Scanned pages made on purpose: printed with MuPDF's own serif, spoiled as scanners and offices do."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image, ImageDraw

DPI: Final = 200
A5: Final = pymupdf.paper_rect("a5")
CSS: Final = "body {font-family: serif; font-size: 12px;} p {margin: 0 0 6px 0;}"
RED: Final = (200, 30, 45)
Place = tuple[float, float, float, float]


def printed(
    html: str,
    *,
    css: str = CSS,
    paper: pymupdf.Rect = A5,
    places: Sequence[Place] = (),
    dpi: int = DPI,
    archive: pymupdf.Archive | None = None,
) -> Image.Image:
    """A page of this text, set into ``places`` one after the other (default: the page within its margins)."""
    story, file, more = pymupdf.Story(html, user_css=css, archive=archive), io.BytesIO(), 1
    writer = pymupdf.DocumentWriter(file)
    device = writer.begin_page(paper)
    for place in places or [(50, 50, paper.width - 40, paper.height - 40)]:
        if more:
            more, _ = story.place(pymupdf.Rect(place))
            story.draw(device)
    writer.end_page()
    writer.close()
    if more:
        raise ValueError("the page is too full")
    with pymupdf.open("pdf", file.getvalue()) as document:
        drawn = document[0].get_pixmap(dpi=dpi)
        return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)


def letter(left: str, right: str, body: str) -> Image.Image:
    """A letter as Vietnamese offices write it: two blocks side by side at its head, then the text."""
    css = CSS + " .left, .right {font-size: 10px;}"
    page = Image.new("RGB", printed("<p> </p>").size, "white")
    for html, place in ((left, (40, 40, 165, 200)), (right, (180, 40, 400, 200)), (body, (50, 215, 380, 560))):
        part = printed(html, css=css, places=[place])
        page = Image.fromarray(np.minimum(np.asarray(page), np.asarray(part)))
    return page


def askew(page: Image.Image, degrees: float) -> Image.Image:
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")


def sealed(
    page: Image.Image, middle: tuple[int, int], ink: tuple[int, int, int] = RED, radius: int = 120
) -> Image.Image:
    """With a round seal over the text; its ink darkens what it lies on."""
    sheet = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(sheet)
    x, y = middle
    for each in (radius, radius - 8, radius // 2):
        draw.ellipse((x - each, y - each, x + each, y + each), outline=ink, width=4)
    draw.text((x - 60, y - 20), "SEAL 1234", fill=ink, font_size=26)
    return Image.fromarray(np.minimum(np.asarray(page), np.asarray(sheet)))


def stamped(page: Image.Image, middle: tuple[int, int], ink: tuple[int, int, int], radius: int) -> Image.Image:
    """With a stamp in a frame over the text."""
    sheet = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(sheet)
    x, y = middle
    draw.rectangle((x - radius, y - radius // 2, x + radius, y + radius // 2), outline=ink, width=max(2, radius // 30))
    draw.text((x - 0.8 * radius, y - radius // 6), "COPY 2024", fill=ink, font_size=radius // 3)
    return Image.fromarray(np.minimum(np.asarray(page), np.asarray(sheet)))


def noisy(page: Image.Image, spread: float) -> Image.Image:
    dots: NDArray[np.float64] = (
        np.asarray(page) + np.random.default_rng(1).normal(0, spread, page.size[::-1])[:, :, None]
    )
    return Image.fromarray(dots.clip(0, 255).astype(np.uint8))


def scan(path: Path, *pages: Image.Image, dpi: int = DPI) -> Path:
    """A PDF that holds these pictures and nothing else."""
    with pymupdf.open() as document:
        for picture in pages:
            add_scan(document, picture, dpi)
        document.save(path)
    return path


def errors(found: str, truth: str) -> int:
    """Levenshtein's distance, row by row."""
    one, other = (np.array([ord(letter) for letter in text]) for text in (found, truth))
    steps = np.arange(len(other) + 1)
    row = steps.copy()
    for number, letter in enumerate(one, start=1):
        best = np.minimum(row[1:] + 1, row[:-1] + (other != letter))
        row = np.minimum.accumulate(np.concatenate(([number], best)) - steps) + steps
    return int(row[-1])


def add_scan(document: pymupdf.Document, picture: Image.Image, dpi: int = DPI) -> pymupdf.Page:
    page = document.new_page(width=picture.width * 72 / dpi, height=picture.height * 72 / dpi)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    page.insert_image(page.rect, stream=file.getvalue())
    return page
