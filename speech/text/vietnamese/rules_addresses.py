"""Houses, alleys and flats: "12/3B ngõ 45", "123/4/5 Lê Văn Sỹ"."""

import re
from typing import Final

from speech.text.rules import CUE_CHARS, Context, Rule

HOUSE = re.compile(r"(?<![\w.,/-])(\d{1,4}[A-ZĐa-d]?)((?:/\d{1,4}[A-ZĐa-d]?){1,5})(?![\w/%]|[.,]\d|-\d)")
HOUSE_CUE: Final = re.compile(
    r"(?:\b(?:số|số nhà|ngõ|hẻm|hẽm|ngách|kiệt|nhà|nhà số|địa chỉ|đ/c|đc|sn|căn|căn hộ|lô|thửa|phòng|xưởng))[ :]*$"
)
NEAR_CUE: Final = re.compile(r"(?:\b(?:ở|tại|tới|đến|về|giao|ship|ngụ|trú|tổ))[ :]*$")
ALLEY_CUE: Final = re.compile(r"(?:nhà|hẻm|ngõ|ngách|kiệt)\s*$")
STREET = re.compile(r"\s*(?:đường|phố|ngõ|hẻm|ngách|tổ|ấp|thôn|khu phố|[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s[A-ZĐÀ-Ỹ])")
LIKE_A_DATE: Final = re.compile(r"\d{1,2}/\d{4}|\d{1,2}/\d{1,2}/\d{2,4}")


def _house(match: re.Match[str], context: Context) -> str | None:
    """A number of a house has a word before it, or a street behind it; "đến 5/3" is a day."""
    if not _is_house(match.group(), context.before(match.start()), context.text[match.end() :][:CUE_CHARS]):
        return None
    return " trên ".join(_part(part, context) for part in match.group().split("/"))


def _is_house(written: str, before: str, after: str) -> bool:
    lettered = any(char.isalpha() for char in written)
    named = HOUSE_CUE.search(before) is not None
    on_street = STREET.match(after) is not None
    if LIKE_A_DATE.fullmatch(written):
        return ALLEY_CUE.search(before) is not None or (named and on_street and written.count("/") > 1)
    if lettered or written.count("/") > 1:
        return named or on_street or NEAR_CUE.search(before) is not None
    return named


def _part(part: str, context: Context) -> str:
    digits = part.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZĐabcd")
    return f"{context.say.written(digits)} {context.speller.spelled(part[len(digits) :])}".strip()


RULES: Final = (Rule("code", HOUSE, _house, "/"),)
