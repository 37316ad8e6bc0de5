"""English number words: whole numbers, ordinals, years, decimals, digits one by one."""

from typing import Final

DIGITS: Final = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS: Final = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SCALES: Final = ("", "thousand", "million", "billion", "trillion", "quadrillion")
IRREGULAR: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
MAX_DIGITS: Final = 18


def whole(number: int) -> str:
    """``number`` (0 up to 10**18) in words: 105 -> "one hundred and five"."""
    if number < 1000:
        return _group(number) or DIGITS[0]
    groups: list[str] = []
    for scale in SCALES:
        number, group = divmod(number, 1000)
        if group:
            link = "and " if not scale and group < 100 and number else ""
            groups.append(f"{link}{_group(group)} {scale}".strip())
    return " ".join(reversed(groups))


def _group(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{DIGITS[hundreds]} hundred"] if hundreds else []
    if rest and words:
        words.append("and")
    return " ".join([*words, _tens(rest)]).strip()


def _tens(number: int) -> str:
    if number < 10:
        return DIGITS[number] if number else ""
    if number < 20:
        return TEENS[number - 10]
    tens, units = divmod(number, 10)
    return TENS[tens] + (f"-{DIGITS[units]}" if units else "")


def ordinal(number: int) -> str:
    """21 -> "twenty-first"."""
    words = whole(number)
    cut = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[cut:]
    regular = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return words[:cut] + IRREGULAR.get(last, regular)


def year(number: int) -> str:
    """1999 -> "nineteen ninety-nine", 2005 -> "two thousand and five", 1900 -> "nineteen hundred"."""
    century, rest = divmod(number, 100)
    if number < 1000 or number > 2099 or 2000 <= number < 2010:
        return whole(number)
    if not rest:
        return whole(number) if century % 10 == 0 else f"{whole(century)} hundred"
    return f"{whole(century)} {whole(rest) if rest > 9 else 'oh ' + whole(rest)}"


def digits(text: str) -> str:
    """The digits of ``text`` one by one, everything else left out."""
    return " ".join(DIGITS[int(char)] for char in text if char in "0123456789")


def written(text: str) -> str:
    """A number as written: "1,250.5", "-7"; leading zeros and very long ones are read digit by digit."""
    sign = "minus " if text[:1] in "-−" else ""
    integer, _, fraction = text.lstrip("-−+").replace(",", "").partition(".")
    plain = len(integer) <= MAX_DIGITS and (len(integer) == 1 or integer[:1] != "0")
    words = whole(int(integer)) if plain and integer else digits(integer)
    return sign + words + (f" point {digits(fraction)}" if fraction else "")
