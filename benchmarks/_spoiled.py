"""60 pages of known text, always the same: printed in the fonts that are here, spoiled as scanners and offices do."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from speech.extract import extract
from tests.speech.corpus import CORPUS
from tests.speech.extract.scans import Place, printed, sealed, stamped

DOCUMENTS: Final = CORPUS / "documents"
PAPER: Final = pymupdf.paper_rect("a4")
CHARS: Final = {"law": 1800, "prose": 1900, "english": 2100, "columns": 2900, "english columns": 3300}
COLUMNS: Final[dict[int, list[Place]]] = {
    1: [(60, 70, 535, 782)],
    2: [(60, 70, 285, 782), (309, 70, 535, 782)],
}
FONTS: Final = Path("/usr/share/fonts/truetype")
FACES: Final = (
    ("", "", ""),
    ("liberation", "LiberationSerif-Regular", "LiberationSerif-Bold"),
    ("liberation", "LiberationSans-Regular", "LiberationSans-Bold"),
    ("dejavu", "DejaVuSerif", "DejaVuSerif-Bold"),
)
"""MuPDF's own serif, and what a Debian may have."""
SPOILED: Final = ("clean", "skewed", "blurred", "noisy", "pale", "shaded", "seals", "copied", "all")
DPIS: Final = (300, 200, 150, 250)
ANGLES: Final = (-3, -2.2, -1.1, 0.7, 1.8, 3)
RED, BLUE = (200, 30, 45), (50, 60, 190)

Dots = NDArray[np.float32]


@dataclass(frozen=True)
class Page:
    """A spoiled page, its dots an inch, what stands on it."""

    text: str
    spoiled: str
    picture: Image.Image
    dpi: int
    truth: str


def pages(count: int) -> Iterator[Page]:
    """The set; kinds of text, ways to spoil it, dots and fonts are combined in turn."""
    source = _texts()
    for number in range(count):
        random = np.random.default_rng(number)
        text, spoiled = list(CHARS)[number % len(CHARS)], SPOILED[number % len(SPOILED)]
        dpi, in_columns = DPIS[number % len(DPIS)], "columns" in text
        paragraphs = _chosen(source[text], int(random.integers(len(source[text]))), CHARS[text])
        size = 10.5 if in_columns else 12.5 if dpi == 150 else 11.5
        face = number % (len(FACES) - 1 if in_columns else len(FACES))  # the last one is too wide for columns
        picture = _printed(paragraphs, 1 + in_columns, face, size, dpi)
        yield Page(text, spoiled, _spoiled(picture, spoiled, dpi, random), dpi, " ".join(paragraphs))


def _texts() -> dict[str, list[str]]:
    """The paragraphs of each kind of text."""
    truths = DOCUMENTS / "ground_truth"
    law = _paragraphs(truths / "2004-19Z9A_Luat_hop_tac_xasuadoi.txt")
    prose = _paragraphs(truths / "synthetic-vni-2004-13D56_Le_Quang_Thung-phatbieu.txt")
    book = extract(DOCUMENTS / "robinson_crusoe_en.epub").sections
    english = [section.text for section in book if section.kind == "paragraph" and 200 < len(section.text) < 1200]
    return {
        "law": law,
        "prose": prose,
        "english": english,
        "columns": law[60:] + prose,
        "english columns": english[40:],
    }


def _paragraphs(path: Path) -> list[str]:
    lines = [" ".join(line.split()) for line in path.read_text().splitlines()]
    return [line for line in lines if 20 < len(line) < 1500 and line[0].isalnum()]


def _chosen(paragraphs: list[str], at: int, chars: int) -> list[str]:
    """About so many characters from somewhere in the text."""
    found: list[str] = []
    while sum(map(len, found)) < 0.8 * chars:
        each = paragraphs[at % len(paragraphs)]
        if sum(map(len, found)) + len(each) <= chars:
            found.append(each)
        at += 1
    return found


def _printed(paragraphs: list[str], columns: int, face: int, size: float, dpi: int) -> Image.Image:
    html = "".join(f"<p class='{'h' if _is_heading(each) else 'p'}'>{each}</p>" for each in paragraphs)
    folder, plain, bold = FACES[face]
    css, archive, family = "", None, "serif"
    if folder and (FONTS / folder).is_dir():
        archive, family = pymupdf.Archive(str(FONTS / folder)), "face"
        css = f"@font-face {{font-family: face; src: url({plain}.ttf);}}"
        css += f"@font-face {{font-family: face; font-weight: bold; src: url({bold}.ttf);}}"
    css += f"body {{font-family: {family}; font-size: {size}px; text-align: justify;}} p {{margin: 0 0 6px 0;}}"
    css += ".p {text-indent: 20px;} .h {font-weight: bold; text-align: left;}"
    return printed(html, css=css, paper=PAPER, places=COLUMNS[columns], dpi=dpi, archive=archive)


def _is_heading(text: str) -> bool:
    return len(text) < 80 and text.startswith(("Điều", "Chương", "Mục", "Phần"))


def _spoiled(picture: Image.Image, kind: str, dpi: int, random: np.random.Generator) -> Image.Image:
    if kind == "seals":
        return _under_seals(picture, dpi, random)
    if kind in ("skewed", "all"):
        angle = float(random.choice(ANGLES))
        picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    dots = np.asarray(picture).astype(np.float32)
    if kind in ("blurred", "all"):
        dots = ndimage.gaussian_filter(dots, (dpi / (180 if kind == "blurred" else 260),) * 2 + (0,))
    if kind in ("pale", "all"):
        dots = 150 + dots * (70 / 255) if kind == "pale" else 60 + dots * (180 / 255)
    if kind == "shaded":
        dots = _shaded(dots)
    if kind in ("noisy", "all"):
        dots = _noisy(dots, 28 if kind == "noisy" else 14, random)
    if kind == "copied":  # one bit a dot, as fax machines and cheap copiers
        dots = np.where(dots + random.normal(0, 18, dots.shape[:2])[:, :, None] < 140, 0, 255).astype(np.float32)
    return Image.fromarray(dots.clip(0, 255).astype(np.uint8))


def _under_seals(picture: Image.Image, dpi: int, random: np.random.Generator) -> Image.Image:
    """A round seal in red and a stamp in blue, somewhere over the text."""
    places = [
        (int(random.integers(dpi, picture.width - dpi)), int(random.integers(dpi, picture.height // 2)))
        for _ in range(2)
    ]
    picture = sealed(picture, places[0], RED, int(0.7 * dpi))
    return stamped(picture, places[1], BLUE, int(0.7 * dpi))


def _shaded(dots: Dots) -> Dots:
    """Darker towards a corner, as near the spine of a book."""
    height, width = dots.shape[:2]
    shade = 1 - 0.6 * np.linspace(0, 1, width)[None, :] ** 2 * np.linspace(0.4, 1, height)[:, None]
    return (dots * shade[:, :, None]).astype(np.float32)


def _noisy(dots: Dots, spread: float, random: np.random.Generator) -> Dots:
    """Noise in every dot, and dust: black and white ones."""
    noisy = dots + random.normal(0, spread, dots.shape[:2])[:, :, None].astype(np.float32)
    dust = random.random(dots.shape[:2])
    noisy[dust < 0.003], noisy[dust > 0.997] = 0, 255
    return noisy
