"""Vietnamese number words: whole numbers of any length, decimals, years, digits one by one."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from speech.types import Region

DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
MAX_DIGITS: Final = 21
"""Longer whole numbers are read digit by digit: nobody follows a million billion billion."""
# A number as people write it: digits with groups and a decimal part, in either convention, or groups with spaces.
NUMBER: Final = (
    r"(?:(?<!\d )[1-9]\d{0,2}(?:(?: \d{3}){2,6}| 000)(?! ?\d|\.\d)(?:,\d{1,20})?|\d{1,60}(?:[.,]\d{1,60}){0,20})"
)
DOTTED_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
COMMA_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3}){2,}(?:\.\d+)?|(?:,\d{3})+\.\d+|,\d00)")
"""Commas that group: two of them, one before a decimal dot, or one before round hundreds ("2,500", "10,000")."""
UNSURE: Final = re.compile(r"[1-9]\d{0,2}(?:,\d00|,\d{3}|\.\d{4,12})")
"""What can be a decimal or a grouped whole number: "2,500", "1.1200"."""
CENTURY: Final = 100


@dataclass(frozen=True)
class Numbers:
    """Number words of one region: north nghìn, linh, tư; elsewhere ngàn, lẻ, bốn in "mươi bốn".

    ``years``: "full" says a year as a number, "short" in two halves as people talk ("một chín bảy lăm").
    """

    region: Region = "north"
    years: Literal["full", "short"] = "full"

    @property
    def thousand(self) -> str:
        return "nghìn" if self.region == "north" else "ngàn"

    def whole(self, number: int) -> str:
        """``number`` in words: 105 -> "một trăm linh năm"."""
        if number < 0:
            return "âm " + self.whole(-number)
        if number < 1000:
            return self._group(number, full=False) or DIGITS[0]
        billions, rest = divmod(number, 10**9)
        words = [self.whole(billions), "tỷ"] if billions else []
        for value, name in (
            (rest // 10**6, "triệu"),
            (rest // 1000 % 1000, self.thousand),
            (rest % 1000, ""),
        ):
            if value:
                words += [self._group(value, full=bool(words)), name]
        return " ".join(filter(None, words))

    def _group(self, number: int, full: bool) -> str:
        """0..999; ``full`` says the hundreds even when there are none ("không trăm linh năm")."""
        hundreds, tens = divmod(number, 100)
        words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
        return " ".join([*words, *self._tens(tens, linked=bool(words))])

    def _tens(self, number: int, linked: bool) -> list[str]:
        tens, units = divmod(number, 10)
        if not tens:
            link = ["linh" if self.region == "north" else "lẻ"] if linked else []
            return [*link, DIGITS[units]] if units else []
        last = {0: "", 5: "lăm"}.get(units, DIGITS[units])
        if tens == 1:
            return ["mười", last] if last else ["mười"]
        if units == 1:
            last = "mốt"
        elif units == 4 and self.region == "north":
            last = "tư"
        return [DIGITS[tens], "mươi", last] if last else [DIGITS[tens], "mươi"]

    def digits(self, text: str) -> str:
        """The digits of ``text`` one by one, everything else left out."""
        return " ".join(DIGITS[int(char)] for char in text if char in "0123456789")

    def month(self, number: int) -> str:
        """A month's number: the fourth is "tư" everywhere."""
        return "tư" if number == 4 else self.whole(number)

    def year(self, number: int) -> str:
        """A year: 1975 is "một nghìn chín trăm bảy mươi lăm", or "một chín bảy lăm" when years are short."""
        century, rest = divmod(number, CENTURY)
        if self.years == "full" or not 1000 < number < 10_000 or not rest:
            return self.whole(number)
        tail = self._tens(rest, linked=False)
        said = [DIGITS[0], *tail] if rest < 10 else [word for word in tail if word != "mươi" or rest % 10 == 0]
        return " ".join([self.digits(str(century)), *said])

    def written(self, text: str) -> str:
        """A number as written: "1.250,5", "0.5", "-7", "1,000,000"; leading zeros are read digit by digit."""
        sign = "âm " if text[:1] in "-−" else ""
        whole, fraction = _parts(text.lstrip("-−+"))
        return sign + self._decimal(whole, fraction)

    def others(self, text: str) -> tuple[str, ...]:
        """What the number could mean as well, where it is a decimal or a grouped number: "2,500", "1.1200"."""
        bare = text.lstrip("-−+")
        if not UNSURE.fullmatch(bare):
            return ()
        whole, fraction = re.split("[.,]", bare)
        return (self._decimal(whole, fraction), self.whole(int(whole + fraction)))

    def _decimal(self, whole: str, fraction: str) -> str:
        spelled = len(whole) > MAX_DIGITS or (len(whole) > 1 and whole[0] == "0")
        words = self.digits(whole) if spelled else self.whole(int(whole))
        return words + (f" phẩy {self.digits(fraction)}" if fraction else "")


def _parts(text: str) -> tuple[str, str]:
    """The digits before and after the decimal mark; marks that are neither it nor grouping are dropped."""
    text = text.replace(" ", "")
    if DOTTED_GROUPS.fullmatch(text):
        whole, _, fraction = text.replace(".", "").partition(",")
    elif COMMA_GROUPS.fullmatch(text):
        whole, _, fraction = text.replace(",", "").partition(".")
    else:
        whole, _, fraction = text.replace(".", ",").partition(",")
    return whole, "" if fraction == "00" else fraction.replace(",", "")


def value(text: str) -> float:
    """The value of a number as written, for comparing the two ends of a range."""
    whole, fraction = _parts(text.lstrip("-−+"))
    return float(f"{whole[:300]}.{fraction[:20] or 0}")
