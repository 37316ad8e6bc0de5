"""Fractions: 1/3, 2 1/2, ½, 2½, and what a slash between numbers means where nothing is shared."""

import re
from typing import Final

from speech.text.rules import Context, Reading, Rule
from speech.text.vietnamese.calendar import COUNTED, day_month, is_date, is_mathematical

FRACTION = re.compile(r"(?<![\w/.,-])(?<!\d )([-−]?)(?:(\d{1,3}) )?(\d{1,4})/(\d{1,4})(?![\w/]|[.,]\d)")
DECIMAL = re.compile(r"(?<![\w/.,-])(\d{1,6}[.,]\d{1,6})/(\d{1,6}(?:[.,]\d{1,6})?)(?![\w/]|[.,]\d)")
OVER_CUE: Final = re.compile(
    r"(?:\b(?:số|ngõ|hẻm|ngách|kiệt|lớp|đường|thứ|điểm|tỷ lệ|tỉ lệ|nhà|huyết áp|căn|lô|địa chỉ|thị lực|mắt|ở"
    r"|tại|tầng|hạng|tập|chọi|top|trang|lượt|đợt|thứ hạng)(?: là)?)\s*$"
)
NAMED: Final = re.compile(
    r"\b(?:bài|câu|số|lớp|chương|tập|phần|mục|điều|khoản|trang|tổ|hiệp|vòng|đợt|lần|phòng|năm|tháng)\s*$"
)
VULGAR = re.compile(r"(?:(\d{1,6})\s?)?([½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚])")
VULGAR_WORDS: Final = {
    "½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6),
}  # fmt: skip
OF_SOME: Final = re.compile(
    r"\s(?:trận|câu|điểm|phiếu|tỉnh|xã|huyện|đội|bài|môn|lần|chỉ tiêu|đại biểu|thành viên|hộ|căn|sản phẩm|ván|set|séc"
    r"|tiêu chí)(?!\w)"
)
TRIED: Final = re.compile(r"\s(?:trận|câu|ván|set|séc|môn|chỉ tiêu|tiêu chí)")
MANY: Final = 10
"""So many of how many: "11/14 trận", "7/10 điểm"."""
FEW: Final = 2
"""Digits of a denominator that is said as a share; above a larger one stands "trên"."""


def _fraction(match: re.Match[str], context: Context) -> str | Reading | None:
    sign, whole, above, below = match.groups()
    before, after = context.before(match.start()), context.after(match.end())
    said = _share(above, below, before, after, context)
    if whole:
        joint = " " if NAMED.search(before) else " và "
        return f"{'âm ' if sign else ''}{context.say.written(whole)}{joint}{said}"
    unsure = is_date(above, below) and not (sign or COUNTED.match(after) or is_mathematical(before, after))
    dates = (day_month(above, below, context.say),) if unsure and not NAMED.search(before) else ()
    return Reading(f"{'âm ' if sign else ''}{said}", dates)


def _share(above: str, below: str, before: str, after: str, context: Context) -> str:
    say = context.say
    of_some = OF_SOME.match(after) and (int(below) >= MANY or TRIED.match(after)) and above != "1"
    if of_some or OVER_CUE.search(before) or int(above) >= int(below) or len(below) > FEW:
        return f"{say.written(above)} trên {say.written(below)}"
    return f"{say.whole(int(above))} phần {say.month(int(below))}"


def _decimal(match: re.Match[str], context: Context) -> str:
    """ "0.5/0.9", "7,5/10": a quotient, a mark out of ten."""
    return f"{context.say.written(match[1])} trên {context.say.written(match[2])}"


def _vulgar(match: re.Match[str], context: Context) -> str:
    above, below = VULGAR_WORDS[match[2]]
    whole = f"{context.say.written(match[1])} và " if match[1] else ""
    return f"{whole}{context.say.whole(above)} phần {context.say.month(below)}"


RULES: Final = (
    Rule("number", DECIMAL, _decimal, "/"),
    Rule("number", FRACTION, _fraction, "/"),
    Rule("number", VULGAR, _vulgar, "".join(VULGAR_WORDS)),
)
