"""A dash between two bare numbers: a range, a score, a date, a subtraction, or a code."""

import re
from typing import Final

from speech.text.numbers import NUMBER, Numbers, value
from speech.text.rules import Context, Rule
from speech.text.rules_dates import DAY_WORD, day_month, is_date

PAIR = re.compile(rf"(?<![\w.,/-])({NUMBER})(\s?)[-–](\s?)({NUMBER})(?![\w/]|[.,]\d|[-–]\d)")
COUNTED: Final = re.compile(
    r"\s*(?:ngày|giờ|phút|giây|tuần|tháng|năm(?! (?:nay|ngoái|tới|\d{4}))|lần|người|điểm|gói|chiếc"
    r"|cái|con|quả"
    r"|nhiệm kỳ|đợt|vòng|tấn|tạ|chuyến|trang|triệu|nghìn|ngàn|tỷ|tỉ|trăm|tuổi|độ|lượt|hộ|ca|vụ|bước"
    r"|câu|phần|suất"
    r"|học sinh|em|bạn|căn|mét|lít|ly|viên|bài|quyển|cuốn|tầng|phòng|xe|đồng(?! (?:loạt|thời|bào))"
    r"|%|hôm|bữa|thìa"
    r"|củ|cây|khách|đứa)(?!\w)"
)
SCORE_CUE: Final = re.compile(
    r"(?:thắng|thua|hòa|hoà|tỷ số|tỉ số|chung cuộc|đánh bại|vượt qua|đè bẹp|hạ|thất bại|lượt đi"
    r"|lượt về|hiệp|dẫn|gỡ"
    r"|kết quả|cầm chân|ngược dòng|penalty|luân lưu)(?![^.!?]*\d)[^.!?]{0,30}$"
)
DATE_CUE: Final = re.compile(
    r"(?:lễ|dịp|tết|giải phóng|quốc khánh|sáng|trưa|chiều|tối|đêm|rạng sáng|khuya|vào|kỷ niệm|hôm"
    r"|từ|đến|sau|trước"
    r"|hiệu lực từ|diễn ra|khai mạc|bắt đầu|kết thúc|chiến thắng|hết)\s*$"
)
FIRM_DATE_CUE: Final = re.compile(
    r"(?:lễ|dịp|quốc khánh|giải phóng|sáng|trưa|chiều|tối|đêm|rạng sáng|hôm|vào|ngày kỷ niệm)\s*$"
)
SCALE_CUE: Final = re.compile(
    r"(?:thang điểm|mức độ|cấp độ|đánh giá|khoảng|trang|câu|lớp|độ tuổi|trẻ|từ \d+ -|bài|tầng|cỡ)\s*$"
)
SPORT: Final = re.compile(r"\b(?:u\d\d|fc|đội|trận|bóng|hlv|sân|clb|bàn thắng|hiệp|chung kết|bán kết|cúp|giải)\b")
MAX_GOALS: Final = 30


def _pair(match: re.Match[str], context: Context) -> str | None:
    first, space, last_space, last = match.groups()
    before, after = context.before(match.start()), context.after(match.end())
    say = context.say
    alone = space and last_space and not (before + after).strip(" .?=")
    if alone or re.match(r"\s?=", after) or re.search(r"(?:bằng|tính|phép trừ|=)\s*$", before):
        return f"{say.written(first)} trừ {say.written(last)}"
    if first.isdigit() and last.isdigit() and (special := _as_words(first, last, before, after, say)):
        return special
    if value(first) < value(last):
        return f"{say.written(first)} đến {say.written(last)}"
    return f"{say.written(first)}{',' if space and last_space else ''} {say.written(last)}"


def _as_words(first: str, last: str, before: str, after: str, say: Numbers) -> str | None:
    """The reading when words around decide it; None leaves it to the values."""
    date = day_month(first, last, say) if len(first) < 3 and len(last) < 3 and is_date(first, last) else None
    score = f"{say.whole(int(first))} {say.whole(int(last))}" if max(int(first), int(last)) <= MAX_GOALS else None
    if date and DAY_WORD.search(before):
        return date
    if re.search(r"tháng\s*$", before) and int(last) <= 12:
        return f"{say.month(int(first))} đến tháng {say.month(int(last))}"
    if COUNTED.match(after) and not re.search(r"(?:tỷ số|tỉ số)\s*$", before):
        return f"{say.whole(int(first))} đến {say.whole(int(last))}"
    if score and SCORE_CUE.search(before) and not FIRM_DATE_CUE.search(before):
        return score
    if date and DATE_CUE.search(before) and not SCALE_CUE.search(before):
        return date
    return score if score and _is_match(before, after) else None


def _is_match(before: str, after: str) -> bool:
    """Whether the words around are about a game: then two small numbers are its score."""
    return SPORT.search(before + " " + after) is not None and not SCALE_CUE.search(before)


def _between_teams(match: re.Match[str], context: Context) -> str | None:
    first, last = match.groups()
    return f"{context.say.whole(int(first))} {context.say.whole(int(last))}"


TEAMS = re.compile(r"(?<=[a-zà-ỹ] )(?<!\d )(\d{1,2})\s?[-–]\s?(\d{1,2})(?= [A-ZĐÀ-Ỹ])")

SERIES = re.compile(r"(?<![\w.,/-])\d{1,3}(?:-\d{1,3}){2,10}(?![\w/-]|[.,]\d)")


def _series(match: re.Match[str], context: Context) -> str:
    """ "4-4-2": more than two numbers are neither a range nor a score."""
    return " ".join(map(context.say.written, match.group().split("-")))


RULES: Final = (
    Rule("series", SERIES, _series, "-"),
    Rule("score between teams", TEAMS, _between_teams, "-–"),
    Rule("dash", PAIR, _pair, "-–"),
)
