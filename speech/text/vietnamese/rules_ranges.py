"""A dash or a colon between two bare numbers: a range, a score, a ratio, a subtraction, or a code."""

import re
from typing import Final

from speech.text.numbers import NUMBER, value
from speech.text.rules import Context, Reading, Rule
from speech.text.vietnamese.calendar import day_month, is_date

DASH: Final = r"[-–—~]"
PAIR = re.compile(rf"(?<![\w.,/-])([-−]?{NUMBER})(\s?){DASH}(\s?)({NUMBER})(?![\w/]|[.,]\d|[-–]\d)")
TEAMS = re.compile(r"(?<=\w )(\d{1,2})\s?[-–]\s?(\d{1,2})(?= \w)")
SERIES = re.compile(r"(?<![\w.,/-])\d{1,3}(?:-\d{1,3}){2,10}(?![\w/-]|[.,]\d)")
HALF = re.compile(r"(?<!\w)[hH]([12])(?=:?\s\d{1,2}\s?[-–]\s?\d{1,2}(?!\w))")
RATIO = re.compile(rf"(?<![\w:])({NUMBER})(?::| : )({NUMBER})(?!\w|:\d)")
CHAIN: Final = re.compile(r"(?:\d{1,3}\s?[-–]\s?\d{1,3}(?: ?\(\d{1,2}(?:-\d{1,2})?\))?(?:,|;| và)\s){1,8}$")
COUNTED: Final = re.compile(
    r"\s*(?:ngày|giờ|phút|giây|tuần|tháng|năm(?! (?:nay|ngoái|tới|\d{4}))|lần|người|điểm|gói|chiếc|cái|con|quả"
    r"|trái|tiếng"
    r"|nhiệm kỳ|đợt|tấn|tạ|chuyến|trang|triệu|nghìn|ngàn|tỷ|tỉ|trăm|tuổi|độ|lượt|hộ|ca|vụ|bước|câu|phần|suất|hôm"
    r"|bữa|thìa"
    r"|học sinh|em|bạn|căn|mét|lít|ly|viên|bài|quyển|cuốn|tầng|phòng|xe|đồng(?! (?:loạt|thời|bào))|%|củ|cây"
    r"|khách|đứa|loại"
    r"|đội|vận động viên|cổ phiếu|dòng|nhóm|cấp|bậc|chục|muỗng|giọt|lớp|giáo viên|cán bộ|bệnh nhân|trường|xã"
    r"|huyện|tỉnh)(?!\w)"
)
SCORE_CUE: Final = re.compile(
    r"(?:thắng|thua|hòa|hoà|tỷ số|tỉ số|chung cuộc|đánh bại|vượt qua|đè bẹp|hạ|thất bại|lượt đi|lượt về|hiệp|dẫn"
    r"|gỡ|kết quả"
    r"|cầm chân|ngược dòng|penalty|luân lưu|nghiền nát|hủy diệt|quân bình|cân bằng"
    r"|bất phân thắng bại)(?![^.!?]*\d)[^.!?]{0,40}$"
)
NUMBERED_CUE: Final = re.compile(r"\b(?:set|sét|séc|hiệp|ván|game|trận|lượt|h)\s?\d:?\s*$")
FIRM_SCORE: Final = re.compile(r"(?:tỷ số|tỉ số)(?: (?:là|chung cuộc))?\s*$")
SCALE_CUE: Final = re.compile(
    r"(?:thang điểm|mức độ|cấp độ|cấp|đánh giá|khoảng|trang|câu|lớp|tuổi|trẻ|từ \d+ -|bài|tầng|cỡ|tiết|khoản"
    r"|điều|chương|mục"
    r"|tuần|tháng|vòng|nghỉ|mất|cần|tầm|chừng|thứ|hạng|top|nhóm|(?<!tỷ )(?<!tỉ )số|dài|cao|rộng|nặng)\s*$"
)
SPORT: Final = re.compile(
    r"\b(?:u\d\d|fc|đội|trận|bóng|hlv|sân|clb|bàn thắng|hiệp|chung kết|bán kết|cúp|giải|set|world cup|vòng loại"
    r"|vòng bảng|ngoại hạng|v-league|sea games|asian cup|tỷ số|tỉ số)\b"
)
PART_OF_LAW: Final = frozenset(
    ("Điều", "Khoản", "Chương", "Mục", "Luật", "Nghị", "Phần", "Bộ", "Quyết", "Thông", "Điểm", "Phụ", "Trường", "Tháng")
)
RATIO_CUE: Final = re.compile(r"(?:tỷ lệ|tỉ lệ|bản đồ|tỉ xích|tỷ xích|chia|pha|cược)(?: \w+){0,3}\s*$")
FROM: Final = re.compile(r"(?:từ|tuổi)\s*$")
MAX_GOALS: Final = 30


def _pair(match: re.Match[str], context: Context) -> str | Reading | None:
    first, space, last_space, last = match.groups()
    before, after = context.before(match.start()), context.after(match.end())
    say = context.say
    alone = space and last_space and not (before + after).strip(" .?=")
    if alone or re.match(r"\s?=", after) or re.search(r"(?:bằng|tính|phép trừ|=)\s*$", before):
        return Reading(f"{say.written(first)} trừ {say.written(last)}", by="math")
    span = f"{say.written(first)} đến {say.written(last)}"
    side_by_side = f"{say.written(first)} {say.written(last)}"
    if _is_score(first, last, before, after):
        return Reading(side_by_side, by="score")
    if value(first) < value(last) or first[0] in "-−":
        sure = COUNTED.match(after) or SCALE_CUE.search(before)
        return Reading(span, () if sure else _others(first, last, context, side_by_side))
    if is_date(first, last) and int(first) > 12 and not space:
        return Reading(day_month(first, last, say), (side_by_side,), "date")
    others = (span, *_others(first, last, context, side_by_side))
    if space and last_space:
        return Reading(f"{say.written(first)}, {say.written(last)}", (side_by_side,))
    return Reading(side_by_side, others if others[1:] else (), "score" if _is_goals(first, last) else "range")


def _others(first: str, last: str, context: Context, side_by_side: str) -> tuple[str, ...]:
    """What two small numbers with nothing to explain them can be as well."""
    if not _is_goals(first, last):
        return ()
    date = (day_month(first, last, context.say),) if is_date(first, last) else ()
    return (side_by_side, *date)


def _is_goals(first: str, last: str) -> bool:
    return (
        len(first) < 3
        and len(last) < 3
        and first.isdigit()
        and last.isdigit()
        and max(int(first), int(last)) <= MAX_GOALS
    )


def _is_score(first: str, last: str, before: str, after: str) -> bool:
    """Whether the words around are about a game: then two small numbers are its score."""
    if not _is_goals(first, last):
        return False
    if COUNTED.match(after) and not FIRM_SCORE.search(before):
        return False
    if first == "0" and len(last) == 1 and not (SCALE_CUE.search(before) or FROM.search(before)):
        return True
    told = CHAIN.sub("", before)
    if SCORE_CUE.search(told) or NUMBERED_CUE.search(told):
        return not SCALE_CUE.search(told)
    return SPORT.search(before + " " + after) is not None and not SCALE_CUE.search(before)


def _between_teams(match: re.Match[str], context: Context) -> str | None:
    home = context.text[: match.start()].rsplit(maxsplit=1)[-1]
    guests = context.text[match.end() :].split(maxsplit=1)[0]
    if (
        SCALE_CUE.search(context.before(match.start()))
        or not (home[0].isupper() and guests[0].isupper())
        or {home, guests} & PART_OF_LAW
    ):
        return None
    return f"{context.say.whole(int(match[1]))} {context.say.whole(int(match[2]))}"


def _series(match: re.Match[str], context: Context) -> str:
    """ "4-4-2": more than two numbers are neither a range nor a score."""
    return " ".join(map(context.say.written, match.group().split("-")))


def _ratio(match: re.Match[str], context: Context) -> str:
    first, last = match.groups()
    before = context.before(match.start())
    over = " trên" if RATIO_CUE.search(before) or len(last) > 2 else ""
    return f"{context.say.written(first)}{over} {context.say.written(last)}"


def _half(match: re.Match[str], context: Context) -> str:
    """ "(h1: 1-0)": the first half of a match."""
    return f"hiệp {context.say.whole(int(match[1]))}"


RULES: Final = (
    Rule("score", HALF, _half, "hH"),
    Rule("code", SERIES, _series, "-"),
    Rule("score", TEAMS, _between_teams, "-–"),
    Rule("range", PAIR, _pair, "-–—~"),
    Rule("number", RATIO, _ratio, ":"),
)
