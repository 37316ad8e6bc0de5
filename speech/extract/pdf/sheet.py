"""One page of a PDF as MuPDF has it, in one pass: rows of letters, upright and visible, and what is drawn straight.

Vectors come with the letters at no cost, so nothing has to look at the page a second time to find rules and boxes.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

import pymupdf

from speech.extract.pdf.words import mended, needs_mending

FLAGS: Final = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP | pymupdf.TEXT_COLLECT_VECTORS
"""Without TEXT_PRESERVE_LIGATURES: "ﬁ" comes as two letters. Without pictures, which dict would carry as bytes."""
TEXT_BLOCK: Final = 0
VECTOR_BLOCK: Final = 3
SHOWN: Final = 16 | 32
"""FZ_STEXT_FILLED and FZ_STEXT_STROKED: letters with neither are not painted (render mode 3)."""
WHITE: Final = 0xF8
BRIGHT: Final = 0xF00000
RIGHTWARDS: Final = (1.0, 0.0)
TINY_POINTS: Final = 2.0
MOST_VECTORS: Final = 4000
"""More than these are a drawing: no table is looked for among them."""

_LOOK: Final = itemgetter("char_flags", "color", "size", "alpha")
_TEXT: Final = itemgetter("text")

Raw = dict[str, Any]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in points, y downwards."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page: its blocks of raw lines, their text, the boxes of what is drawn (and whether only their edge is)."""

    blocks: list[list[Raw]]
    text: str
    rules: list[tuple[Box, bool]]
    width: float
    height: float


def sheet_of(page: pymupdf.Page) -> Sheet:
    """The page turned upright, without letters that nobody sees; words torn by their fonts are whole."""
    found = page.get_text("dict", flags=FLAGS)
    spans, text, lying = _spans(found["blocks"])
    if needs_mending(text):
        found = page.get_text("rawdict", flags=FLAGS)
        mended(line for block in found["blocks"] for line in block.get("lines", ()))
        spans, text, lying = _spans(found["blocks"])
    if lying:
        found = _upright(page, found)
        spans, text, _ = _spans(found["blocks"])
    blocks = found["blocks"]
    rows = [block["lines"] for block in blocks if block["type"] == TEXT_BLOCK]
    vectors = [block for block in blocks if block["type"] == VECTOR_BLOCK] if len(rows) < len(blocks) else []
    doubtful = {look for look in set(map(_LOOK, spans)) if _is_doubtful(*look)}
    if doubtful:
        _blank(_unseen(page, [span for span in spans if _LOOK(span) in doubtful], vectors, spans))
    drawn = vectors if len(vectors) <= MOST_VECTORS else []
    rules = [(block["bbox"], block["stroked"] and block["isrect"]) for block in drawn]
    return Sheet(rows, text, rules, float(found["width"]), float(found["height"]))


def _is_doubtful(char_flags: int, color: int, size: float, alpha: int) -> bool:
    """Whether letters that look so may be there for no reader."""
    return not char_flags & SHOWN or color >= BRIGHT or size < TINY_POINTS or not alpha


def _spans(blocks: Iterable[Raw]) -> tuple[list[Raw], str, bool]:
    """All spans of the page, their text, and whether any line is not upright."""
    spans: list[Raw] = []
    texts: list[str] = []
    lying = False
    for block in blocks:
        for line in block.get("lines", ()):
            lying = lying or line["dir"] != RIGHTWARDS
            spans += line["spans"]
            texts += map(_TEXT, line["spans"])
            texts.append("\n ")
    return spans, "".join(texts), lying


def _upright(page: pymupdf.Page, found: Raw) -> Raw:
    """The page, turned where most of its letters lie on their side.

    MuPDF extracts without the page's own rotation, so a landscape page comes as letters that lie.
    """
    turns: Counter[int] = Counter()
    for line in (line for block in found["blocks"] for line in block.get("lines", ())):
        turns[_quarter_turns(*line["dir"])] += sum(len(span["text"].strip()) for span in line["spans"])
    quarter = turns.most_common(1)[0][0]
    if quarter == 0:
        return found
    turn = pymupdf.Matrix(90 * quarter)
    turned = pymupdf.Rect(0, 0, found["width"], found["height"]) * turn
    text = page.get_textpage(flags=FLAGS, matrix=turn * pymupdf.Matrix(1, 0, 0, 1, -turned.x0, -turned.y0))
    return {"blocks": text.extractDICT()["blocks"], "width": turned.width, "height": turned.height}


def _quarter_turns(x: float, y: float) -> int:
    """By how many quarters clockwise a line of this direction must be turned to be upright."""
    if abs(x) >= abs(y):
        return 0 if x > 0 else 2
    return 1 if y < 0 else 3


def _unseen(page: pymupdf.Page, suspects: list[Raw], vectors: list[Raw], spans: list[Raw]) -> Iterator[Raw]:
    """The spans that a reader of the paper does not see.

    Letters that are not painted are the text of a picture when they lie over one, and white ones are seen on what
    is dark; a page that is tiny as a whole is only drawn small.
    """
    sizes = Counter(round(span["size"]) for span in spans)
    usual = sizes.most_common(1)[0][0]
    pictures = [picture["bbox"] for picture in page.get_image_info()]
    dark = [block["bbox"] for block in vectors if not block["stroked"] and not _is_white(block["color"])]
    for span in suspects:
        if not span["char_flags"] & SHOWN:
            seen = _lies_on(span, pictures)
        elif span["size"] < TINY_POINTS:
            seen = usual < 2 * TINY_POINTS
        else:
            seen = bool(span["alpha"]) and _lies_on(span, dark + pictures)
        if not seen:
            yield span


def _is_white(color: int) -> bool:
    return min(color >> 16 & 255, color >> 8 & 255, color & 255) >= WHITE


def _lies_on(span: Raw, boxes: Iterable[Box]) -> bool:
    x, y = (span["bbox"][0] + span["bbox"][2]) / 2, (span["bbox"][1] + span["bbox"][3]) / 2
    return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in boxes)


def _blank(spans: Iterable[Raw]) -> None:
    for span in spans:
        span["text"] = ""
