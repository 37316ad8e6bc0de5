"""Emoji and emoticons: left out, or said by their names when the reader asks for it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from speech.text.cleaning.emoji_names import NAMES
from speech.text.cleaning.traced import Edit, Repair
from speech.types import Language

JOINER: Final = "\u200d"
FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
PICTURES: Final = "\u231a-\u23ff\u25b6\u25c0\u2600-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
ONE: Final = f"[{PICTURES}][\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*"
EMOJI = re.compile(f"{FLAG.pattern}|{ONE}(?:{JOINER}{ONE}){{0,8}}")
RUN = re.compile(f"[ ]?(?:(?:{EMOJI.pattern})[ ]?){{1,200}}")
LOOKS: Final = dict.fromkeys((0xFE0F, 0x20E3, *range(0x1F3FB, 0x1F400)))
LETTERS_FROM: Final = 0x1F1E6 - ord("A")

EMOTICON = re.compile(
    r"(?:(?<!\S)|[ ])(?:[:;=]['’]?-?(?:\)+|\(+|[DPpv]|[oO])|[xX]D+|:\*|\^[_.]?\^|T_T|-_-|:3)(?=[\s.,!?…]|$)"
    r"|(?<=\w)(?:[:=]'?\){2,20}|[:=]'?\({2,20}|=\)+|=\(+)(?=[\s.,!?…]|$)"
    r"|(?:(?<!\S)|[ ])<3(?=[ \t]*$)",
    re.MULTILINE,
)
EMOTICON_NAMES: Final[dict[Language, tuple[str, str, str]]] = {
    "vi": ("mặt cười", "mặt buồn", "trái tim"),
    "en": ("smiling face", "sad face", "heart"),
}


def emoticons(language: Language | None) -> Repair:
    """``:)`` and ``=))`` go, or are said in ``language``."""

    def find(text: str) -> Iterator[Edit]:
        for match in EMOTICON.finditer(text):
            if _closes(text, match):
                continue
            name = _emoticon_name(match.group().strip(), language) if language else ""
            yield Edit(match.start(), match.end(), _between(text, match, name), "emoji")

    return find


def _closes(text: str, match: re.Match[str]) -> bool:
    """Whether the mouth closes a bracket that was opened before: (a, b :)"""
    if not match.group().endswith(":)"):
        return False
    near = text[max(0, match.start() - 200) : match.start()]
    return near.count("(") > near.count(")")


def _emoticon_name(written: str, language: Language) -> str:
    glad, sad, heart = EMOTICON_NAMES[language]
    if written == "<3":
        return heart
    return sad if "(" in written or written in ("T_T", "-_-") else glad


def spoken_emoji(language: Language) -> Repair:
    """Emoji become their names in ``language``, each once however often it stands; unknown ones go."""

    def find(text: str) -> Iterator[Edit]:
        for run in RUN.finditer(text):
            names = (name_of(match.group(), language) for match in EMOJI.finditer(run.group()))
            said = ", ".join(dict.fromkeys(filter(None, names)))
            yield Edit(run.start(), run.end(), _between(text, run, said), "emoji")

    return find


@lru_cache(maxsize=1024)
def name_of(emoji: str, language: Language) -> str:
    """The name of one emoji; "" for one that we have no Vietnamese name for."""
    if FLAG.fullmatch(emoji):
        region = "".join(chr(ord(char) - LETTERS_FROM) for char in emoji)
        return f"flag {region}" if language == "en" else NAMES.get(region, "")
    plain = emoji.translate(LOOKS)
    if language == "en":
        return unicodedata.name(plain[:1], "").lower()
    return NAMES.get(plain) or NAMES.get(plain[:1], "")


def _between(text: str, match: re.Match[str], said: str) -> str:
    """``said`` with a pause on the sides where words stand, or a space where two words would run together."""
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if not said:
        return " " if before.isalnum() and after.isalnum() else ""
    follows = text[match.end() : match.end() + 2].strip()[:1].isalnum()
    end = "," if follows and after.isspace() else ", " if follows else " "
    return (", " if before.isalnum() else " " * bool(before)) + said + end
