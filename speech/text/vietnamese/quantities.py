"""The grammar of quantities: an amount, what it counts, and what that is counted by ("2,5 triệu đồng/m²")."""

import re
from typing import Final

from speech.text.numbers import NUMBER, Numbers
from speech.text.syllables import is_syllable
from speech.text.vietnamese.abbreviations import one_of
from speech.text.vietnamese.units import CASELESS, CURRENCIES, GLUED_MULTIPLES, MULTIPLES, PER_SHORT, PER_WORDS, UNITS

START: Final = r"(?<![\w.,/-])"
DASH: Final = r"\s?[-–—~]\s?"
SIGN: Final = "[-−]?"
MULTIPLE: Final = one_of(MULTIPLES)
SPLIT: Final = r"(?:tr|Tr|TR|triệu|tỷ|tỉ|ty|t|k|K)"
GLUED: Final = rf"(?:{one_of(GLUED_MULTIPLES)})(?!\w)"
SCALES: Final = rf"(?:{GLUED}|(?:\s?(?:{MULTIPLE})(?!\w)){{1,3}})"
AMOUNT: Final = rf"{NUMBER}(?:{SPLIT}\d{{1,3}}k?(?!\w|[.,]\d)|{SCALES})?"
"""A number, perhaps with what multiplies it: "1.250", "2,5 nghìn tỷ", "15tr", "2tr5"."""
UNIT: Final = (
    r"(?:cmH2O|%vol|độ [CFK](?!\w)|[°º]\s?[CFKcfk](?![^\W_])|[℃℉°º%‰]|(?:US|HK|[ASC])?\$|[€£¥₩₫₹₽฿]"
    r"|[^\W\d_]{1,9}(?:[23](?!\d)|\^[23](?!\d))?)"
)
RATES: Final = rf"(?:\s?/\s?(?:{NUMBER}\s?)?{UNIT}){{1,3}}"
RATE: Final = re.compile(rf"/\s?({NUMBER})?\s?({UNIT})")
END: Final = r"(?!\w|[/^]\w)"
SPLIT_AMOUNT: Final = re.compile(rf"(\d{{1,60}})({SPLIT})(\d{{1,3}})k?")
NUMBER_START: Final = re.compile(NUMBER)
WORD: Final = re.compile(r"[^\W\d_]+")
WORD_MULTIPLES: Final = frozenset(word for word, said in MULTIPLES.items() if word.lower() in (said, "tỉ"))
BELOW: Final = {"triệu": "nghìn", "tỷ": "triệu"}
"""What the digits behind a multiple count: "2tr5" is two million five hundred thousand, "1tr25" a quarter more."""


def scale(written: str, say: Numbers) -> str:
    """What multiplies a number, in words: "tr" -> "triệu", "K" -> "nghìn"."""
    words = [MULTIPLES.get(word) or GLUED_MULTIPLES[word] for word in WORD.findall(written)]
    return " ".join(say.thousand if word == "nghìn" else word for word in words)


def amount(written: str, say: Numbers) -> str:
    """An ``AMOUNT``, perhaps with its sign, in words."""
    sign = "âm " if written[:1] in "-−" else ""
    bare = written.lstrip("-−")
    if split := SPLIT_AMOUNT.fullmatch(bare):
        return sign + _split(*split.groups(), say=say)
    number = NUMBER_START.match(bare)
    length = number.end() if number else 0
    return f"{sign}{say.written(bare[:length])} {scale(bare[length:], say)}".rstrip()


def _split(whole: str, multiple: str, share: str, *, say: Numbers) -> str:
    word = scale(multiple, say)
    count = int(share) * (10 if len(share) == 2 else 1)
    below = scale(BELOW[word], say) if word in BELOW else ""
    hundred = " trăm" if len(share) == 1 else ""
    return f"{say.whole(int(whole))} {word} {say.whole(count)}{hundred} {below}".rstrip()


def is_scaled(written: str) -> bool:
    """Whether an ``AMOUNT`` says more than its number."""
    return not re.fullmatch(rf"[-−]?{NUMBER}", written)


def is_abbreviated(written: str) -> bool:
    """Whether an ``AMOUNT`` has a multiple that is no word: "15tr", "500k"."""
    return SPLIT_AMOUNT.fullmatch(written) is not None or any(
        word not in WORD_MULTIPLES for word in WORD.findall(written)
    )


def unit(written: str) -> str | None:
    """What a unit of measure is called; None when it is none."""
    written = written.replace("^", "").replace("º", "°")
    if "°" in written:
        written = written.replace(" ", "")
    if written[-1:] == "²" and (base := UNITS.get(written[:-1])) and written not in UNITS:
        return f"{base} bình phương"
    return UNITS.get(written) or CASELESS.get(written.lower())


def counted(written: str) -> str | None:
    """What a quantity is measured in or paid with."""
    return unit(written) or CURRENCIES.get(written)


def is_word(written: str) -> bool:
    """Whether it is a Vietnamese word that things can be counted by ("lượt", "người")."""
    return len(written) > 1 and written.islower() and is_syllable(written)


def rates(written: str, say: Numbers, *, is_free: bool = False) -> str | None:
    """What stands behind the slashes: "/người/ngày" -> " trên người trên ngày"; None when it is no such thing.

    ``is_free``: any word can stand there ("đồng/giao dịch"), else only what things are known to be counted by.
    """
    said = ""
    for number, name in RATE.findall(written):
        known = (
            PER_SHORT.get(name)
            or counted(name)
            or (name if name in PER_WORDS or ((number or is_free) and is_word(name)) else None)
        )
        if known is None or (not is_free and len(name) == 1 and name.isupper() and name != "L"):
            return None  # "P/B"
        said += f" trên {say.written(number)} {known}" if number else f" trên {known}"
    return said
