"""Single dates: with a year, a month and a year, a day and a month where something says it is one, weekdays."""

import re
from typing import Final

from speech.text.rules import Context, Reading, Rule
from speech.text.vietnamese.calendar import (
    ALWAYS,
    COUNTED,
    DATED,
    DAY_WORD,
    FIRM_CUE,
    FRACTION_CUE,
    LISTED,
    STREET_CUE,
    WEAK_CUE,
    YEARLY,
    asks,
    day_month,
    is_date,
    is_mathematical,
    is_year,
    of_year,
)

END: Final = r"(?![\w/]|[.,-]\d)"
FULL = re.compile(rf"(?<![\w./-])(\d{{1,2}})\s?([/.-])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{2}}(?![/.,]\d)){END}")
ISO = re.compile(
    r"(?<![\w./-])(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?![\w/]|[.,-]\d)|(?<![\w./-])(\d{4})-(\d\d)-(\d\d)(?=T\d\d:)"
)
MONTH_YEAR = re.compile(rf"(?<![\w./-])(?P<letter>[Tt])?(?P<month>\d{{1,2}})\s?/\s?(?P<year>\d{{4}}){END}")
DASHED_MONTH_YEAR = re.compile(rf"(?<=háng )(?P<month>\d{{1,2}})\s?[- .]\s?(?P<year>\d{{4}}){END}")
MONTHS_COUNTED = re.compile(rf"(?<![\w./-])(\d{{1,2}})T(?:/?(\d{{4}}))?{END}")
QUARTER = re.compile(rf"(?<![\w./-])([Qq]\.?\s?[1-4]|I{{1,3}}|IV|[1-4])\s?[/.-]\s?(\d{{4}}){END}")
SHORT_QUARTER = re.compile(rf"(?<![\w./-])Q([1-4])/(\d\d){END}")
HALF_YEAR = re.compile(rf"(?<![\w./-])H([12])[/-](\d{{4}}){END}")
LONE_QUARTER = re.compile(r"(?<![\w./-])Q([1-4])(?![\w/]|[.,-]\d)|(?<=uý )(4)(?![\w/%]|[.,-]\d)")
DAY_MONTH = re.compile(r"(?<![\w./,-])(\d{1,2})/(\d{1,2})(?![\w/%]|[.,]\d)")
DASHED_DAY_MONTH = re.compile(r"(?<![\w./,-])(\d{1,2})-(\d{1,2})(?![\w/%-]|[.,]\d)")
DOTTED_DAY_MONTH = re.compile(r"(?<![\w./,-])(\d{1,2})\.(\d{1,2})(?![\w/%]|[.,]\d|\s?(?:kg|km|m|ha|tỷ|triệu|điểm|%))")
BY_WORD = re.compile(r"(?<=háng )4(?![\w/%]|[.,-]\d)")
WEEKDAY = re.compile(r"(?<![\w./-])T([2-9]|1[0-2])(?![\w/%]|[.,-]\d)")
SMALL_WEEKDAY = re.compile(
    r"(?<=áng )t([2-7])(?![\w/]|[.,-]\d)|(?<=(?:iều|rưa|[Đđ]êm|hôm|vào) )t([2-7])(?![\w/]|[.,-]\d)"
    r"|(?<=[Tt]ối )t([2-7])(?![\w/]|[.,-]\d)|(?<![\w.,/-])t([2-7])(?= (?:này|tuần|tới|hằng|hàng|sau|rảnh|nghỉ)(?!\w))"
)
YEAR = re.compile(r"(?<![\w.,/-])(1\d{3}|20\d{2})(?![\w/%]|[.,-]\d)")
YEAR_CUE: Final = re.compile(r"(?:\bnăm|\bhè|\bxuân|\bthu|\bđông|\btết|\bmùa|\bvụ|\bmùa giải|\bsinh|sn)\s*$")
DOTTED_CUE: Final = re.compile(r"\b(?:ngày|mùng|hôm|sáng|trưa|chiều|tối|đêm|rạng sáng|dịp|lễ|hạn(?: nộp| chót)?)\s*$")
SCHEDULE: Final = re.compile(r"\b(?:[Ll]ịch|[Nn]gày|[Tt]hi|[Kk]hai (?:mạc|giảng)|[Hh]ạn)\b")
"""Where such words stand, "24.06" is a day."""
MOMENT_CUE: Final = re.compile(r"\b(?:từ|đến|tới|vào|trước|sau|hết|kể từ|phiên|bắt đầu|kết thúc)\s*$")
RESTED: Final = re.compile(r"(?:nghỉ|diễn ra)\s*$")
QUARTERS: Final = {"I": 1, "II": 2, "III": 3, "IV": 4}
QUARTER_CUE: Final = re.compile(r"quý\s*(?:(?:iv|i{1,3}|[1-4])(?:, | và |\s?[-–]\s?))?$")
NUMBERED_CUE: Final = re.compile(
    r"(?:luật|nghị định|thông tư|quyết định|số|nghị quyết|chỉ thị|kế hoạch|công văn|hồ sơ|tỷ lệ|tỉ lệ)\s*$"
)
MONTH_AROUND: Final = re.compile(
    r"lạm phát|cpi|doanh thu|lợi nhuận|kế hoạch|báo cáo|đầu|cuối|trong|kỳ|xuất khẩu|doanh số|lương"
)
MONTH_BEFORE: Final = re.compile(
    r"\b(?:chi|thu|tổng|tiền|điện|nước|từ|đến|đợt|thống kê|lịch|sinh nhật|cưới|tháng|quý|vào|dịp|hết|qua|trước|sau"
    r"|giữa|hạn|học phí|luong)\s*$"
)
DATE_NAMES: Final = {2: "hai", 3: "ba", 4: "tư", 5: "năm", 6: "sáu", 7: "bảy"}


def _lead(match: re.Match[str], context: Context) -> str:
    """ "ngày", unless it is already there."""
    return "" if DAY_WORD.search(context.before(match.start())) else "ngày "


def _full(match: re.Match[str], context: Context) -> str | None:
    day, mark, month, year = match.groups()
    unsure = mark == "." and len(year) == 2 and not FIRM_CUE.search(context.before(match.start()))
    if not is_date(day, month) or unsure or (len(year) == 4 and not is_year(year)):
        return None
    return f"{_lead(match, context)}{day_month(day, month, context.say)}{of_year(year, context.say)}"


def _iso(match: re.Match[str], context: Context) -> str | None:
    year, _, month, day = match.groups()[:4] if match[1] else (match[5], "", match[6], match[7])
    if not is_date(day, month) or not is_year(year):
        return None
    return f"{_lead(match, context)}{day_month(day, month, context.say)}{of_year(year, context.say)}"


def _month_year(match: re.Match[str], context: Context) -> str | None:
    letter, month, year = match["letter"] if match.re is MONTH_YEAR else None, match["month"], match["year"]
    before = context.before(match.start())
    sure = letter or re.search(r"tháng\s*$", before) or 1800 < int(year) < 2100
    if not 1 <= int(month) <= 12 or not is_year(year) or not sure or (NUMBERED_CUE.search(before) and not letter):
        return None
    if QUARTER_CUE.search(before) and int(month) <= 4:
        return f"{context.say.month(int(month))}{of_year(year, context.say)}"
    lead = "" if re.search(r"tháng\s*$", before) and not letter else "tháng "
    return f"{lead}{context.say.month(int(month))}{of_year(year, context.say)}"


def _months_counted(match: re.Match[str], context: Context) -> str | None:
    """ "6T/2025": the first six months of the year."""
    count, year = match.groups()
    if (
        not year
        and not re.search(
            r"(?:kế hoạch|doanh thu|lợi nhuận|lãi|gửi|kỳ hạn|hạn|góp|báo cáo|bình quân|tính chung|lũy kế"
            r"|luỹ kế|trong|qua|khẩu|xk|nk|gdp|cpi|fdi|bctc|sau|bảo hành|bh|vay|thuê)\s*$",
            context.before(match.start()),
        )
        and not re.match(r"\s(?:đầu|cuối|năm|tăng|giảm|đạt|qua)(?!\w)", context.after(match.end()))
    ):
        return None
    return f"{context.say.whole(int(count))} tháng{of_year(year, context.say)}"


def _quarter(match: re.Match[str], context: Context) -> str | None:
    lead = "quý " if match[1][0] in "Qq" else ""
    if not is_year(match[2]) or not (lead or QUARTER_CUE.search(context.before(match.start()))):
        return None
    number = QUARTERS.get(match[1]) or int(match[1].lstrip("Qq. "))
    return f"{lead}{context.say.month(number)}{of_year(match[2], context.say)}"


def _short_quarter(match: re.Match[str], context: Context) -> str:
    """ "Q4/23"."""
    return f"quý {context.say.month(int(match[1]))}{of_year(match[2], context.say)}"


def _half_year(match: re.Match[str], context: Context) -> str:
    """ "H1/2024"."""
    return f"nửa {'đầu' if match[1] == '1' else 'cuối'}{of_year(match[2], context.say)}"


def _lone_quarter(match: re.Match[str], context: Context) -> str | None:
    """ "Q3" is a quarter where it is no district: "trong Q3", "Q3 năm nay"."""
    if match[2]:
        return "tư"
    around = context.before(match.start())[-24:] + "|" + context.after(match.end())[:16]
    is_quarter = re.search(
        r"doanh|lãi|lợi nhuận|trong|tăng|quý|kết quả|bctc|báo cáo|kế hoạch|đầu|cuối|\bgdp|\|\s?(?:năm|tăng"
        r"|này)",
        around,
    )
    return f"quý {context.say.month(int(match[1]))}" if is_quarter else None


def _day_month(match: re.Match[str], context: Context) -> str | Reading | None:
    day, month = match.groups()
    before, after = context.before(match.start()), context.after(match.end())
    if not is_date(day, month) or STREET_CUE.search(before) or is_mathematical(before, after):
        return None
    said = _lead_if_alone(match, before) + day_month(day, month, context.say)
    firm = asks(FIRM_CUE, before) and (int(day) > int(month) or not COUNTED.match(after))
    if asks(DAY_WORD, before) or LISTED.search(before) or YEARLY.match(after) or firm:
        return said
    if COUNTED.match(after) or FRACTION_CUE.search(before) or match.group() in ALWAYS:
        return None
    if day[0] == "0" or month[0] == "0" or asks(WEAK_CUE, before) or DATED.search(context.text):
        return said
    if not (before + after).strip(" .!?"):
        return None  # nothing says what it is
    alone = not before.strip(' ("“') and re.match(r"\s?[,:(–-]", after)
    fraction = f"{context.say.whole(int(day))} phần {context.say.month(int(month))}"
    return Reading(said, (fraction,)) if alone or int(day) >= int(month) else None


def _dashed_day_month(match: re.Match[str], context: Context) -> str | None:
    """ "12-5" is a date after a word that asks for one, a range or a score otherwise."""
    before, after = context.before(match.start()), context.after(match.end())
    if not is_date(match[1], match[2]) or re.match(r"\s?(?:=|%)", after):
        return None
    firm = asks(FIRM_CUE, before) and not (RESTED.search(before) or COUNTED.match(after))
    weak = int(match[1]) > 12 and asks(MOMENT_CUE, before) and not COUNTED.match(after)
    return (
        day_month(match[1], match[2], context.say)
        if asks(DAY_WORD, before) or LISTED.search(before) or firm or weak
        else None
    )


def _dotted_day_month(match: re.Match[str], context: Context) -> str | None:
    """ "12.5" is a date only after a word that asks for one."""
    padded = len(match[1]) == 2 and match[2][0] == "0" and SCHEDULE.search(context.text)
    cued = padded or asks(DOTTED_CUE, context.before(match.start()))
    return day_month(match[1], match[2], context.say) if cued and is_date(match[1], match[2]) else None


def _lead_if_alone(match: re.Match[str], before: str) -> str:
    return "ngày " if match.start() == 0 or before.rstrip().endswith(("(", "vào")) else ""


def _fourth(_match: re.Match[str], _context: Context) -> str:
    return "tư"


def _weekday(match: re.Match[str], context: Context) -> str | Reading | None:
    """ "T7" is a Saturday or July; "T8" can only be a month."""
    number = int(match[1])
    before, after = context.before(match.start()), context.after(match.end())
    month = f"tháng {context.say.month(number)}"
    if number > 7:
        return month if MONTH_AROUND.search(before + after) or MONTH_BEFORE.search(before) else None
    weekday = f"thứ {DATE_NAMES[number]}"
    if MONTH_AROUND.search(before[-24:]) and not re.search(r"\bcn\b|chủ nhật|\bt[2-7]\b|\d[h:]", before + after):
        return Reading(month, (weekday,))
    return Reading(weekday, (month,))


def _small_weekday(match: re.Match[str], _context: Context) -> str:
    """ "sáng t7", "t2 tuần sau"."""
    return f"thứ {DATE_NAMES[int(match.group()[1])]}"


def _year(match: re.Match[str], context: Context) -> str | None:
    said = YEAR_CUE.search(context.before(match.start())) and context.options.years == "short"
    return context.say.year(int(match[1])) if said else None


RULES: Final = (
    Rule("date", ISO, _iso, "-/."),
    Rule("date", FULL, _full, "0"),
    Rule("date", QUARTER, _quarter, "/-."),
    Rule("date", SHORT_QUARTER, _short_quarter, "Q"),
    Rule("date", HALF_YEAR, _half_year, "H"),
    Rule("date", MONTH_YEAR, _month_year, "/"),
    Rule("date", DASHED_MONTH_YEAR, _month_year, "0"),
    Rule("date", MONTHS_COUNTED, _months_counted, "T"),
    Rule("date", DAY_MONTH, _day_month, "/"),
    Rule("date", DASHED_DAY_MONTH, _dashed_day_month, "-"),
    Rule("date", DOTTED_DAY_MONTH, _dotted_day_month, "."),
    Rule("date", BY_WORD, _fourth, "4"),
    Rule("date", LONE_QUARTER, _lone_quarter, "Q4"),
    Rule("date", WEEKDAY, _weekday, "T"),
    Rule("date", SMALL_WEEKDAY, _small_weekday, "t"),
    Rule("date", YEAR, _year, "0"),
)
