"""Numbers said digit by digit: phones and hotlines, numbers that name a person, an account or an order."""

import re
from typing import Final

from speech.text.rules import Context, Reading, Rule

TAIL: Final = r"(?:[ .-]?\d{2,4}){1,4}(?![\d.,/-]*\d)"
PHONE = re.compile(
    r"(?<![\w.,/-])(?:(?:\(?\+\d{1,3}\)?[ .-]?)(?:\(?\d{1,4}\)?)|\(0\d{1,3}\)(?:\s?\d(?=[ .-]))?"
    r"|0\d{1,3}(?:[ .-]\d(?=[ .-]))?|84|1[89]00)"
    rf"{TAIL}"
)
HOTLINE = re.compile(
    r"(?<![\w.,/-])(?:11[1-5]|1080|911|1022|1900|1800|18[01]\d|9\d{2,3}|[68]\d(?!00)\d\d|156|999)(?![\w%]|[.,/-]\d)"
)
SERIAL = re.compile(r"(?<![\w.,/-])(?:\d{3,20}(?:[-. ]\d{2,6}|-\d(?!\d)){0,5})(?![\w/%]|[.,-]\d)")
KEYED = re.compile(r"\*\d{2,4}(?:\*\d{1,14}){0,4}#")
ENDING = re.compile(r"(?<![\w.,/-])\d{2,6}(?![\w/%]|[.,-]\d)")
DIALLED: Final = (
    "gọi|gọi số|hotline|cảnh sát|cứu hỏa|cứu hoả|cấp cứu|tổng đài|đường dây nóng|bấm|bấm số|gọi ngay|gọi tới|gọi đến"
    "|đầu số|liên hệ|số máy|nhắn tin|gửi|gửi tới|gửi đến|soạn tin gửi|sms|sms tới|sms đến|nhắn tới|tới số|đến số"
)
CALL_CUE: Final = re.compile(rf"(?:\b(?:{DIALLED}))(?: số)?[ :]*(?:\d{{3,4}}(?:[,;] | và | hoặc | hay |/| - )){{0,4}}$")
PHONE_CUE: Final = re.compile(r"\b(?:đt|sđt|tel|điện thoại|phone|hotline|fax|di động|mobile)[ :.]*$")
ANY_CALL: Final = re.compile(rf"\b(?:{DIALLED})\b")
URGENT: Final = frozenset(("111", "112", "113", "114", "115"))
LISTED_CALL: Final = re.compile(rf"(?:{DIALLED})[^.!?]{{0,40}}\b\d{{3}}(?:, | và | hoặc |; )$")
SERIAL_CUE: Final = re.compile(
    r"(?:\bmã(?: (?:số|otp|pin|vạch|đơn(?: hàng)?|vận đơn|thuế|sinh viên|nhân viên|bưu chính|xác nhận|xác thực"
    r"|giao dịch"
    r"|hồ sơ|hóa đơn|học sinh|thẻ|khách hàng|đặt chỗ|đặt phòng|đặt vé|đề"
    r"|ngành|trường|nghề|lớp|xã|huyện|tỉnh|vùng|lô|hàng|kho|tài sản|thiết bị"
    r"|bảo hiểm|hợp đồng|tra cứu|sản phẩm|captcha))?"
    r"(?: (?:thuế|sinh viên|bảo hiểm|bhxh|hợp đồng|doanh nghiệp|hồ sơ|định danh))?(?: cá nhân)?"
    r"|số (?:tài khoản|hiệu|thẻ|tk|khung|máy|sê-?ri|seri|serial|báo danh|hộ chiếu|định danh|hóa đơn|vận đơn|cccd"
    r"|cmnd|căn cước"
    r"|chứng minh|giấy phép|gplx|sổ|bhxh|bhyt|điện thoại|đt|fax|di động|imei|bảo hiểm)"
    r"|stk|mst|sbd|mssv|tk|cccd|cmnd|cmt|căn cước(?: công dân)?|chứng minh (?:nhân dân|thư)|giấy phép lái xe"
    r"|giấy phép|bằng lái|sổ đỏ|sổ tiết kiệm|hộ chiếu|passport|\bid|tài khoản|sê-?ri"
    r"|serial|imei|otp|pin|biển số|mật khẩu|password|\bpass|máy bàn|đt bàn|passcode|gplx"
    r"|bưu chính|zip code|zalo|fax|định danh|isbn|issn"
    r"|thẻ (?:visa|master|mastercard|atm|napas|jcb|tín dụng|ghi nợ)|(?:sổ|thẻ|mã) (?:bhxh|bhyt)"
    r")(?: (?:số|là|của \w+ là|của quý khách là|wifi|wifi là|gồm|ngân hàng|mới|mới là|giao dịch"
    r"|kích hoạt|đăng nhập|xác thực|xác nhận|thanh toán))*[ :*]*(?:số )?$"
)
HIDDEN = re.compile(r"(?<![\w.,/-])\d{2,10}(?:[xX]{2,10}|\*{2,10})\d{0,10}(?!\w)")
LONG_CUE: Final = re.compile(r"\bsố[ :]*$")
LONG_DIGITS: Final = 8
"""A number this long after "số" names something: nobody counts so far."""
ENDING_CUE: Final = re.compile(
    r"(?:\d(?: chữ)? số (?:cuối|đầu|đuôi)|số cuối|đuôi|đuôi số|số đuôi|đầu số|kết thúc bằng(?: số)?|tận cùng là"
    r"|máy lẻ|số nội bộ|ext|vàng|vàng nhẫn|vàng miếng|nhẫn|số cuối cùng)"
    r"(?: là| của thẻ| thẻ)?[ :]*$"
)
COUNTED: Final = re.compile(
    r"\s*(?:đồng|người|triệu|tỷ|tỉ|nghìn|ngàn|%|lần|ngày|năm|km|m\b|kg|căn|chiếc|tấn|cuộc|trường|vụ|lượt|usd|đô"
    r"|tháng|giờ"
    r"|phút|hộ|bài|câu|số\b|ký tự|chữ số|suất|cổ phiếu|điểm|học sinh|xe)"
)


def _phone(match: re.Match[str], context: Context) -> Reading | str | None:
    written = match.group()
    count = sum(char.isdigit() for char in written)
    if not 8 <= count <= 15 or (written[:2] == "84" and not re.search(r"\d[ .-]\d", written)):
        return None
    before = context.before(match.start())
    if written[:2] == "84" and not (CALL_CUE.search(before) or SERIAL_CUE.search(before) or PHONE_CUE.search(before)):
        return None
    return ("cộng " if "+" in written else "") + context.say.digits(written)


def _hotline(match: re.Match[str], context: Context) -> str | None:
    before = context.before(match.start())
    urgent = match.group() in URGENT and ANY_CALL.search(before)
    cued = urgent or CALL_CUE.search(before) or LISTED_CALL.search(before)
    return context.say.digits(match.group()) if cued and not COUNTED.match(context.after(match.end())) else None


def _serial(match: re.Match[str], context: Context) -> str | None:
    before = context.before(match.start())
    named = len(match.group()) >= LONG_DIGITS and LONG_CUE.search(before)
    if not (named or SERIAL_CUE.search(before)) or COUNTED.match(context.after(match.end())):
        return None
    if context.options.ids == "number":
        return " ".join(context.say.written(part) for part in re.findall(r"\d+", match.group()))
    return context.say.digits(match.group())


def _ending(match: re.Match[str], context: Context) -> str | None:
    cued = ENDING_CUE.search(context.before(match.start()))
    return context.say.digits(match.group()) if cued and not COUNTED.match(context.after(match.end())) else None


def _hidden(match: re.Match[str], context: Context) -> str:
    """ "0912xxx345": what is crossed out is said too."""
    signs = {"x": context.speller.spelled("x"), "*": "sao"}
    return " ".join(signs.get(char) or context.say.digits(char) for char in match.group().lower())


def _keyed(match: re.Match[str], context: Context) -> str:
    """ "*101#": what is typed into a phone."""
    names = {"*": "sao", "#": "thăng"}
    return " ".join(names.get(char) or context.say.digits(char) for char in match.group())


RULES: Final = (
    Rule("phone", KEYED, _keyed, "#"),
    Rule("code", HIDDEN, _hidden, "xX*"),
    Rule("phone", PHONE, _phone, "0"),
    Rule("phone", HOTLINE, _hotline, "0"),
    Rule("code", SERIAL, _serial, "0"),
    Rule("code", ENDING, _ending, "0"),
)
