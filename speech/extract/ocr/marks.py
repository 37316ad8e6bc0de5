"""Rubber stamps of an office in a frame of rules ("CÔNG VĂN ĐẾN", "ĐẾN ... Giờ ... Ngày"): no part of the text."""

import unicodedata
from typing import Final

import numpy as np

from speech.extract.ocr.rules import Frame
from speech.extract.ocr.sheets import DPI, Pixels
from speech.extract.ocr.tesseract import BLOCK, Box, recognised

STAMP_INCHES: Final = ((0.3, 2.0), (0.7, 3.6))
"""Height and width of such a stamp."""
SAID: Final = ("DEN", "GIO", "NGAY", "CONG VAN", "KINH CHUYEN", "CONG THONG TIN", "SAO Y", "SO:", "LUU", "CHUYEN:")
LEAST_SAID: Final = 2
MARGIN: Final = 4


def without_stamps(bare: Pixels, frames: list[Frame]) -> Pixels:
    """The page without the stamps of arrival among its frames."""
    boxes = [frame.box for frame in frames if not frame.is_grid and _is_of_size(frame.box)]
    if not boxes:
        return bare
    read = recognised([cut(bare, box) for box in boxes], "vie", BLOCK)
    stamps = [
        box
        for box, rows in zip(boxes, read, strict=True)
        if _is_stamp(" ".join(word.text for row in rows for word in row.words))
    ]
    return blanked(bare, stamps)


def _is_of_size(box: Box) -> bool:
    (lowest, highest), (narrowest, broadest) = STAMP_INCHES
    wide, tall = (box[2] - box[0]) / DPI, (box[3] - box[1]) / DPI
    return lowest <= tall <= highest and narrowest <= wide <= broadest


def _is_stamp(text: str) -> bool:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")).upper()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return sum(said in bare for said in SAID) >= LEAST_SAID


def cut(grey: Pixels, box: Box) -> Pixels:
    """A part of the page with a white edge, without which Tesseract misses letters."""
    left, top, right, bottom = box
    return np.pad(grey[top:bottom, left:right], MARGIN, constant_values=255)


def blanked(grey: Pixels, boxes: list[Box]) -> Pixels:
    """The page with these places white."""
    if not boxes:
        return grey
    white = grey.copy()
    for left, top, right, bottom in boxes:
        white[max(0, top) : bottom, max(0, left) : right] = 255
    return white
