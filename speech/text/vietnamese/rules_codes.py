"""Codes of letters and numbers: laws, standards, versions, models, passwords."""

import re
from typing import Final

from speech.text.rules import Context, Rule
from speech.text.syllables import UPPER, is_syllable
from speech.text.vietnamese.rules_foreign import respelled
from speech.text.vietnamese.rules_phones import SERIAL_CUE
from speech.text.vietnamese.rules_roman import VALID, value

MAKER: Final = r"[A-ZĐƯ][A-ZĐƯa-z&]{0,8}\d{0,2}"
# 45/2019/QH14, 12/2021/NĐ-CP, 217/QĐ-TTg, 29-NQ/TW: number, perhaps the year, the makers.
LEGAL = re.compile(
    rf"(?<![\w./-])(\d{{1,5}}[a-zA-Z]?)(?:\s?[/-]\s?((?:19|20)\d{{2}}))?\s?[/-]\s?"
    rf"([A-ZĐƯ][A-ZĐƯa-z]{{1,9}}\d{{0,2}}(?:[-–/.]{MAKER}){{0,4}})(?![\w/-])"
)
STANDARD = re.compile(
    r"(?<![\w-])(TCVN|QCVN|TCXDVN|TCXD|ISO|IEC|ISO/IEC|ASTM|EN|TCN"
    r"|QCĐP)\s?(\d{1,5})(?:-(\d{1,2}))?(?:\s?:\s?(\d{4}))?"
    r"(?:/([A-ZĐ]{2,7}))?(?!\w|[:/]\d)"
)
TICKER = re.compile(r"(?<![\w.-])[A-Z]{3}(?![\w-]|\.\w)")
TICKER_CUE: Final = re.compile(r"(?:cổ phiếu|mã|mã ck|mã cp|mã chứng khoán)[ :]*(?:[a-z]{3}(?:, | và | hay )){0,8}$")
VERSION = re.compile(
    r"(?<![\w.,/-])(?:[vV](?:er(?:sion)?)?\.?\s?(\d{1,4}(?:\.\d{1,4}){0,3})|(\d{1,4}(?:\.\d{1,4}){1,3}))"
    r"(?![\w/%°]|[.,-]\d)"
)
NUMBERED_PRODUCTS: Final = (
    "phiên bản|bản|version|ver|mục|điều|chương|ip|ios|ipados|macos|android|windows|python|java|php|node"
    "|node\\.js|chrome"
    "|firefox|usb|usb-c|usb type-c|hdmi|bluetooth|wi-?fi|http|gpt|gpt-|chatgpt|gemini|claude|llama|ubuntu|debian|unity"
    "|web|office"
    "|django|mysql"
    "|postgresql|oracle|kernel|linux|firmware|excel|directx|opengl|typescript|angular|vue|react|ruby|rails|go"
    "|golang|rust"
    "|swift|kotlin|flutter|laravel|spring|tls|ssl|html|css|one ui|miui|hyperos|coloros|phần mềm|app|ứng dụng"
    "|hệ điều hành"
    "|build|release|module|bảng|hình|phụ lục|tiểu mục|căn|căn hộ|phòng|tòa|toà|block|công nghiệp|cách mạng"
    "|thời đại|kỷ nguyên|nền công nghiệp|industry"
)
VERSION_CUE: Final = re.compile(rf"(?:\b(?:{NUMBERED_PRODUCTS}))(?: (?:số|mới|lên|ban hành|server|ultra|pro))?[ :]*$")
HEADING: Final = re.compile(rf"\.?\s[{UPPER}][a-zà-ỹđ]*\s[a-zà-ỹđ]")
"""What follows the number of a heading: "1.1 Khái niệm chung"."""
IP_PARTS: Final = 4
PART_CUE: Final = re.compile(r"(?:mục|chương|phần|điều|khoản|phụ lục|điểm|bảng|hình|tiểu mục)\s$|^$")
BLOOD_CUE: Final = re.compile(r"máu[^.;]{0,24}$")
LONGEST_SPELLED: Final = 3
"""Letters of a password that are no word and are spelled: "abc123"."""
# A token of letters and digits, or with capitals inside: U23, H2O, TX-0, i9-14900K, COVID-19, ChatGPT, TPBank.
CODE = re.compile(
    r"(?<!\w)(?=[\w-]{2,40}(?![\w-]))(?=\w*-?\w*-?\w*\d"
    r"|\w*[a-z][A-Z])[A-Za-zĐđ]\w*(?:-\w+)*(?:(?<=\d)\.\d{1,4}(?:-\d{1,4})?)?(?!\w)"
    r"|(?<![\w.,/])\d{1,12}[A-ZĐ]\w{0,8}(?:-\w{1,8})?(?!\w)"
    r"|(?<=\d[A-Z]/)\d{1,4}[A-Z](?!\w)"
    r"|(?<!\w)[A-Z]{1,5}(?:-[A-Z]{1,5}){1,3}(?![\w-])|(?<!\w)[A-Z]{2,5}[a-z]{2,12}(?![\w-])"
    r"|(?<=\d )[A-Z]\d{1,2}(?!\w)|(?<!\w)\d{1,4}[a-z](?=\s|[,.;)]|$)|(?<!\w)pH(?!\w)"
)
SMALL_LETTER_CUE: Final = re.compile(
    r"(?:số|lớp|tổ|điều|khoản|mục|phòng|nhà|câu|bài|hẻm|ngõ|khối|lô|tuyến|đường|ql|quốc lộ \d*|tầng|điểm)\s*$"
)
HUMPED: Final = re.compile(r"[a-z]+(?:[A-Z][a-z]+){2,}")
"""A name in a program: "getUserById"."""
HUMP: Final = re.compile(r"[A-Z]?[a-z]+")
LOUD: Final = re.compile(r"[A-ZĐ]{2}|\d")
TONGUE = re.compile(r"(?<!\w)([CFJ])(\+\+|#)(?!\w)")
DOTTED = re.compile(r"(?<![\w.])(?:([A-ZĐ]{2,4})\.(\d{1,4})|([A-Z]{1,4})((?:\.\d{1,3}){2,4}))(?!\w|[.,]\d)")
BLOOD = re.compile(r"(?<!\w)(AB|A|B|O|Rh)([+-])(?![\w+-])")
FLU = re.compile(r"(?<!\w)([AB])/(?=H\d{1,2}N\d)")
APERTURE = re.compile(r"(?<!\w)[fF]/(\d{1,2}(?:[.,]\d)?)(?!\w|[.,/]\d)")
CODED_WORD: Final = {
    "CoV": "cô vi",
    "VNeID": "vê nờ e i đê",
    "IoT": "i ô tê",
    "UPCoM": "úp com",
    "HoSE": "hô xe",
    "pH": "pê hát",
    "PhD": "pê hát đê",
}


def _legal(match: re.Match[str], context: Context) -> str | None:
    number, year, makers = match.groups()
    named = len(makers) > 2 and makers[:2].isupper()
    if "/" not in match.group() or not (year or named or not makers.isalpha()):
        return None
    parts = [context.say.written(number) if number.isdigit() else context.speller.code(number)]
    parts += [context.say.whole(int(year))] if year else []
    slash = " trên " if "/" in match.group()[: match.start(3) - match.start()] else " "
    return " trên ".join(parts) + slash + " ".join(_maker(maker, context) for maker in re.split(r"[-–/.]", makers))


def _maker(maker: str, context: Context) -> str:
    """ "NĐ-CP" by letters; "TW" is always said in full."""
    return "trung ương" if maker in ("TW", "TƯ") else context.speller.code(maker)


def _ticker(match: re.Match[str], context: Context) -> str | None:
    """ "cổ phiếu VND": a share, whatever else the letters mean."""
    return context.speller.spelled(match.group()) if TICKER_CUE.search(context.before(match.start())) else None


def _standard(match: re.Match[str], context: Context) -> str:
    body, number, part, year, maker = match.groups()
    numbers = [context.say.written(number) for number in (number, part) if number]
    numbers += [context.say.whole(int(year))] if year else []
    said = f"{context.speller.spelled(body)} {' '.join(numbers)}"
    return said + (f" trên {context.speller.spelled(maker)}" if maker else "")


def _version(match: re.Match[str], context: Context) -> str | None:
    numbers = (match[1] or match[2]).split(".")
    before = context.before(match.start())
    heading = not before.strip() and HEADING.match(context.text, match.end())
    cued = match[1] or heading or VERSION_CUE.search(before)
    many = len(numbers) > 2 and not all(len(part) == 3 for part in numbers[1:])  # 1.250.000 is one number
    if not (cued or many) or (len(numbers) == 2 and len(numbers[1]) == 3 and not match[1]):
        return None
    if len(numbers) == 1 and match.group()[1:2].isspace():
        return None
    read = context.say.digits if len(numbers) == IP_PARTS else context.say.written
    return ("vê " if match[1] else "") + " chấm ".join(map(read, numbers))


def _code(match: re.Match[str], context: Context) -> str | None:
    """Names with a capital inside ("AstraZeneca") stay as they are; capitals and digits are spelled."""
    written, before = match.group(), context.before(match.start())
    if written in CODED_WORD:
        return CODED_WORD[written]
    if not LOUD.search(written):
        return " ".join(HUMP.findall(written)) if HUMPED.fullmatch(written) else None
    if written[0].isdigit() and written[-1].islower() and not SMALL_LETTER_CUE.search(before):
        return None
    if SERIAL_CUE.search(before):
        return _one_by_one(written, context)
    parts = (
        CODED_WORD.get(part) or respelled(part, context) or context.speller.code(part) for part in written.split("-")
    )
    return " ".join(parts)


def _tongue(match: re.Match[str], context: Context) -> str:
    """The languages "C++", "C#"."""
    return context.speller.spelled(match[1]) + (" cộng cộng" if match[2] == "++" else " thăng")


def _dotted(match: re.Match[str], context: Context) -> str | None:
    """ "CT.01": the dot is silent; "XBB.1.5", "mục II.1": these are said."""
    if match[1] and context.before(match.start()).endswith("quý "):
        return None
    if match[1] and VALID.fullmatch(match[1].lower()) and PART_CUE.search(context.before(match.start())):
        return f"{context.say.whole(value(match[1].lower()))} chấm {context.say.written(match[2])}"
    if match[3]:
        numbers = map(context.say.written, match[4][1:].split("."))
        return " chấm ".join((context.speller.spelled(match[3]), *numbers))
    return f"{context.speller.acronym(match[1])} {context.say.written(match[2])}"


def _flu(match: re.Match[str], context: Context) -> str:
    """ "cúm A/H5N1"."""
    return context.speller.spelled(match[1]) + " "


def _blood(match: re.Match[str], context: Context) -> str | None:
    """A group of blood: "nhóm máu A-"."""
    if not BLOOD_CUE.search(context.before(match.start())):
        return None
    return f"{context.speller.spelled(match[1])} {'cộng' if match[2] == '+' else 'trừ'}"


def _aperture(match: re.Match[str], context: Context) -> str:
    """The opening of a lens: "f/1.8"."""
    return f"{context.speller.spelled('F')} {context.say.written(match[1])}"


def _one_by_one(written: str, context: Context) -> str:
    """A password, an order: no digit is part of a number."""
    parts = re.findall(r"\d+|[^\W\d_]+", written)
    return " ".join(_password_part(part, context) for part in parts)


def _password_part(part: str, context: Context) -> str:
    if part.isdecimal():
        return context.say.digits(part)
    is_said = is_syllable(part) or len(part) > LONGEST_SPELLED
    return context.speller.code(part) if is_said else context.speller.spelled(part)


RULES: Final = (
    Rule("code", STANDARD, _standard, "0"),
    Rule("acronym", TICKER, _ticker),
    Rule("code", LEGAL, _legal, "/"),
)
NUMBER_RULES: Final = (Rule("code", VERSION, _version, "0"),)
DOTTED_RULES: Final = (
    Rule("code", DOTTED, _dotted, "."),
    Rule("code", TONGUE, _tongue, "+#"),
    Rule("code", FLU, _flu, "/"),
    Rule("code", BLOOD, _blood, "+-"),
    Rule("code", APERTURE, _aperture, "/"),
)
LETTER_RULES: Final = (Rule("code", CODE, _code),)
