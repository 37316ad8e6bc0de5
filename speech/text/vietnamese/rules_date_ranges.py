"""From one date to another: days of a month, months of a year, quarters, years, weekdays."""

import re
from typing import Final

from speech.text.rules import Context, Rule
from speech.text.vietnamese.calendar import (
    DAY_WORD,
    FRACTION_CUE,
    day_month,
    is_date,
    is_mathematical,
    is_year,
    of_year,
)

DASH: Final = r"\s?[-–—~]\s?"
END: Final = r"(?![\w/]|[.,-]\d)"
TO_DATE = re.compile(rf"(?<=[/.]\d{{4}}){DASH}(?=\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}})")
DAYS_OF_MONTH = re.compile(rf"(?<![\w./-])(\d{{1,2}}){DASH}(\d{{1,2}})([/.])(\d{{1,2}})(?:\3(\d{{4}}))?{END}")
DAYS_BY_DASHES = re.compile(rf"(?<![\w./-])(\d{{1,2}}){DASH}(\d{{1,2}})(-)(\d{{1,2}})-(\d{{4}}){END}")
DAY_TO_DAY = re.compile(
    rf"(?<![\w./-])(\d{{1,2}})([/.])(\d{{1,2}})(?:\2(\d{{4}}))?{DASH}"
    rf"(ngày )?(\d{{1,2}})\2(\d{{1,2}})(?:\2(\d{{4}}))?{END}"
)
MONTHS_OF_YEAR = re.compile(rf"(?<![\w./-])(T?)(\d{{1,2}}){DASH}T?(\d{{1,2}})/(\d{{4}}){END}")
MONTH_TO_MONTH = re.compile(rf"(?<![\w./-])(\d{{1,2}})/(\d{{4}}){DASH}(\d{{1,2}})/(\d{{4}}){END}")
MONTHS = re.compile(rf"(?<=háng )(\d{{1,2}}){DASH}(\d{{1,2}}){END}")
QUARTERS_BY_LETTER = re.compile(rf"(?<![\w./-])Q([1-4]){DASH}Q?([1-4])/(\d{{4}}){END}")
TO_NOW = re.compile(r"(?<=\d{4})\s?[-–—]\s?(?=(?:nay|hiện nay|đến nay)(?!\w))")
QUARTERS = re.compile(rf"(?<=uý )(IV|I{{1,3}}|[1-4]){DASH}(IV|I{{1,3}}|[1-4])(?:/(\d{{4}}))?{END}")
YEARS = re.compile(rf"(?<![\w.,/-])(\d{{4}})({DASH}|/)(\d{{4}}|\d{{2}}){END}")
SEASON_CUE: Final = re.compile(
    r"(?:mùa giải|mùa|năm học|niên khóa|niên khoá|niên vụ|vụ|khóa|giải|league|cup|liga|anh|năm)\s*(?:\()?$"
)
PERIOD_CUE: Final = re.compile(r"(?:từ|giai đoạn|thời kỳ|những năm|thời)\s*$")
COUNT_AFTER: Final = re.compile(
    r"\s?(?:đồng|đ\b|vnd|usd|người|km|kg|m\b|m2|tấn|cái|chiếc|căn|lượt|kcal|calo|%|mẫu|bản|con)"
)
WEEKDAYS = re.compile(
    rf"(?<![\w./-])(?:(?<=[Tt]hứ )|[Tt]hứ |T)([2-7])({DASH}|\s(?:đến|tới)\s)(?:thứ |Thứ |T)?([2-7]|CN"
    rf"|[Cc]hủ nhật)(?![\w/]|[.,-]\d)"
)
WEEKDAY_LIST = re.compile(r"(?<![\w./-])(?:(?<=[Tt]hứ )|T)([2-7](?:[-.][2-7]){2,5})(?:-CN)?(?![\w/]|[.,-]\d)")
DAY_NAME: Final = r"(?:[Tt]hứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)|[Cc]hủ nhật|CN)"
NAMED_WEEKDAYS = re.compile(rf"({DAY_NAME}){DASH}({DAY_NAME})(?!\w)")
TO_NAMED = re.compile(r"(?<=\d)\s?[-–—]\s?(?=(?:ngày|tháng|năm|quý|tuần|lớp|khóa|khoá|hết)\s\d)")
WEEKDAY_NAMES: Final = {"2": "hai", "3": "ba", "4": "tư", "5": "năm", "6": "sáu", "7": "bảy"}
ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
MONTH_WORD: Final = re.compile(r"tháng\s*$")


def _to(_match: re.Match[str], _context: Context) -> str:
    return "đến"


def _days_of_month(match: re.Match[str], context: Context) -> str | None:
    first, last, mark, month, year = match.groups()
    unsure = (
        mark == "." and not year and not re.search(r"(?:ngày|từ|sáng|tối|chiều|đêm)\s*$", context.before(match.start()))
    )
    if not is_date(last, month) or int(first) >= int(last) or unsure or (year and not is_year(year)):
        return None
    return f"{context.say.whole(int(first))} đến {day_month(last, month, context.say)}{of_year(year, context.say)}"


def _day_to_day(match: re.Match[str], context: Context) -> str | None:
    day, mark, month, year, word, last_day, last_month, last_year = match.groups()
    before, after = context.before(match.start()), context.after(match.end())
    if not (is_date(day, month) and is_date(last_day, last_month)) or is_mathematical(before, after):
        return None
    if (mark == "." and not last_year) or (FRACTION_CUE.search(before) and int(day) < int(month)):
        return None
    lead = "ngày " if year and not DAY_WORD.search(before) else ""
    first = f"{lead}{day_month(day, month, context.say)}{of_year(year, context.say)}"
    return f"{first} đến {word or lead}{day_month(last_day, last_month, context.say)}{of_year(last_year, context.say)}"


def _months_of_year(match: re.Match[str], context: Context) -> str | None:
    letter, first, last, year = match.groups()
    if not 1 <= int(first) < int(last) <= 12 or not is_year(year):
        return None
    lead = "" if MONTH_WORD.search(context.before(match.start())) and not letter else "tháng "
    say = context.say
    return f"{lead}{say.month(int(first))} đến tháng {say.month(int(last))}{of_year(year, say)}"


def _month_to_month(match: re.Match[str], context: Context) -> str | None:
    month, year, last_month, last_year = match.groups()
    if not (1 <= int(month) <= 12 and 1 <= int(last_month) <= 12 and is_year(year) and is_year(last_year)):
        return None
    say = context.say
    lead = "" if MONTH_WORD.search(context.before(match.start())) else "tháng "
    first = f"{lead}{say.month(int(month))}{of_year(year, say)}"
    return f"{first} đến tháng {say.month(int(last_month))}{of_year(last_year, say)}"


def _months(match: re.Match[str], context: Context) -> str | None:
    first, last = match.groups()
    if not (1 <= int(first) <= 12 and 1 <= int(last) <= 12):
        return None
    return f"{context.say.month(int(first))} đến tháng {context.say.month(int(last))}"


def _quarters(match: re.Match[str], context: Context) -> str:
    first, last = (context.say.month(ROMAN.get(name) or int(name)) for name in match.group(1, 2))
    return f"{first} đến quý {last}{of_year(match[3], context.say)}"


def _quarters_by_letter(match: re.Match[str], context: Context) -> str:
    """ "Q1-Q2/2024"."""
    first, last = (context.say.month(int(number)) for number in match.group(1, 2))
    return f"quý {first} đến quý {last}{of_year(match[3], context.say)}"


def _to_now(match: re.Match[str], context: Context) -> str:
    """ "1986-nay"."""
    return " " if context.after(match.end()).startswith("đến") else " đến "


def _years(match: re.Match[str], context: Context) -> str | None:
    first, mark, last = match.groups()
    before, after = context.before(match.start()), context.after(match.end())
    full_last = last if len(last) == 4 else first[:2] + last
    if not (is_year(first) and is_year(full_last) and int(first) < int(full_last)) or COUNT_AFTER.match(after):
        return None
    is_season = SEASON_CUE.search(before) and int(full_last) - int(first) == 1
    is_period = mark != "/" and PERIOD_CUE.search(before)
    if (mark == "/" or len(last) == 2) and not (is_season or is_period):
        return None
    said = context.say.year(int(last)) if len(last) == 4 else context.say.whole(int(last))
    return f"{context.say.year(int(first))} {'' if mark == '/' else 'đến '}{said}"


def _weekdays(match: re.Match[str], context: Context) -> str | None:
    first, dash, last = match.groups()
    if last.isdigit() and int(last) <= int(first):
        return None
    lead = "" if re.search(r"thứ\s*$", context.before(match.start())) else "thứ "
    end = f"thứ {WEEKDAY_NAMES[last]}" if last.isdigit() else "chủ nhật"
    return f"{lead}{WEEKDAY_NAMES[first]} {dash.strip() if dash.strip().isalpha() else 'đến'} {end}"


def _weekday_list(match: re.Match[str], _context: Context) -> str:
    """ "T2-4-6": three days, no range."""
    days = [WEEKDAY_NAMES[char] for char in match[1] if char.isdigit()]
    sunday = " chủ nhật" if match.group().endswith("CN") else ""
    return f"{'thứ ' if match.group()[0] == 'T' else ''}{' '.join(days)}{sunday}"


def _named_weekdays(match: re.Match[str], _context: Context) -> str:
    first, last = (name if name != "CN" else "chủ nhật" for name in match.groups())
    return f"{first} đến {last}"


RULES: Final = (
    Rule("date", NAMED_WEEKDAYS, _named_weekdays, "-–—~"),
    Rule("date", TO_NAMED, _to, "-–—"),
    Rule("date", WEEKDAY_LIST, _weekday_list, "-."),
    Rule("date", WEEKDAYS, _weekdays, "0"),
    Rule("date", TO_DATE, _to, "-–—~"),
    Rule("date", DAY_TO_DAY, _day_to_day, "-–—~"),
    Rule("date", DAYS_BY_DASHES, _days_of_month, "-"),
    Rule("date", DAYS_OF_MONTH, _days_of_month, "-–—~"),
    Rule("date", MONTH_TO_MONTH, _month_to_month, "/"),
    Rule("date", MONTHS_OF_YEAR, _months_of_year, "/"),
    Rule("date", MONTHS, _months, "-–—~"),
    Rule("date", QUARTERS, _quarters, "-–—~"),
    Rule("date", QUARTERS_BY_LETTER, _quarters_by_letter, "Q"),
    Rule("date", TO_NOW, _to_now, "-–—"),
    Rule("range", YEARS, _years, "-–—~/"),
)
