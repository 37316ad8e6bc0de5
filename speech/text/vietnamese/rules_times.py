"""Times of day and durations: 8h30, 14:30, 9g15, 15:30:20, 3p20s, 90'+2, 3N2Đ, and the ranges between two times."""

import re
from collections.abc import Sequence
from typing import Final

from speech.text.numbers import Numbers
from speech.text.rules import Context, Reading, Rule
from speech.text.vietnamese.calendar import day_month, is_date

MINUTE: Final = "['′’]"
CLOCK: Final = rf"(\d{{1,2}})(?:\s?(?:[hg](?:([0-5]?\d)(?:ph|p|{MINUTE})?)?|H([0-5]\d)?)|:([0-5]\d))"
START: Final = r"(?<![\w.,:/-])"
DASH: Final = r"\s?[-–—~]\s?"
RANGE = re.compile(rf"{START}{CLOCK}{DASH}{CLOCK}(?!\w|:\d)")
OPEN_RANGE = re.compile(rf"{START}(\d{{1,2}}){DASH}{CLOCK}(?!\w|:\d)")
SECONDS = re.compile(
    rf"{START}(\d{{1,2}})(?::([0-5]\d):([0-5]\d)|[hg]([0-5]?\d)(?:ph|p|{MINUTE})([0-5]?\d)[s\"″”]?)(?![\w:]|[.,]\d)"
)
HOURS = re.compile(rf"{START}{CLOCK}(?![\w:/]|[.,]\d)")
ON_DAY = re.compile(r"(?:(?<=\d[hg])|(?<=[hg]\d\d))/(\d{1,2})/(\d{1,2})(?![\w/])")
TO_HALF = re.compile(r"(?<=[AP]M)\s?[-–—]\s?(?=\d{1,2}(?::\d\d)?\s?[AP]M)")
HALVES = re.compile(rf"{START}(\d{{1,2}}(?::[0-5]\d)?)\s?(AM|PM|am|pm|a\.m\.|p\.m\.)(?!\w)")
MINUTES = re.compile(rf"{START}(\d{{1,3}})(?:ph|p|{MINUTE})(?:\s?([0-5]?\d)(?:s|\"|″|”))?(?![\w'’′]|\+\d)")
MINUTES_TO_HOURS = re.compile(
    rf"(?<=\d)((?:p|ph|{MINUTE})\s?|\sphút\s?)[-–—](?=\s?\d{{1,2}}\s?(?:h|g|giờ|tiếng)(?!\w))"
)
MINUTE_RANGE = re.compile(rf"{START}(\d{{1,3}}){DASH}(\d{{1,3}})(?:ph|p|{MINUTE})(?![\w'’′]|\+\d)")
TENTHS = re.compile(rf"{START}(?:(\d{{1,2}}){MINUTE})?(\d{{1,2}})(?:\"|″|”|''|’’)(\d{{1,3}})(?![\w\"])")
ADDED = re.compile(rf"{START}(\d{{1,3}}){MINUTE}?\+(\d{{1,2}})({MINUTE}?)(?!\w|[.,]\d)")
NIGHTS = re.compile(r"(?<![\w.,])(\d{1,2})\s?N\s?(\d{1,2})\s?[ĐD](?!\w)")
LENGTH = re.compile(r"(?<![\w.,:/-])(\d{1,3}):([0-5]\d)(?![\w:/]|[.,]\d)")
ISO_TIME = re.compile(r"(?<![^\W\d_])T(\d\d):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,9})?)?(Z?)(?!\w)")
SCORE_CUE: Final = re.compile(
    r"(?:tỷ số|tỉ số|tỷ lệ|tỉ lệ|thắng|thua|hòa|hoà|khung hình|bản đồ)(?: (?:trận đấu|pha|1))?(?: là)?\s*$"
)
LENGTH_CUE: Final = re.compile(
    r"(?:dài|thời lượng|thành tích|kỷ lục|về đích sau|hết|mất|video|clip|chạy trong|bơi trong|trong vòng"
    r"|cán đích sau|pace|trong|sau)(?: là)?\s*$"
)
MINUTE_WORD: Final = re.compile(r"\s*phút")
HOUR_CUE: Final = re.compile(
    r"(?:lúc|từ|đến|tới|trước|hẹn|vào|tầm|khoảng|sáng|trưa|chiều|tối|đêm|khuya|nay|mai|mốt|qua|ngày|mở cửa"
    r"|đóng cửa|đúng|giờ|[-–—])\s*$"
)
HOUR_FOLLOWS: Final = re.compile(
    r"\s?(?:$|[.,;:!?)\-–—]|(?:sáng|trưa|chiều|tối|đêm|khuya|rưỡi|kém|ngày|hôm|mỗi|hằng|hàng|nay|mai|đúng|là|thì"
    r"|rồi|đi|có)(?!\w))"
)
WEIGHT_CUE: Final = re.compile(
    r"(?:nặng|thêm|cân|chứa|cho|gồm|liều|mỗi|bán|mua|hàm lượng|lượng|có|protein|đạm|đường|muối|lấy|gói|hộp|bột"
    r"|carb|fat|chất xơ|béo)(?: \w+)?\s*$"
)
LAST_HOUR: Final = 24
NOON: Final = 12
EVENING: Final = 6


def clock(say: Numbers, hours: str, minutes: str | None = None, seconds: str | None = None) -> str:
    """ "8", "30" -> "tám giờ ba mươi phút"; zero minutes and seconds are left out."""
    said = f"{say.whole(int(hours))} giờ"
    if int(minutes or 0) or int(seconds or 0):
        said += f" {say.whole(int(minutes or 0))} phút"
    return said + (f" {say.whole(int(seconds))} giây" if seconds and int(seconds) else "")


def _minutes_seconds(say: Numbers, minutes: str, seconds: str | None) -> str:
    said = f"{say.whole(int(minutes))} phút"
    return said + (f" {say.whole(int(seconds))} giây" if seconds and int(seconds) else "")


def _one_of(written: Sequence[str | None]) -> str | None:
    """The minutes, wherever the pattern found them."""
    return next(filter(None, written), None)


def _range(match: re.Match[str], context: Context) -> str | None:
    from_hours, *from_minutes, to_hours, _, _, _ = match.groups()
    if int(from_hours) > LAST_HOUR or int(to_hours) > LAST_HOUR or match.group().count("g") == 1:
        return None
    first = clock(context.say, from_hours, _one_of(from_minutes))
    return f"{first} đến {clock(context.say, to_hours, _one_of(match.groups()[5:]))}"


def _open_range(match: re.Match[str], context: Context) -> str | None:
    first, hours, *written = match.groups()
    minutes = _one_of(written)
    rises = int(first) < int(hours) or (minutes and int(first) == int(hours))
    if (
        int(hours) > LAST_HOUR
        or not rises
        or (match.group().endswith("g") and not HOUR_CUE.search(context.before(match.start())))
    ):
        return None
    return f"{context.say.whole(int(first))} đến {clock(context.say, hours, minutes)}"


def _seconds(match: re.Match[str], context: Context) -> str | None:
    hours, minutes, seconds, short_minutes, short_seconds = match.groups()
    if int(hours) > LAST_HOUR:
        return None
    return clock(context.say, hours, minutes or short_minutes, seconds or short_seconds)


def _hours(match: re.Match[str], context: Context) -> str | Reading | None:
    hours, *written, after_colon = match.groups()
    after_h = _one_of(written)
    before = context.before(match.start())
    is_long = int(hours) > LAST_HOUR and not (match.group()[-1] in "hH" and not after_colon)
    if is_long or (after_colon and SCORE_CUE.search(before)):
        return None
    if match.group()[-1] == "g":
        return _hours_or_grams(match, context)
    if " " in match.group() and not after_h:
        return clock(context.say, hours) if match.group()[-1] in "hH" else None
    said = clock(context.say, hours, after_h or after_colon)
    return said.removesuffix(" phút") if MINUTE_WORD.match(context.after(match.end())) else said


def _hours_or_grams(match: re.Match[str], context: Context) -> Reading | None:
    """ "8g" is eight o'clock in the South, or eight grams."""
    hours, grams = clock(context.say, match[1]), f"{context.say.whole(int(match[1]))} gam"
    before = context.before(match.start())
    if " " in match.group() or int(match[1]) > LAST_HOUR:
        return None
    is_time = HOUR_CUE.search(before) or (
        HOUR_FOLLOWS.match(context.after(match.end())) and not WEIGHT_CUE.search(before)
    )
    return Reading(hours, (grams,)) if is_time else Reading(grams, (hours,), "unit")


def _to(_match: re.Match[str], _context: Context) -> str:
    return "đến"


def _on_day(match: re.Match[str], context: Context) -> str | None:
    """ "13h/28/9"."""
    return f" ngày {day_month(match[1], match[2], context.say)}" if is_date(match[1], match[2]) else None


def _halves(match: re.Match[str], context: Context) -> str | None:
    hours, _, minutes = match[1].partition(":")
    hour, is_morning = int(hours), match[2][0] in "Aa"
    if not 0 < hour <= NOON:
        return None
    night = "đêm" if hour == NOON else "sáng"
    later = "trưa" if hour == NOON else "chiều" if hour < EVENING else "tối"
    return f"{clock(context.say, hours, minutes or None)} {night if is_morning else later}"


def _minutes(match: re.Match[str], context: Context) -> str:
    said = _minutes_seconds(context.say, *match.groups())
    named = re.search(r"phút(?: thứ)?\s*$", context.before(match.start())) and not match[2]
    return said.removesuffix(" phút") if named else said


def _minutes_to_hours(_match: re.Match[str], _context: Context) -> str:
    """ "30' - 1h"."""
    return " phút đến"


def _minute_range(match: re.Match[str], context: Context) -> str:
    return f"{context.say.whole(int(match[1]))} đến {context.say.whole(int(match[2]))} phút"


def _tenths(match: re.Match[str], context: Context) -> str:
    """What a stopwatch shows: 9"58, 1'02"35."""
    minutes, seconds, tenths = match.groups()
    lead = f"{context.say.whole(int(minutes))} phút " if minutes else ""
    return f"{lead}{context.say.whole(int(seconds))} giây {context.say.written(tenths)}"


def _added(match: re.Match[str], context: Context) -> str | None:
    """Time added on: "90+3" after "phút", "45'+2"."""
    marked = re.search(MINUTE, match.group())
    if not marked and not re.search(r"phút(?: thứ)?\s*$", context.before(match.start())):
        return None
    return f"{context.say.whole(int(match[1]))} cộng {context.say.whole(int(match[2]))}"


def _nights(match: re.Match[str], context: Context) -> str:
    return f"{context.say.whole(int(match[1]))} ngày {context.say.whole(int(match[2]))} đêm"


def _length(match: re.Match[str], context: Context) -> Reading | None:
    """ "dài 03:45" is three minutes; so is what no clock shows."""
    if not LENGTH_CUE.search(context.before(match.start())) or re.match(
        r"\s*(?:ngày|sáng|chiều|tối|hôm)", context.after(match.end())
    ):
        return None
    minutes = _minutes_seconds(context.say, *match.groups())
    return Reading(minutes, (clock(context.say, *match.groups()),) if int(match[1]) <= LAST_HOUR else ())


def _iso_time(match: re.Match[str], context: Context) -> str | None:
    hours, minutes, seconds, _zone = match.groups()
    return clock(context.say, hours, minutes, seconds) if int(hours) <= LAST_HOUR else None


RULES: Final = (
    Rule("time", NIGHTS, _nights, "N"),
    Rule("time", ISO_TIME, _iso_time, "T"),
    Rule("time", RANGE, _range, "-–—~"),
    Rule("time", OPEN_RANGE, _open_range, "-–—~"),
    Rule("time", MINUTES_TO_HOURS, _minutes_to_hours, "-–—"),
    Rule("time", ON_DAY, _on_day, "/"),
    Rule("time", MINUTE_RANGE, _minute_range, "-–—~"),
    Rule("time", SECONDS, _seconds, "0"),
    Rule("time", TENTHS, _tenths, "\"″”'’"),
    Rule("time", ADDED, _added, "+"),
    Rule("time", TO_HALF, _to, "M"),
    Rule("time", HALVES, _halves, "AaPp"),
    Rule("time", LENGTH, _length, ":"),
    Rule("time", HOURS, _hours, "0"),
    Rule("time", MINUTES, _minutes, "p'′’"),
)
