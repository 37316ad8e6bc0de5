"""What belongs to the calendar: which numbers can be a date, how one is said, and the words that ask for one."""

import re
from typing import Final

from speech.text.numbers import Numbers

DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FIRST_YEAR: Final = 1000
LAST_YEAR: Final = 2200
WEEKDAY: Final = r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|t[2-7]"
DAY_WORD: Final = re.compile(r"(?:\bngày|\bmùng|\bmồng|\bhôm)\s*$")
FIRM_CUE: Final = re.compile(
    rf"(?:\b(?:{WEEKDAY})(?: (?:tuần )?(?:này|tới|sau))?[,:]?\s*\(?|\b(?:ngày|mùng|mồng|hôm|lễ|tết|dương lịch"
    rf"|âm lịch|dịp|sáng|trưa|chiều|tối|đêm|khuya|rạng sáng|sinh nhật(?: là)?|quốc khánh|giải phóng"
    rf"|kỷ niệm|kỉ niệm|ngày kỷ niệm|khai mạc|bế mạc|diễn ra|khởi hành|hạn chót|deadline|sn|sinh|giỗ|rơi vào|nghỉ)"
    r"(?: (?:nay|qua|mai|này|tới))?:?\s*\(?)$"
)
"""Words after which two small numbers are a day and a month, whatever stands between them."""
WEAK_CUE: Final = re.compile(
    r"(?:\b(?:từ|đến|tới|hết|vào|trước|sau|kể từ|phiên|gần|đường|phố|quảng trường|công viên|bệnh viện|trường"
    r"|phường|cầu|chợ"
    r"|bắt đầu|kết thúc|hiệu lực từ|chiến thắng)[,:]?\s*\(?|\()$"
)
"""Words after which they are a date where the mark says so too ("đến 3/5"), but a range behind a dash ("từ 3-5")."""
CHAIN: Final = re.compile(
    r"(?:\d{1,2}(?:[/.-]\d{1,2})?(?:[/.-]\d{4})?(?:\s?[,;]\s|\s(?:và|hoặc|hay|đến|tới|đến hết|sang|rồi)\s"
    r"|\s?[-–—]\s?)){1,8}$"
)
"""Days before this one in a list or a range: what asks for a date stands before the first."""
STREET_CUE: Final = re.compile(r"\b(?:số|số nhà|nhà số|ngõ|hẻm|ngách|kiệt|lô|lớp|địa chỉ|thửa|căn|tổ|khu|block)\s*$")
ALWAYS: Final = frozenset(("24/7", "24/24", "7/7"))
"""Hours and days that never end, no dates."""
MATHS_BEFORE: Final = re.compile(r"(?:[=+×*÷<>≤≥^]|phân số|bằng|tính|lấy)\s*$")
MATHS_AFTER: Final = re.compile(r"\s?(?:[=+×*÷<>≤≥]|[-−–] \d+/\d+ =|(?:lên|xuống|còn)(?!\w))")
FRACTION_CUE: Final = re.compile(
    r"\b(?:đạt|được|điểm|tỷ lệ|tỉ lệ|huyết áp|kết quả|trúng|chiếm|vòng|tứ kết|khoảng|hơn|tăng|giảm|còn|thị lực"
    r"|mắt|đúng|là|với"
    r"|nhịp|trang|phần|câu|bài|chương|tập|mục|khoản|hoàn thành|xong)(?: là)?\s*$"
)
YEARLY: Final = re.compile(
    r"\s*(?:là ngày|là lễ|hàng năm|hằng năm|năm (?:nay|ngoái|tới|sau|trước)|âm lịch|dương lịch|âl|dl|vừa qua"
    r"|tới đây|này(?! \w+ (?:là|bằng)))"
)
COUNTED: Final = re.compile(
    r"\s*(?:ngày|giờ|phút|tuần|tháng|năm(?! (?:nay|ngoái|tới|\d))|tuổi|triệu|tỷ|nghìn|người|số|tổng|diện tích"
    r"|cổ phần|lượng|dân|thành viên|phiếu|điểm|cuối|đầu|bài|câu|quả|cái|chiếc|km|kg|lít|ha|%|hộ"
    r"|đại biểu|học sinh|sinh viên|kích thước|chén|bát|thìa|muỗng|cốc|ly|quãng đường|thời gian|giá|trận|trong số"
    r"|tỉnh|xã|huyện"
    r"|mẫu|ca\b|khối lượng|chiều|phần|bánh|trang|lớp|em|bạn|con|căn|nhà|ngân|doanh|công|lần|vòng|hiệp|nước|các"
    r"|những|của)"
)


def is_date(day: str, month: str) -> bool:
    return (day + month).isdecimal() and 1 <= int(month) <= 12 and 1 <= int(day) <= DAYS[int(month) - 1]


def is_year(written: str) -> bool:
    return FIRST_YEAR <= int(written) <= LAST_YEAR


def day_month(day: str, month: str, say: Numbers) -> str:
    return f"{say.whole(int(day))} tháng {say.month(int(month))}"


def of_year(year: str | None, say: Numbers) -> str:
    """ " năm ...", when there is a year; two digits are of this century up to 49."""
    if not year:
        return ""
    short = 2000 if int(year) < 50 else 1900
    return f" năm {say.year(int(year) if len(year) == 4 else int(year) + short)}"


LISTED: Final = re.compile(r"\b(?:1[3-9]|2\d|3[01])[-/](?:0?[1-9]|1[0-2])(?:,| và| hoặc)\s$")
"""A day and a month that are nothing else: what is listed behind them is a date as well."""
DATED: Final = re.compile(
    r"\b(?:ngày|mùng|sáng|trưa|chiều|tối) \d{1,2}(?:-\d{1,2})?/\d{1,2}(?![\d/])|(?<!\d)\d{1,2}/\d{1,2}/\d{4}",
    re.IGNORECASE,
)
"""A date that is named as one somewhere in the sentence."""


def asks(cue: re.Pattern[str], before: str) -> bool:
    """Whether the words before a date, or before the dates it is listed with, ask for one."""
    return any(cue.search(words) is not None for words in (before, CHAIN.sub("", before)))


def is_mathematical(before: str, after: str) -> bool:
    return MATHS_BEFORE.search(before) is not None or MATHS_AFTER.match(after) is not None
