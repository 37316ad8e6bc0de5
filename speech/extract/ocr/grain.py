"""Pieces of ink on a page, and the grain of printed photos among them, over which Tesseract sits for minutes."""

from typing import Final

import numpy as np
from scipy import ndimage

from speech.errors import SpeechError
from speech.extract.ocr.rules import INK
from speech.extract.ocr.sheets import DPI, Pixels
from speech.extract.ocr.tesseract import Box

STEP: Final = 2
GRAINY: Final = 3e-3
"""Pieces for a dot of the page; small print has a third of it."""
LARGEST_GRAIN: Final = int(0.02 * DPI / STEP)
"""Its height and width: dots over letters are hardly larger, but such a page is lost otherwise."""
SNOW: Final = 1e-3
"""So many pieces may be left."""


def ink_boxes(grey: Pixels) -> list[Box]:
    """The boxes of all pieces of ink."""
    labels, _ = ndimage.label(grey[::STEP, ::STEP] < INK, np.ones((3, 3)))
    return [
        (across.start * STEP, down.start * STEP, across.stop * STEP, down.stop * STEP)
        for down, across in ndimage.find_objects(labels)
    ]


def without_grain(grey: Pixels) -> Pixels:
    """The page; where it is full of grain, without all that is as small. Raises ``unreadable_document`` for snow."""
    labels, count = ndimage.label(grey[::STEP, ::STEP] < INK, np.ones((3, 3)))
    if count < GRAINY * grey.size:
        return grey
    is_grain = np.zeros(count + 1, bool)
    for number, (down, across) in enumerate(ndimage.find_objects(labels), start=1):
        is_grain[number] = max(down.stop - down.start, across.stop - across.start) <= LARGEST_GRAIN
    if count - is_grain.sum() > SNOW * grey.size:
        raise SpeechError("unreadable_document")
    gone = np.repeat(np.repeat(is_grain[labels], STEP, axis=0), STEP, axis=1)[: grey.shape[0], : grey.shape[1]]
    clean = grey.copy()
    clean[gone] = 255
    return clean
