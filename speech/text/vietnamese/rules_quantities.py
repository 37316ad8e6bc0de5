"""Numbers with what they count: units, money, multiples, what they are counted by, and the ranges between two."""

import re
from typing import Final

from speech.text.numbers import value
from speech.text.rules import Context, Kind, Reading, Rule
from speech.text.vietnamese.quantities import (
    AMOUNT,
    DASH,
    END,
    RATES,
    SIGN,
    START,
    UNIT,
    amount,
    counted,
    is_abbreviated,
    is_scaled,
    is_word,
    rates,
    unit,
)
from speech.text.vietnamese.units import CURRENCIES, LETTERS_APART

RANGE = re.compile(rf"{START}({SIGN}{AMOUNT})(?:\s?({UNIT}))?{DASH}({SIGN}{AMOUNT})(?:(\s?)({UNIT}))?({RATES})?{END}")
MEASURED_RANGE = re.compile(rf"{START}({SIGN}{AMOUNT})(?:\s?({UNIT}))?{DASH}({SIGN}{AMOUNT})(\s?)({UNIT})()(?!\w|\^\w)")
SCALED_RANGE = re.compile(rf"{START}({SIGN}{AMOUNT})(?:\s?({UNIT}))?{DASH}({SIGN}{AMOUNT})()()()(?!\w)")
QUANTITY = re.compile(rf"{START}({SIGN}{AMOUNT})(?:(\s?)({UNIT}))?({RATES}){END}")
MEASURE = re.compile(rf"{START}({SIGN}{AMOUNT})(\s?)({UNIT})(?!\w|\^\w)")
MULTIPLIED = re.compile(rf"{START}({SIGN}{AMOUNT})(?!\w)")
CUES: Final = {
    "A": r"dòng|điện|ampe|sạc|cường độ|aptomat|cầu chì",
    "N": r"\blực\b|kéo|đẩy|trọng lượng|niu",
    "J": r"\bcông\b|năng lượng|nhiệt lượng|jun",
    "F": r"tụ|điện dung|nhiệt độ|độ",
    "K": r"nhiệt độ|kelvin",
    "s": r"\bgiây|trong|sau|chạy|bơi|về đích|thời gian|kỷ lục|tốc độ|khoảng|mất|lên|từ",
    "h": "",
    "B": r"tệp|file|byte|dung lượng",
    "p": "",
    "ph": "",
}
"""One-letter units that need such a word before them, for they also name classes, sizes and keys ("lớp 5A")."""
NAMED_SIZE: Final = re.compile(
    r"(?:inch|tivi|tv|màn hình|màn|độ phân giải|chữ|lớp|loại|size|tên|khu|nhà|toà|tòa|phim|ảnh|video|chuẩn"
    r"|camera|quay"
    r"|gói cước|phòng|căn|lô|block|nét|chất lượng|chạy|cự ly|giải chạy)\s*$"
)
KIN_CUE: Final = re.compile(r"\b(?:mẹ|bố|con|cụ|bác|cô|chú|cậu|dì|vợ|chồng|út|cả|cháu)\s$")
AGE_CUE: Final = re.compile(r"\b(?:anh|chị|ông|bà|em|cháu|bé|tôi|mình|nam|nữ|bạn)\b[^.,;:]{0,20}[.,(]?\s?\(?$")
POINTS = re.compile(rf"{START}(\d{{1,2}}(?:[.,]\d{{1,3}})?)\s?đ(?![\w/])")
MOST_POINTS: Final = 40
SCHOOL: Final = re.compile(
    r"\b(?:điểm|thi|môn|toán|văn|lý|hóa|hoá|sinh|sử|địa|anh|tiếng|khối|tổ hợp|ielts|toeic|nv\d?|nguyện vọng|chuẩn"
    r"|bài|câu|ý|học sinh|hs|trường|ngành|xét tuyển|cộng|trừ|đề)\b"
)
PRICED: Final = re.compile(r"\b(?:giá|tiền|đồng|usd|vnđ|vnd|xăng|phí|mua|bán|lít|kg)\b")
ASIDE: Final = re.compile(r"[^\W\d_](?:, |\s?\()$")
OLDEST: Final = 110
NOT_MONEY: Final = re.compile(r"\s(?:loạt|thời|bào|bộ|hồ|ý|đội|phục|nghiệp|chí|minh|bằng|tính|hành|tiền)(?!\w)")


def _range(match: re.Match[str], context: Context) -> Reading | None:
    first, first_unit, last, space, last_unit, behind = match.groups()
    closing = _closing(last_unit, space, behind, match, context)
    if closing is None or not (last_unit or behind or is_abbreviated(last)):
        return None
    opening = counted(first_unit) if first_unit else ""
    if opening is None or not _rises(first, last, bool(first_unit)):
        return None
    said = f"{amount(first, context.say)} {opening}".rstrip()
    joint = " đến" if _climbs(first, last) else ""
    return Reading(f"{said}{joint} {amount(last, context.say)}{closing}", by="range")


def _rises(first: str, last: str, has_units: bool) -> bool:
    """Whether the two can belong together: "500-1tr", "5-10 kg", "51%-49%", not "10-5 kg"."""
    return has_units or is_scaled(first) or _climbs(first, last)


def _climbs(first: str, last: str) -> bool:
    signed = first[0] in "-−" or last[0] in "-−"
    return signed or is_scaled(first) or is_scaled(last) or value(first) < value(last)


def _closing(
    written: str | None, space: str | None, behind: str | None, match: re.Match[str], context: Context
) -> str | None:
    """What is said after the amount: " đồng trên mét vuông"; None when it is no quantity."""
    known = counted(written) if written and _can_count(written, bool(space), match, context) else None
    per = rates(behind, context.say, is_free=known is not None) if behind else ""
    if per is None or not written:
        return per
    if known is None and per and is_word(written):
        known = written
    return None if known is None else f" {known}{per}"


def _can_count(written: str, is_apart: bool, match: re.Match[str], context: Context) -> bool:
    if written in ("đồng", "Đ", "xu"):
        return not (NOT_MONEY.match(context.after(match.end())) or (written == "Đ" and is_apart))
    if len(written) > 1 or not written.isalpha() or written in CURRENCIES:
        return True
    before = context.before(match.start())
    if written in CUES:
        return bool(CUES[written] and re.search(CUES[written], before))
    return (not is_apart or written in LETTERS_APART) and not NAMED_SIZE.search(before)


def _quantity(match: re.Match[str], context: Context) -> Reading | None:
    written, space, name, behind = match.groups()
    if not (name or is_scaled(written)):
        return None
    closing = _closing(name, space, behind, match, context)
    return None if closing is None else Reading(amount(written, context.say) + closing, by=_kind(written, name))


def _measure(match: re.Match[str], context: Context) -> Reading | None:
    written, space, name = match.groups()
    if not _can_count(name, bool(space), match, context):
        return None
    known = counted(name)
    if known is None:
        return None
    others = context.say.others(written)
    said = amount(written, context.say)
    by = _kind(written, name)
    return Reading(f"{said} {known}", tuple(f"{other} {known}" for other in others if other != said), by)


def _points(match: re.Match[str], context: Context) -> Reading | None:
    """ "9,5đ Toán": few "đ" near a school are points, no money."""
    around = context.before(match.start()) + "|" + context.after(match.end())
    if value(match[1]) > MOST_POINTS or PRICED.search(around) or not SCHOOL.search(around):
        return None
    said = context.say.written(match[1])
    return Reading(f"{said} điểm", (f"{said} đồng",))


def _kind(written: str, name: str | None) -> Kind:
    if name in ("%", "‰"):
        return "percent"
    return "unit" if name and unit(name) else "money"


def _is_aside(match: re.Match[str], context: Context) -> bool:
    """ "Yamal, 17t, ...": how old somebody is."""
    before = context.before(match.start())
    named = KIN_CUE.search(before) or (ASIDE.search(before) and re.match(r"\s?[,)]", context.after(match.end())))
    return bool(named) and value(match[1][:-1]) <= OLDEST


def _multiplied(match: re.Match[str], context: Context) -> str | None:
    """ "15tr", "500k", "2tr5" stand for money where nothing else is named."""
    written, before = match[1], context.before(match.start())
    if not is_abbreviated(written) or (written[-1] in "kKt" and NAMED_SIZE.search(before)):
        return None
    if written[-1] == "t" and (AGE_CUE.search(before) or _is_aside(match, context)):
        return f"{context.say.written(written[:-1])} tuổi"
    return amount(written, context.say)


RULES: Final = (
    Rule("unit", POINTS, _points, "đ"),
    Rule("range", RANGE, _range, "-–—~"),
    Rule("range", MEASURED_RANGE, _range, "-–—~"),
    Rule("range", SCALED_RANGE, _range, "-–—~"),
    Rule("unit", QUANTITY, _quantity, "/"),
    Rule("unit", MEASURE, _measure, "0"),
    Rule("money", MULTIPLIED, _multiplied, "kKtT"),
)
