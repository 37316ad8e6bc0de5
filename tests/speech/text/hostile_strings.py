"""Strings made to break readers of text, any number of them, the same ones in every run."""

import random
import sys
from collections.abc import Iterator

from tests.speech.text.strategies import WRITTEN

RANGES = (
    (0x20, 0x7F), (0x00, 0x20), (0x80, 0x250), (0x300, 0x370), (0x370, 0x700), (0x1EA0, 0x1F00), (0x2000, 0x2070),
    (0x2070, 0x2200), (0x2460, 0x2800), (0x3040, 0x3100), (0x4E00, 0x4F00), (0xD800, 0xE000), (0xE000, 0xE100),
    (0xFB00, 0xFB10), (0xFE00, 0xFE10), (0xFF00, 0xFFF0), (0x1D400, 0x1D800), (0x1F1E6, 0x1F200), (0x1F300, 0x1FB00),
    (0xE0000, 0xE0080), (0, sys.maxunicode + 1),
)  # fmt: skip
SIGNS = "0123456789.,-–/:;%$€₫()[]{}<>@#*_~`^+=|\\&'\"!?… \t\n"
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạắằặấầậếềệốồộớờợứừựỳýỹỵAĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"
UNITS = (
    "1-",
    "1.",
    "1,2.3",
    "1/2/",
    "$1",
    "(",
    "@",
    "A.",
    "x@",
    "a.b",
    "%",
    "I",
    "GD&ĐT ",
    "**a",
    "[a](",
    "<b ",
    "&#1;",
    "1h",
    "5 km/",
)


def strings(count: int, seed: int = 7) -> Iterator[str]:
    """``count`` strings of up to some hundred characters: noise, typing, numbers gone wild, repetitions."""
    chance = random.Random(seed)
    makers = (_noise, _signs, _written, _repeated, _spoiled)
    for number in range(count):
        yield makers[number % len(makers)](chance)


def _noise(chance: random.Random) -> str:
    spans = [chance.choice(RANGES) for _ in range(chance.randint(1, 3))]
    return "".join(chr(chance.randrange(*chance.choice(spans))) for _ in range(chance.randint(1, 200)))


def _signs(chance: random.Random) -> str:
    alphabet = SIGNS + LETTERS * chance.randint(0, 1)
    return "".join(chance.choices(alphabet, k=chance.randint(1, 200)))


def _written(chance: random.Random) -> str:
    glue = chance.choice(("", " ", " "))
    return glue.join(chance.choices(WRITTEN, k=chance.randint(1, 30)))


def _repeated(chance: random.Random) -> str:
    return chance.choice((*UNITS, *WRITTEN)) * chance.randint(2, 100)


def _spoiled(chance: random.Random) -> str:
    """Something written, with characters changed, doubled and taken away."""
    text = list(_written(chance))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(text)) if text else 0
        text[at : at + chance.randint(0, 2)] = (
            chance.choice((_noise(chance)[:2], text[at : at + 3], "")) if text else ""
        )
    return "".join(text)
