"""The project's own gold sentences, and when a reading of one is right.

``tests/data/normalise/*.jsonl`` holds one sentence a line: ``text``, ``readings`` (every reading that a careful
newsreader may give), ``class``, ``genre``, and ``language`` where it is not Vietnamese. In a reading ``{a|b}`` stands
for a or b, ``{|a}`` for a or nothing; braces may stand in braces.

Two readings are the same when every listener takes them for the same: the words below differ in spelling or in region
only. Numbers are compared by their words, so a code read as a number is wrong, and so is a lost "năm".
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parents[2] / "data" / "normalise"

_DIGIT: Final = "không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín"
_UNIT: Final = "một|mốt|hai|ba|bốn|tư|lăm|sáu|bảy|tám|chín"  # "mươi năm" is ten years, never five
_TENS: Final = rf"(?:(?:{_DIGIT}) mươi|mười)(?: (?:{_UNIT}))?"
_SMALL: Final = rf"(?:{_TENS}|{_DIGIT})"
_AS_DIGIT: Final = {"mốt": "một", "tư": "bốn", "lăm": "năm"}

_SPELLINGS: Final = [
    (re.compile(rf"\b(?:{old})\b"), new)
    for old, new in (
        # how borrowed words are spelled
        ("kí", "ki"),
        ("ki ?l[ôo] ?m[ée]t|kil[ôo]m[ée]t|kilometer", "ki lô mét"),
        ("ki ?l[ôo] ?gr?am|kil[ôo]gr?am|ký lô gam", "ki lô gam"),
        ("gram|gờ ram", "gam"),
        ("(?:xăng|xen|cen|sen) ?ti ?m[ée]t", "xăng ti mét"),
        ("mi ?l[iy] ?m[ée]t", "mi li mét"),
        ("mi ?l[iy] ?gr?am", "mi li gam"),
        ("mi ?l[iy] ?l[íi]t", "mi li lít"),
        ("mi ?cr[ôo]|mi cờ rô|my crô", "mi crô"),
        ("mi crôgam", "mi crô gam"),
        ("nan[ôo]", "na nô"),
        ("h[eé]c ?ta", "héc ta"),
        ("(?:gi|ghi) ?ga ?(?:bai|byte)s?", "gi ga bai"),
        ("m[êe] ?ga ?(?:bai|byte)s?", "mê ga bai"),
        ("m[êe] ?ga ?b[ií]t", "mê ga bít"),
        ("watt?|woát|oat", "oát"),
        ("hertz|hẹc|hét|héc xờ", "héc"),
        ("am ?pe|ăm pe", "am pe"),
        ("vol|vôl|von", "vôn"),
        ("ơ ?rô|ê ?rô|âu rô", "euro"),
        ("độ (?:xen ?xi ?út|celsius)", "độ c"),
        ("đô la mỹ", "đô la"),
        ("việt nam đồng|đồng việt nam", "đồng"),
        # how regions say the same
        ("ngàn", "nghìn"),
        ("lẻ", "linh"),
        ("nhăm", "lăm"),
        ("bẩy", "bảy"),
        ("tới", "đến"),
        ("mỗi", "trên"),
        ("gạch (?:chéo|ngang|nối|xuyệt)|xẹt|sẹc|xẹc|xuyệt|xuyệc|xược|xoẹt", "gạch"),
        ("a (?:móc|vòng)", "a còng"),
        ("(?:ngày )?(?:mùng|mồng)", "ngày"),
        # the parts of a number that may be left out
        (r"(?<=mươi) bốn|(?<=linh) bốn|(?<=quý) bốn", " tư"),
        (rf"({_DIGIT}) (mốt|lăm)", r"\1 mươi \2"),
        ("(nghìn|triệu|tỷ|tỉ) không trăm(?! (?:nghìn|triệu))", r"\1"),
        # the time of day
        ("giờ rưỡi", "giờ ba mươi"),
        ("giờ không không(?: phút)?|giờ không phút", "giờ"),
        (rf"(giờ|phút) (?:không|linh) ({_DIGIT})", r"\1 \2"),
        (rf"giờ ({_SMALL}) phút(?! {_SMALL} giây)", r"giờ \1"),
    )
]
_DECIMALS: Final = re.compile(rf"\b(phẩy|chấm) ((?:(?:{_DIGIT}) trăm )?(?:linh )?{_SMALL}|(?:{_DIGIT}) trăm)\b")

_LETTERS: Final = {
    name: letter
    for letter, names in {
        "a": "ây",
        "b": "bê,bờ,bi",
        "c": "xê,cờ,xi,si",
        "d": "dê,đê,dờ,đờ,đi,đ",
        "f": "ép phờ,ép",
        "g": "gờ,giê,ghê,gi,gy,giây,j",
        "h": "hát,hắt,hờ,ếch,hếch",
        "i": "ai,y,i dài,y dài,i cờ rét,i cà rét,quai",
        "k": "ca,cây,kây",
        "l": "e lờ,lờ,eo",
        "m": "em mờ,em,mờ",
        "n": "en nờ,en,nờ",
        "o": "ô,âu",
        "p": "pê,pờ,pi",
        "q": "quy,cu,kiu",
        "r": "e rờ,rờ",
        "s": "ét sờ,ét xì,ét,sờ",
        "t": "tê,tờ,ti",
        "u": "diu,iu",
        "v": "vê,vờ,vi",
        "w": "vê kép,vê đúp,đắp liu,đáp liu,đấp liu,đúp liu,đắp bờ liu,đáp bờ liu",
        "x": "ích xì,ích,xờ",
        "z": "dét,zét,giét,di",
    }.items()
    for name in names.split(",")
}
_LETTER: Final = re.compile(rf"\b(?:{'|'.join(sorted(_LETTERS, key=len, reverse=True))})\b")
_IN_LETTERS: Final = [(re.compile(r"\bu s d\b"), "đô la"), (re.compile(r"\bv n d\b"), "đồng")]

_OLD_MARKS: Final = re.compile("(o|u)(a|e|y)([\u0300\u0301\u0309\u0303\u0323])$")
_LAST_I: Final = re.compile(r"^(h|k|l|m|s|t|qu)([iíìỉĩị])$")
_Y_FOR_I: Final = dict(zip("iíìỉĩị", "yýỳỷỹỵ", strict=True))
_INNERMOST: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Sentence:
    """A sentence with all its right readings."""

    text: str
    readings: tuple[str, ...]
    kind: str
    genre: str
    language: str = "vi"

    def is_read_by(self, spoken: str) -> bool:
        """Whether ``spoken`` is one of the readings."""
        said = canonical(spoken, self.language)
        return any(canonical(each, self.language) == said for reading in self.readings for each in expanded(reading))


def sentences(half: str) -> list[Sentence]:
    """The gold sentences of a half, ``dev`` or ``blind``."""
    lines = (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [_sentence(json.loads(line)) for line in lines]


def _sentence(row: dict[str, object]) -> Sentence:
    readings = row["readings"]
    assert isinstance(readings, list)
    return Sentence(
        str(row["text"]), tuple(readings), str(row["class"]), str(row["genre"]), str(row.get("language", "vi"))
    )


def expanded(reading: str) -> Iterator[str]:
    """Every reading that the braces of ``reading`` stand for."""
    innermost = _INNERMOST.search(reading)
    if innermost is None:
        yield reading
        return
    for choice in innermost[1].split("|"):
        yield from expanded(reading[: innermost.start()] + choice + reading[innermost.end() :])


def canonical(reading: str, language: str = "vi") -> str:
    """The one spelling of all readings that sound the same."""
    words = re.sub(r"[^\w\s]|_", " ", unicodedata.normalize("NFC", reading).lower()).split()
    text = " ".join(words)
    return text if language == "en" else _vietnamese(text)


def _vietnamese(text: str) -> str:
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    text = _DECIMALS.sub(lambda found: f"{found[1]} {_digits(found[2])}", text)
    text = _LETTER.sub(lambda found: _LETTERS[found[0]], text)
    for pattern, spelling in _IN_LETTERS:
        text = pattern.sub(spelling, text)
    return " ".join(_one_spelling(word) for word in text.split())


def _digits(number: str) -> str:
    """The digits of a number under a thousand, as it stands behind a decimal mark ("mười lăm": "một năm")."""
    text = re.sub(r" trăm(?! )", " không không", number)
    text = re.sub(rf" trăm ({_DIGIT})(?! mươi)$", r" \1", text).replace(" trăm", "").replace("linh", "không")
    text = re.sub(r"mười$| mươi$", lambda found: "một không" if found[0] == "mười" else " không", text)
    text = text.replace("mười", "một").replace(" mươi", "")
    return " ".join(_AS_DIGIT.get(word, word) for word in text.split())


def _one_spelling(word: str) -> str:
    """``word`` with its tone mark on the first vowel of oa, oe, uy, and y where i sounds the same (tỉ: tỷ)."""
    word = _LAST_I.sub(lambda found: found[1] + _Y_FOR_I[found[2]], word)
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _OLD_MARKS.sub(r"\1\3\2", parts))
