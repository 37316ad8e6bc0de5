"""Letters, codes and addresses of the net said piece by piece, as Vietnamese says them."""

import re
from typing import Final

from speech.text.numbers import Numbers
from speech.text.syllables import has_vowel

NAMES: Final = {
    "A": "a",
    "Ă": "á",
    "Â": "ớ",
    "B": "bê",
    "C": "xê",
    "D": "đê",
    "Đ": "đê",
    "E": "e",
    "Ê": "ê",
    "F": "ép",
    "G": "gờ",
    "H": "hát",
    "I": "i",
    "J": "gi",
    "K": "ca",
    "L": "lờ",
    "M": "mờ",
    "N": "nờ",
    "O": "ô",
    "Ô": "ô",
    "Ơ": "ơ",
    "P": "pê",
    "Q": "quy",
    "R": "rờ",
    "S": "ét",
    "T": "tê",
    "U": "u",
    "Ư": "ư",
    "V": "vê",
    "W": "vê kép",
    "X": "ích",
    "Y": "y",
    "Z": "dét",
}
SYMBOLS: Final = {
    "@": "a còng",
    ".": "chấm",
    "/": "gạch chéo",
    "-": "gạch ngang",
    "_": "gạch dưới",
    ":": "hai chấm",
    "?": "hỏi chấm",
    "=": "bằng",
    "&": "và",
    "%": "phần trăm",
    "²": "bình phương",
    "³": "lập phương",
    "#": "thăng",
    "+": "cộng",
    "~": "ngã",
}
# Acronyms that people say as words; respelled where Vietnamese letters would mislead.
WORDLIKE: Final = {
    "COVID": "cô vít",
    "NATO": "na tô",
    "ASEAN": "a xê an",
    "UNESCO": "iu nét xcô",
    "UNICEF": "iu ni xép",
    "FIFA": "phi pha",
    "UEFA": "u ê pha",
    "OPEC": "ô péc",
    "APEC": "a péc",
    "NASA": "na xa",
    "SARS": "xát",
    "AIDS": "ết",
    "VAR": "va",
    "SIM": "xim",
    "PIN": "pin",
    "RAM": "ram",
    "ROM": "rom",
    "IELTS": "ai eo",
    "SEA": "xi",
    "TOEIC": "tô ích",
    "TOEFL": "tô phồ",
    "VIP": "víp",
    "FED": "phét",
}
PART: Final = re.compile(r"\d+(?:\.\d+)?|[A-ZĐĂÂÊÔƠƯ]+(?![a-zà-ỹ])|[A-ZĐĂÂÊÔƠƯ]?[a-zđà-ỹ]+|[^\W\d_]+|[^\w\s]|_")
MAX_WORD: Final = 5
SPELLED_LABELS: Final = frozenset(("gov", "org", "edu", "io", "ai", "uk", "us", "eu", "id", "ip"))


def spelled(word: str) -> str:
    """``word`` letter by letter; letters without a Vietnamese name stay themselves."""
    return " ".join(NAMES.get(char, char.lower()) for char in word.upper() if char.isalpha())


def acronym(word: str) -> str:
    """A word in capitals: as a word where people do so, else letter by letter."""
    if word in WORDLIKE:
        return WORDLIKE[word]
    return word.capitalize() if len(word) > MAX_WORD and _is_word(word) else spelled(word)


def _is_word(capitals: str) -> bool:
    """Whether long capitals can be said: "SAMSUNG" has a vowel in every four letters, "UBTVQH" has not."""
    return sum(has_vowel(char) for char in capitals) * 4 >= len(capitals)


def code(text: str, say: Numbers) -> str:
    """ "U23", "VTV1", "COVID-19", "H2O", "iPhone15": letters and numbers in turn, hyphens silent."""
    said = [_part(part, say) for part in PART.findall(text) if part not in "-.–"]
    return " ".join(filter(None, said))


def _part(part: str, say: Numbers) -> str:
    if part[0].isdecimal():
        return say.digits(part) if len(part) > 4 and part.isdecimal() else say.written(part)
    if not part.isalpha():
        return SYMBOLS.get(part, "")
    if part.isupper():
        return acronym(part)
    return part if has_vowel(part) and len(part) > 1 else spelled(part)


def web(text: str, say: Numbers) -> str:
    """A URL, an e-mail address or a handle with every mark said."""
    said = (SYMBOLS.get(part) or _label(part, say) for part in PART.findall(text.replace("://", ":/")))
    return " ".join(filter(None, said))


def _label(part: str, say: Numbers) -> str:
    if part[0].isdecimal():
        return " chấm ".join(map(say.digits, part.split(".")))
    return part if len(part) > 1 and has_vowel(part) and part not in SPELLED_LABELS else spelled(part)
