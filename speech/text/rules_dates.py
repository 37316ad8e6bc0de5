"""Dates: with a year, ranges, a month and a year, and a day and a month where something says it is one."""

import re
from typing import Final

from speech.text.numbers import Numbers
from speech.text.rules import Context, Rule

DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
DAY_WORD: Final = re.compile(r"(?:\bngày|\bmùng|\bmồng|\bhôm)\s*$")
DATE_CUE: Final = re.compile(
    r"(?:\b(?:ngày|mùng|mồng|hôm|lễ|tết|dịp|sáng|trưa|chiều|tối|đêm|khuya|từ|đến|hết|vào"
    r"|sinh nhật(?: là)?|trước|sau"
    r"|phiên|quốc khánh|rạng sáng|kỷ niệm|giải phóng|diễn ra|khai mạc|bế mạc|kể từ|thứ (?:hai|ba|tư"
    r"|năm|sáu|bảy)"
    r"|chủ nhật|sinh|gần|hơn|đường|phố|t[2-7])[,:]?\s*\(?|^\s*\(?|\()$"
)
DOTTED_CUE: Final = re.compile(r"\b(?:ngày|mùng|hôm|sáng|trưa|chiều|tối|đêm|rạng sáng)\s*$")
STREET_CUE: Final = re.compile(r"\b(?:số|số nhà|ngõ|hẻm|ngách|kiệt|lô|địa chỉ)\s*$")
YEARLY: Final = re.compile(r"\s*(?:là ngày|hàng năm|hằng năm|năm (?:nay|ngoái|tới|sau))")
COUNTED: Final = re.compile(
    r"\s*(?:người|số|tổng|diện tích|cổ phần|lượng|dân|thành viên|phiếu|điểm|cuối|đầu|bài|câu|quả"
    r"|cái|chiếc|km|kg"
    r"|lít|ha|%)"
)
TO_DATE = re.compile(r"(?<=/\d{4})\s?[-–]\s?(?=\d{1,2}/\d{1,2}/\d{4})")
FULL = re.compile(r"(?<![\w./-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2}(?![/.,]\d))(?![\w/]|[.,-]\d)")
DAYS_OF_MONTH = re.compile(r"(?<![\w./-])(\d{1,2})\s?[-–]\s?(\d{1,2})([/.])(\d{1,2})(?:\3(\d{4}))?(?![\w/]|[.,-]\d)")
DAY_TO_DAY = re.compile(r"(?<![\w./-])(\d{1,2})/(\d{1,2})\s?[-–]\s?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?(?![\w/]|[.,-]\d)")
MONTHS_OF_YEAR = re.compile(r"(?<![\w./-])(\d{1,2})\s?[-–]\s?(\d{1,2})/(\d{4})(?![\w/]|[.,-]\d)")
MONTH_YEAR = re.compile(r"(?<![\w./-])(\d{1,2})/(\d{4})(?![\w/]|[.,]\d)")
DASHED_MONTH_YEAR = re.compile(r"(?<=áng )(\d{1,2})[- ](\d{4})(?![\w/]|[.,-]\d)")
QUARTER = re.compile(r"(?<![\w./-])(Q[1-4]|I{1,3}|IV|[1-4])/(\d{4})(?![\w/]|[.,]\d)")
DOTTED_DAY_MONTH = re.compile(r"(?<![\w./,-])(\d{1,2})\.(\d{1,2})(?![\w/%]|[.,]\d|\s?(?:kg|km|m|ha|tỷ|triệu|%))")
DAY_MONTH = re.compile(r"(?<![\w./,-])(\d{1,2})/(\d{1,2})(?![\w/%]|[.,]\d)")
BY_WORD = re.compile(r"(?<=áng )4(?![\w/%]|[.,-]\d)")
QUARTERS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}


def is_date(day: str, month: str) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= DAYS[int(month) - 1]


def day_month(day: str, month: str, say: Numbers) -> str:
    return f"{say.whole(int(day))} tháng {say.month(int(month))}"


def _lead(match: re.Match[str], context: Context) -> str:
    """ "ngày", unless it is already there."""
    return "" if DAY_WORD.search(context.before(match.start())) else "ngày "


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 50 else 1900)


def _full(match: re.Match[str], context: Context) -> str | None:
    day, mark, month, year = match.groups()
    if not is_date(day, month) or (
        mark == "." and len(year) == 2 and not DAY_WORD.search(context.before(match.start()))
    ):
        return None
    said = day_month(day, month, context.say)
    return f"{_lead(match, context)}{said} năm {context.say.whole(_year(year))}"


def _days_of_month(match: re.Match[str], context: Context) -> str | None:
    first, last, _mark, month, year = match.groups()
    if not is_date(last, month) or int(first) >= int(last):
        return None
    said = f"{context.say.whole(int(first))} đến {day_month(last, month, context.say)}"
    return said + (f" năm {context.say.whole(int(year))}" if year else "")


def _day_to_day(match: re.Match[str], context: Context) -> str | None:
    day, month, last_day, last_month, year = match.groups()
    if not (is_date(day, month) and is_date(last_day, last_month)) or re.match(r"\s?=", context.after(match.end())):
        return None
    said = f"{day_month(day, month, context.say)} đến {day_month(last_day, last_month, context.say)}"
    return said + (f" năm {context.say.whole(int(year))}" if year else "")


def _months_of_year(match: re.Match[str], context: Context) -> str | None:
    first, last, year = match.groups()
    if not (1 <= int(first) < int(last) <= 12):
        return None
    lead = "" if re.search(r"tháng\s*$", context.before(match.start())) else "tháng "
    say = context.say
    return f"{lead}{say.month(int(first))} đến tháng {say.month(int(last))} năm {say.whole(int(year))}"


def _month_year(match: re.Match[str], context: Context) -> str | None:
    month, year = match.groups()
    before = context.before(match.start())
    if not 1 <= int(month) <= 12 or re.search(r"(?:luật|nghị định|thông tư|quyết định|số)\s*$", before):
        return None
    lead = "" if re.search(r"(?:tháng|quý)\s*$", before) else "tháng "
    number = context.say.whole(int(month)) if re.search(r"quý\s*$", before) else context.say.month(int(month))
    return f"{lead}{number} năm {context.say.whole(int(year))}"


def _quarter(match: re.Match[str], context: Context) -> str | None:
    lead = "quý " if match[1][0] == "Q" else ""
    if not lead and not re.search(r"quý\s*$", context.before(match.start())):
        return None
    number = QUARTERS.get(match[1]) or int(match[1].lstrip("Q"))
    return f"{lead}{context.say.month(number)} năm {context.say.whole(int(match[2]))}"


def _day_month(match: re.Match[str], context: Context) -> str | None:
    day, month = match.groups()
    before, after = context.before(match.start()), context.after(match.end())
    if not is_date(day, month) or STREET_CUE.search(before):
        return None
    if YEARLY.match(after):
        return day_month(day, month, context.say)
    if not DATE_CUE.search(before):
        return None
    named = DAY_WORD.search(before)
    if not named and (COUNTED.match(after) or (not before.strip() and not after.strip(" .!?") and int(day) < 13)):
        return None
    return _lead_if_alone(match, before) + day_month(day, month, context.say)


def _dotted_day_month(match: re.Match[str], context: Context) -> str | None:
    """ "12.5" is a date only after a word that asks for one."""
    cued = is_date(match[1], match[2]) and DOTTED_CUE.search(context.before(match.start()))
    return day_month(match[1], match[2], context.say) if cued else None


def _lead_if_alone(match: re.Match[str], before: str) -> str:
    return "ngày " if match.start() == 0 or before.rstrip().endswith(("(", "vào")) else ""


def _to(_match: re.Match[str], _context: Context) -> str:
    return "đến"


def _fourth(_match: re.Match[str], _context: Context) -> str:
    return "tư"


RULES: Final = (
    Rule("date to date", TO_DATE, _to, "-–"),
    Rule("day to day", DAY_TO_DAY, _day_to_day, "/"),
    Rule("date", FULL, _full, "0"),
    Rule("days of a month", DAYS_OF_MONTH, _days_of_month, "-–"),
    Rule("months of a year", MONTHS_OF_YEAR, _months_of_year, "-–"),
    Rule("quarter", QUARTER, _quarter, "/"),
    Rule("month and year", MONTH_YEAR, _month_year, "/"),
    Rule("month and year by a dash", DASHED_MONTH_YEAR, _month_year, "0"),
    Rule("day and month", DAY_MONTH, _day_month, "/"),
    Rule("day and month by a dot", DOTTED_DAY_MONTH, _dotted_day_month, "."),
    Rule("fourth month", BY_WORD, _fourth, "4"),
)
