"""How well scanned pages are read: pages of known text, printed, spoiled as scanners do, and recognised.

    python -m benchmarks.scans [PAGES]

60 pages (or PAGES) of the corpus's texts (``GIONG_CORPUS``): Vietnamese law with headings, Vietnamese and English
prose, in one and two columns; skewed, blurred, noisy, pale, shaded, stamped over, at 150 to 300 dots an inch. Then
the signed scans of which a page was transcribed by hand. Prints the character error rate of each kind, what the flags
of doubt are worth, and the seconds a page.
"""

import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pymupdf
from numpy.typing import NDArray
from scipy import ndimage

from speech.extract import PAGE_FURNITURE, extract
from speech.types import Section
from tests.speech.corpus import CORPUS

PAGES: Final = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 60
TRUTHS: Final = Path(__file__).resolve().parents[1] / "tests" / "data" / "scans"
DOCUMENTS: Final = CORPUS / "documents"
PAPER: Final = pymupdf.paper_rect("a4")
CHARS: Final = {"law": 1800, "prose": 1900, "english": 2100, "columns": 2900, "english_columns": 3300}
FONTS: Final = {
    "liberation": Path("/usr/share/fonts/truetype/liberation"),
    "dejavu": Path("/usr/share/fonts/truetype/dejavu"),
}
FACES: Final = {
    "serif": "",
    "liberation": "LiberationSerif-{}.ttf",
    "sans": "LiberationSans-{}.ttf",
    "dejavu": "DejaVuSerif{}.ttf",
}
Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Page:
    """A spoiled page: RGB, its dots an inch, what stands on it."""

    text: str
    spoiled: str
    picture: Picture
    dpi: int
    truth: str


def texts() -> dict[str, list[str]]:
    """The paragraphs of each kind of text."""
    truth = DOCUMENTS / "ground_truth"
    law = _paragraphs(truth / "2004-19Z9A_Luat_hop_tac_xasuadoi.txt")
    prose = _paragraphs(truth / "synthetic-vni-2004-13D56_Le_Quang_Thung-phatbieu.txt")
    book = extract(DOCUMENTS / "robinson_crusoe_en.epub").sections
    english = [section.text for section in book if section.kind == "paragraph" and 200 < len(section.text) < 1200]
    return {
        "law": law,
        "prose": prose,
        "english": english,
        "columns": law[60:] + prose,
        "english_columns": english[40:],
    }


def _paragraphs(path: Path) -> list[str]:
    lines = [" ".join(line.split()) for line in path.read_text().splitlines()]
    return [line for line in lines if 20 < len(line) < 1500 and line[0].isalnum()]


def chosen(paragraphs: list[str], at: int, chars: int) -> list[str]:
    """About so many characters from somewhere in the text."""
    found: list[str] = []
    while sum(map(len, found)) < 0.8 * chars:
        each = paragraphs[at % len(paragraphs)]
        if sum(map(len, found)) + len(each) <= chars:
            found.append(each)
        at += 1
    return found


def printed(paragraphs: list[str], columns: int, face: str, size: float, dpi: int) -> Picture:
    """The page as a picture. Without the fonts of the named face in MuPDF's own serif."""
    html = "".join(f"<p class='{'h' if _is_heading(each) else 'p'}'>{each}</p>" for each in paragraphs)
    css, archive = _style(face, size)
    story = pymupdf.Story(html, user_css=css, archive=archive)
    with tempfile.TemporaryDirectory() as room:
        writer = pymupdf.DocumentWriter(f"{room}/page.pdf")
        device, more, width = writer.begin_page(PAPER), 1, (PAPER.width - 120 - 24 * (columns - 1)) / columns
        for column in range(columns):
            left = 60 + column * (width + 24)
            more, _ = story.place(pymupdf.Rect(left, 70, left + width, PAPER.height - 60))
            story.draw(device)
        writer.end_page()
        writer.close()
        if more:
            raise SystemExit("the page is too full")
        with pymupdf.open(f"{room}/page.pdf") as document:
            return pixels(document[0].get_pixmap(dpi=dpi))


def _style(face: str, size: float) -> tuple[str, pymupdf.Archive | None]:
    folder = FONTS["dejavu" if face == "dejavu" else "liberation"]
    pattern, archive, css, family = FACES[face], None, "", "serif"
    if pattern and folder.is_dir():
        plain, bold = ("", "-Bold") if face == "dejavu" else ("Regular", "Bold")
        archive, family = pymupdf.Archive(str(folder)), "face"
        css = f"@font-face {{font-family: face; src: url({pattern.format(plain)});}}"
        css += f"@font-face {{font-family: face; font-weight: bold; src: url({pattern.format(bold)});}}"
    css += f"body {{font-family: {family}; font-size: {size}px; text-align: justify;}} p {{margin: 0 0 6px 0;}}"
    return css + ".p {text-indent: 20px;} .h {font-weight: bold; text-align: left;}", archive


def _is_heading(text: str) -> bool:
    return len(text) < 80 and text.startswith(("Điều", "Chương", "Mục", "Phần"))


def pixels(pixmap: pymupdf.Pixmap) -> Picture:
    return np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, pixmap.n).copy()


def spoil(picture: Picture, kind: str, dpi: int, random: np.random.Generator) -> Picture:
    """What a scanner, a copier or an office does to a page."""
    work = picture.astype(np.float32)
    if kind == "seals":
        _stamp(work, dpi, random, (200, 30, 45), round_one=True)
        _stamp(work, dpi, random, (50, 60, 190), round_one=False)
    if kind in ("skewed", "all"):
        angle = float(random.choice([-3, -2.2, -1.1, 0.7, 1.8, 3]))
        work = ndimage.rotate(work, angle, reshape=False, order=1, cval=255)
    if kind in ("blurred", "all"):
        work = ndimage.gaussian_filter(work, (dpi / (180 if kind == "blurred" else 260),) * 2 + (0,))
    if kind in ("pale", "all"):
        work = 150 + work * (70 / 255) if kind == "pale" else 60 + work * (180 / 255)
    if kind == "shaded":
        height, width = work.shape[:2]
        shade = 1 - 0.6 * np.linspace(0, 1, width)[None, :] ** 2 * np.linspace(0.4, 1, height)[:, None]
        work *= shade[:, :, None]
    if kind in ("noisy", "all"):
        work += random.normal(0, 28 if kind == "noisy" else 14, work.shape[:2])[:, :, None]
        dust = random.random(work.shape[:2])
        work[dust < 0.003], work[dust > 0.997] = 0, 255
    if kind == "copied":  # one bit a dot, as fax machines and cheap copiers
        work = np.where(work + random.normal(0, 18, work.shape[:2])[:, :, None] < 140, 0, 255).astype(np.float32)
    return work.clip(0, 255).astype(np.uint8)


def _stamp(
    work: NDArray[np.float32], dpi: int, random: np.random.Generator, ink: tuple[int, int, int], *, round_one: bool
) -> None:
    """A seal of ink over the text: rings and a star, or a frame with words; ink darkens what it lies on."""
    side = int(1.4 * dpi)
    sheet = pymupdf.open()
    page = sheet.new_page(width=200, height=200)
    shape = page.new_shape()
    colour = tuple(part / 255 for part in ink)
    if round_one:
        for radius in (96, 90, 60):
            shape.draw_circle((100, 100), radius)
        shape.draw_polyline([(100, 60), (124, 134), (62, 88), (138, 88), (76, 134), (100, 60)])
    else:
        shape.draw_rect(pymupdf.Rect(4, 50, 196, 150))
    shape.finish(color=colour, width=3)
    shape.commit()
    page.insert_text(
        (20, 106) if not round_one else (52, 52), "COPY 2024" if not round_one else "SEAL", fontsize=28, color=colour
    )
    mark = pixels(page.get_pixmap(dpi=int(72 * side / 200))).astype(np.float32)
    height, width = mark.shape[:2]
    top = int(random.integers(work.shape[0] // 8, work.shape[0] // 2))
    left = int(random.integers(work.shape[1] // 8, work.shape[1] - width - 10))
    region = work[top : top + height, left : left + width]
    np.minimum(region, mark, out=region)
    sheet.close()


SPOILED: Final = ("clean", "skewed", "blurred", "noisy", "pale", "shaded", "seals", "copied", "all")


def pages(count: int = PAGES) -> Iterator[Page]:
    """The set, always the same."""
    source = texts()
    for number in range(count):
        random = np.random.default_rng(number)
        text, spoiled = list(CHARS)[number % len(CHARS)], SPOILED[number % len(SPOILED)]
        dpi = (300, 200, 150, 250)[number % 4]
        size = 12.5 if dpi == 150 else 11.5
        paragraphs = chosen(source[text], int(random.integers(len(source[text]))), CHARS[text])
        face = list(FACES)[number % 3 if "columns" in text else number % len(FACES)]
        picture = printed(paragraphs, 2 if "columns" in text else 1, face, size if "columns" not in text else 10.5, dpi)
        yield Page(text, spoiled, spoil(picture, spoiled, dpi, random), dpi, " ".join(paragraphs))


def as_pdf(page: Page, path: Path) -> Path:
    """A PDF that holds the picture and nothing else."""
    height, width = page.picture.shape[:2]
    with pymupdf.open() as document:
        paper = document.new_page(width=width * 72 / page.dpi, height=height * 72 / page.dpi)
        pixmap = pymupdf.Pixmap(pymupdf.csRGB, width, height, page.picture.tobytes(), False)
        paper.insert_image(paper.rect, stream=pixmap.tobytes("jpeg", jpg_quality=85))
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


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def body(sections: tuple[Section, ...]) -> str:
    return plain(" ".join(section.text for section in sections if section.kind not in PAGE_FURNITURE))
