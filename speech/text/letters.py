"""Letters, acronyms and codes said piece by piece, by the Vietnamese or the English names of the letters."""

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from speech.text.numbers import Numbers
from speech.text.syllables import has_vowel

LETTERS: Final = "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z Ă Â Đ Ê Ô Ơ Ư"
VIETNAMESE_NAMES: Final = """
a|bê|xê|đê|e|ép|gờ|hát|i|gi|ca|lờ|mờ|nờ|ô|pê|quy|rờ|ét|tê|u|vê|vê kép|ích|y|dét|á|ớ|đê|ê|ô|ơ|ư
"""
ENGLISH_NAMES: Final = """
ây|bi|xi|đi|i|ép|gi|ếch|ai|giây|cây|eo|em|en|ô|pi|kiu|a|ét|ti|diu|vi|đắp liu|ích|oai|dét|á|ớ|đê|ê|ô|ơ|ư
"""
VIETNAMESE: Final = dict(zip(LETTERS.split(), VIETNAMESE_NAMES.strip().split("|"), strict=True))
ENGLISH: Final = dict(zip(LETTERS.split(), ENGLISH_NAMES.strip().split("|"), strict=True))
SYMBOLS: Final = {
    "@": "a còng",
    ".": "chấm",
    "/": "gạch chéo",
    "\\": "gạch chéo",
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
# Acronyms that people say as words, or by letters of their own; respelled where Vietnamese letters would mislead.
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
    "MERS": "mớt",
    "AIDS": "ết",
    "VAR": "va",
    "SIM": "xim",
    "RON": "ron",
    "MV": "em vi",
    "MAX": "mác",
    "PIN": "pin",
    "RAM": "ram",
    "ROM": "rom",
    "LED": "lét",
    "OLED": "ô lét",
    "IELTS": "ai eo",
    "SEA": "xi",
    "TOEIC": "tô ích",
    "TOEFL": "tô phồ",
    "VIP": "víp",
    "FED": "phét",
    "OK": "ô kê",
    "MC": "em xi",
    "TV": "ti vi",
    "VIFOTEC": "vi phô tếch",
    "UNDP": "u nờ đê pê",
    "UNHCR": "u nờ hát xê rờ",
    "OPPO": "óp pô",
    "IKEA": "i kê a",
    "LASIK": "la sích",
    "BRICS": "bờ rích",
    "AUKUS": "au cớt",
    "STEM": "xờ tem",
    "HOSE": "hô xe",
    "AFF": "a ép ép",
    "JSON": "giây xần",
    "NAFTA": "náp ta",
    "OSCAR": "ốt ca",
    "WIFI": "oai phai",
    "VISA": "vi da",
    "VIETGAP": "việt gáp",
    "BLACKPINK": "bờ lách pinh",
}
CAPITALS: Final = "A-ZĐĂÂÊÔƠƯ"
PART: Final = re.compile(rf"\d+(?:\.\d+)?|[{CAPITALS}]+(?![a-zà-ỹ])|[{CAPITALS}]?[a-zđà-ỹ]+|[^\W\d_]+|[^\w\s]|_")
MAX_WORD: Final = 5
LONG_NUMBER: Final = 5
"""Digits of a code from this many on are said one by one."""
SPELLED_LABELS: Final = frozenset(
    ("gov", "org", "edu", "io", "ai", "uk", "us", "eu", "id", "ip", "html", "exe", "avi", "api", "docx", "xlsx", "pptx")
)


SAID_LABELS: Final = frozenset(("com", "net", "info"))


@dataclass(frozen=True)
class Speller:
    """Says letters and codes with the words of ``say`` for their numbers."""

    say: Numbers = field(default_factory=Numbers)
    letters: Literal["vi", "en"] = "vi"

    def spelled(self, word: str) -> str:
        """``word`` letter by letter; letters without a name stay themselves."""
        names = ENGLISH if self.letters == "en" else VIETNAMESE
        if word == "d" and names is VIETNAMESE:
            return "dê"  # of a law's points, which go on with đ
        return " ".join(names.get(char, char.lower()) for char in word.upper() if char.isalpha())

    def acronym(self, word: str) -> str:
        """A word in capitals: as a word where people do so, else letter by letter."""
        if word in WORDLIKE:
            return WORDLIKE[word]
        return word.capitalize() if len(word) > MAX_WORD and _is_word(word) else self.spelled(word)

    def code(self, text: str) -> str:
        """ "U23", "VTV1", "COVID-19", "i7-12700H": letters and numbers in turn, hyphens silent."""
        said = [self._part(part) for part in PART.findall(text) if part not in "-.–"]
        return " ".join(filter(None, said))

    def web(self, text: str) -> str:
        """A URL, an e-mail address or a handle with every mark said."""
        said = (SYMBOLS.get(part) or self._label(part) for part in PART.findall(text))
        return " ".join(filter(None, said))

    def number(self, digits: str) -> str:
        """A number inside a code: long ones, and those with a nought in front, digit by digit."""
        if "." in digits:
            return " chấm ".join(map(self.number, digits.split(".")))
        return self.say.digits(digits) if len(digits) >= LONG_NUMBER else self.say.written(digits)

    def _part(self, part: str) -> str:
        if part[0].isdecimal():
            return self.number(part)
        if not part.isalpha():
            return SYMBOLS.get(part, "")
        if part.isupper():
            return self.acronym(part)
        return part if has_vowel(part) and len(part) > 1 else self.spelled(part)

    def _label(self, part: str) -> str:
        if part[0].isdecimal():
            return " chấm ".join(map(self.say.digits, part.split(".")))
        if part.lower() in SAID_LABELS:
            return part.lower()
        is_said = len(part) > 1 and has_vowel(part) and part.lower() not in SPELLED_LABELS
        return part if is_said and not (part.isupper() and len(part) <= MAX_WORD) else self.spelled(part)


def _is_word(capitals: str) -> bool:
    """Whether long capitals can be said: "SAMSUNG" has a vowel in every four letters, "UBTVQH" has not."""
    return sum(has_vowel(char) for char in capitals) * 4 >= len(capitals)
