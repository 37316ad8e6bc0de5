"""Text set in the old Vietnamese fonts to Unicode.

Such text comes as Latin letters and signs: the font drew "ViÖt Nam" (TCVN3) or "Vieät Nam" (VNI) as "Việt Nam".
"""

import re
from typing import Final, Literal

from speech.extract.legacy.tables import SAME_GLYPH, SYMBOL_AREA, TCVN3, VNI_LETTERS, VNI_PAIRS
from speech.text import compose
from speech.text.syllables import is_syllable

Encoding = Literal["tcvn3", "vni"]
ENCODINGS: Final[tuple[Encoding, ...]] = ("tcvn3", "vni")

_TCVN3: Final = {**TCVN3, **{code: TCVN3.get(byte, chr(byte)) for code, byte in (SAME_GLYPH | SYMBOL_AREA).items()}}
_VNI: Final = re.compile("[AEIOUYaeiouyÔÖôö][ÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜËùøûõïâáàåãäêéèúüë]|[" + "".join(VNI_LETTERS) + "]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_TONED: Final = re.compile("[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
_LOST_HORN: Final = re.compile(r"(?<![^\W\d_])([^\W\d_aeiouy]{1,3})-(?=[^\W\d_])([^\W\d_]{1,4})")
_CLEAR: Final = 2
"""Capitals that a word needs to be one in capitals: "Số" may begin a sentence, "CHÍNH" does not."""


def decode(text: str, encoding: Encoding) -> str:
    """``text`` in Unicode. What the encoding does not know (digits, signs, plain letters) stays."""
    return compose(decode_tcvn3(text) if encoding == "tcvn3" else _vni(text))


def decode_tcvn3(text: str) -> str:
    """ABC fonts have no capitals with tones: "CHÝNH" is written with a small one, which is put right here."""
    return _capitals(_horns(text.translate(_TCVN3)))


def _vni(text: str) -> str:
    return _VNI.sub(_vni_letter, text.translate(SYMBOL_AREA))


def _vni_letter(found: re.Match[str]) -> str:
    pair = found[0]
    if pair in VNI_PAIRS:
        return VNI_PAIRS[pair]
    return "".join(VNI_LETTERS.get(letter, letter) for letter in pair)


def _horns(text: str) -> str:
    """The ư of PDF makers that took its code for a hyphen: "n-íc" is "nước"."""
    if "-" not in text:
        return text
    return _LOST_HORN.sub(lambda found: _with_horn(found[0], f"{found[1]}ư{found[2]}"), text)


def _with_horn(written: str, word: str) -> str:
    return word if is_syllable(word) and not word.isascii() and not written.isascii() else written


def _capitals(text: str) -> str:
    """Small letters with a tone raised inside words, and single-letter words among words, in capitals."""
    if not _TONED.search(text):
        return text
    return "\n".join(_line_capitals(line) for line in text.split("\n"))


def _line_capitals(line: str) -> str:
    words = list(_WORD.finditer(line))
    clear = [_is_capital(word[0]) for word in words]
    # An abbreviation is in capitals wherever it stands: it says nothing of its neighbours.
    telling = [None if said and not is_syllable(word[0]) else said for word, said in zip(words, clear, strict=True)]
    before, after = _last_said(telling), _last_said(telling[::-1])[::-1]
    pieces, at = [], 0
    for word, own, *sides in zip(words, clear, before, after, strict=True):
        said = [side for side in sides if side is not None]
        raised = own or (own is None and bool(said) and all(said))
        pieces += [line[at : word.start()], word[0].upper() if raised else word[0]]
        at = word.end()
    return "".join([*pieces, line[at:]])


def _is_capital(word: str) -> bool | None:
    """Whether a word is in capitals by the letters that have two cases; None when they do not say."""
    plain = _TONED.sub("", word)
    if plain != plain.upper():
        return False
    return True if len(plain) >= _CLEAR else None


def _last_said(telling: list[bool | None]) -> list[bool | None]:
    """For each word what the nearest one before it says, None where none does."""
    last: bool | None = None
    found = []
    for said in telling:
        found.append(last)
        last = last if said is None else said
    return found
