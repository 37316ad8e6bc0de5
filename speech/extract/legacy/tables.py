"""What the letters of the old Vietnamese encodings are; ``?`` stands where a table has no letter.

TCVN3 is the right half of TCVN 5712:1993 as the ABC fonts draw it, VISCII is RFC 1456, VPS and VNI-Windows are as
their own keyboards wrote them.
"""

import unicodedata
from itertools import product
from typing import Final

TCVN3_RIGHT: Final = "?ĂÂÊÔƠƯĐăâêôơưđẰ?????àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
"""0xA0 to 0xFF. Of the capitals with a tone the fonts have those that TCVN 5712 put between the small letters."""

TCVN_LEFT: Final = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
"""0x80 to 0x9F of the full standard; the fonts have quotation marks and dashes there."""

VISCII_RIGHT: Final = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
VISCII_CONTROLS: Final = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}

VPS_RIGHT: Final = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ??ỀỂỄỐỒỔỖýỷỵỚỜỞ?ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ?àáâãảạă?èéêẽìí?ĩẴĐòóôõ?Ơụùúủ?ỶẼỳ"
)


def _from(first: int, letters: str) -> dict[int, str]:
    return {first + at: letter for at, letter in enumerate(letters) if letter != "?"}


TCVN3: Final = _from(0xA0, TCVN3_RIGHT)
TCVN5712: Final = {**_from(0x80, TCVN_LEFT), **TCVN3}
VISCII: Final = {**VISCII_CONTROLS, **_from(0x80, VISCII_RIGHT)}
VPS: Final = _from(0x80, VPS_RIGHT)

SAME_GLYPH: Final = {
    0x2212: 0xAD, 0x2010: 0xAD, 0x2011: 0xAD, 0x2219: 0xB7, 0x22C5: 0xB7, 0x03BC: 0xB5, 0x02C9: 0xAF,
}  # fmt: skip
"""Code points that PDF makers name instead of the byte, by the glyph that stands there in other fonts."""

SYMBOL_AREA: Final = {0xF000 + code: code for code in range(0xA0, 0x100)}
"""Where Word puts the bytes of a font that calls itself a symbol font."""

VNI_LETTERS: Final = {
    "ñ": "đ", "Ñ": "Đ", "ô": "ơ", "Ô": "Ơ", "ö": "ư", "Ö": "Ư", "î": "ỵ", "Î": "Ỵ",
    "í": "í", "Í": "Í", "ì": "ì", "Ì": "Ì", "æ": "ỉ", "Æ": "Ỉ", "ó": "ĩ", "Ó": "Ĩ", "ò": "ị", "Ò": "Ị",
}  # fmt: skip
VNI_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
VNI_CIRCUMFLEX: Final = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
VNI_BREVE: Final = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}


def _vni() -> dict[str, str]:
    """A vowel and the letter after it that draws its marks -> the vowel. The mark may be small beside a capital."""
    marks = [
        *((vowel, mark, tone) for vowel, (mark, tone) in product("aeouyiôö", VNI_TONES.items())),
        *((vowel, mark, "\u0302" + tone) for vowel, (mark, tone) in product("aeo", VNI_CIRCUMFLEX.items())),
        *(("a", mark, "\u0306" + tone) for mark, tone in VNI_BREVE.items()),
    ]
    pairs = {}
    for vowel, mark, drawn in marks:
        for base, after in product((vowel, vowel.upper()), (mark, mark.upper())):
            pairs[base + after] = unicodedata.normalize("NFC", VNI_LETTERS.get(base, base) + drawn)
    return pairs


VNI_PAIRS: Final = _vni()
