"""Numbers with what they count: money before and after, k/tr/tỷ, units, their quotients and ranges."""

import re
from typing import Final

from speech.text.abbreviations import one_of
from speech.text.numbers import NUMBER, Numbers
from speech.text.rules import MASK, Context, Rule
from speech.text.units import CURRENCIES, MARKED, MULTIPLES, PER, UNITS, WORDS

MEASURES: Final = [unit for unit in UNITS if unit not in WORDS]
UNIT: Final = one_of(MEASURES)
CURRENCY: Final = one_of(CURRENCIES)
MULTIPLE: Final = one_of(MULTIPLES)
START: Final = r"(?<![\w.,/-])"
SIGNED: Final = rf"{START}([-−]?{NUMBER})"
END: Final = r"(?!\w)"
QUOTIENT: Final = r"(?:\s?/\s?([^\W\d_]+[23²³]?))?(?![\w/])"

MONEY_BEFORE = re.compile(
    rf"(?<![\w])(US\$|[$€£¥₩₹])\s?({NUMBER})(?:\s?[-–]\s?[$€£¥]?\s?({NUMBER}))?(?:\s?({MULTIPLE}|[mMbB]){END})?(?:/([^\W\d_]+[23²³]?)(?![\w/]))?"
)
MIXED_MONEY = re.compile(rf"{START}(\d{{1,4}})(tr|t|tỷ|triệu|k)(\d{{1,3}})(?:\s?({CURRENCY}))?(?![\w]|[.,]\d)")
SHARE_OF_UNIT = re.compile(rf"{START}(\d{{1,2}})/(\d{{1,2}})\s?({UNIT})(?![\w/])")
HEIGHT = re.compile(r"(?<![\w.,/-])(\d)m(\d{1,2})(?![\w]|[.,]\d)")
RANGE = re.compile(
    rf"{SIGNED}\s?({MULTIPLE}|{UNIT}|{CURRENCY})?\s?({CURRENCY})?\s?[-–]\s?([-−]?{NUMBER})\s?"
    rf"({MULTIPLE}{END}|{UNIT}|{CURRENCY}|{one_of(WORDS)})(?:\s?({CURRENCY}))?{QUOTIENT}"
)
MONEY = re.compile(rf"{SIGNED}\s?(?:({MULTIPLE}){END}\s?)?({CURRENCY}){QUOTIENT}")
MULTIPLIED = re.compile(rf"{SIGNED}\s?(k|K|tr|Tr|t|ty){QUOTIENT}")
MEASURE = re.compile(rf"{SIGNED}(\s?)({UNIT}){QUOTIENT}")
TIMES = re.compile(r"(?:(?<=\d)|(?<=\d[mlgw])|(?<=\d[cmk][mgl])|(?<=\d m)|(?<=\d [cmk][mgl]))\s?[x×]\s?(?=\d)")
PER_WORD = re.compile(rf"(?<=[^\W\d_]|{MASK})/([^\W\d_]+[23²³]?)(?![\w/])")
COUNTED_BY: Final = """
giờ phút giây ngày đêm tuần tháng quý năm người lượng chỉ cây lít kg g tấn tạ m m2 m3 m² m³ km ha cái
chiếc con bộ đôi lần suất phòng hộ căn thùng hộp gói chai lon ly tô bát phần vé sào công mẫu kwh kWh h s
TB GB vụ học sinh khách trang từ
"""
PER_NAMES: Final = frozenset(COUNTED_BY.split())
FOREIGN_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
AREA_OR_NAME: Final = re.compile(r"(?:cao|dài|rộng|sâu|ngang)\s*$")
AGE_CUE: Final = re.compile(r"\b(?:anh|chị|ông|bà|em|cháu|bé|tôi|mình|nam|nữ|bạn)\b[^.,;:]{0,20}[.,(]?\s?\(?$")
NAMED_SIZE: Final = re.compile(
    r"(?:inch|tivi|tv|màn hình|độ phân giải|chữ|lớp|loại|size|tên|khu|nhà|toà|tòa|phim|ảnh|video)\s*$"
)
SMALL_SHARE: Final = {
    "tr": " trăm nghìn",
    "triệu": " trăm nghìn",
    "t": " trăm triệu",
    "tỷ": " trăm triệu",
    "k": " trăm",
}
ENGLISH_MULTIPLES: Final = {"m": "triệu", "M": "triệu", "b": "tỷ", "B": "tỷ"}


def _multiple(written: str, say: Numbers) -> str:
    word = MULTIPLES[written]
    return say.thousand if word == "nghìn" else word


def _unit(written: str, say: Numbers) -> str:
    if written in MULTIPLES and written not in ("t",):
        return _multiple(written, say)
    return CURRENCIES.get(written) or UNITS.get(written) or MULTIPLES.get(written, written)


def _per(written: str | None) -> str:
    if not written:
        return ""
    return f" trên {PER.get(written) or UNITS.get(written) or written.lower()}"


def _quotient_ok(written: str | None) -> bool:
    return written is None or written in PER_NAMES or written in UNITS or written in PER or written.islower()


def _money_before(match: re.Match[str], context: Context) -> str:
    symbol, first, last, multiple, per = match.groups()
    amount = _amount(first, context.say) + (f" đến {_amount(last, context.say)}" if last else "")
    if multiple:
        amount += " " + (ENGLISH_MULTIPLES.get(multiple) or _multiple(multiple, context.say))
    return f"{amount} {CURRENCIES[symbol]}{_per(per)}"


def _mixed_money(match: re.Match[str], context: Context) -> str:
    """ "2tr5" is two million five hundred thousand, "1tr250" one million two hundred and fifty thousand."""
    whole, multiple, share, currency = match.groups()
    said = f"{context.say.whole(int(whole))} {_multiple(multiple, context.say)} {context.say.whole(int(share))}"
    scale = SMALL_SHARE[multiple].replace("nghìn", context.say.thousand)
    said += {1: scale, 3: scale.replace(" trăm", "")}.get(len(share), "")
    return said + (f" {CURRENCIES[currency]}" if currency else "")


def _share_of_unit(match: re.Match[str], context: Context) -> str | None:
    above, below, unit = match.groups()
    if unit not in MARKED and unit not in ("m", "g", "l", "L"):
        return None
    return f"{context.say.whole(int(above))} phần {context.say.month(int(below))} {UNITS[unit]}"


def _height(match: re.Match[str], context: Context) -> str | None:
    metres, rest = match.groups()
    if rest in ("2", "3") and not AREA_OR_NAME.search(context.before(match.start())):
        return None  # an area or a volume
    tens = (
        f"linh {context.say.whole(int(rest[1]))}" if rest[0] == "0" and len(rest) == 2 else context.say.whole(int(rest))
    )
    return f"{context.say.whole(int(metres))} mét {tens}"


def _range(match: re.Match[str], context: Context) -> str | None:
    first, first_unit, first_currency, last, unit, currency, per = match.groups()
    if not _quotient_ok(per):
        return None
    named = [_unit(part, context.say) for part in (first_unit, first_currency) if part]
    closing = [_unit(part, context.say) for part in (unit, currency) if part]
    said = [context.say.written(first), *named, "đến", context.say.written(last), *closing]
    return " ".join(said) + _per(per)


def _money(match: re.Match[str], context: Context) -> str | None:
    amount, multiple, currency, per = match.groups()
    if currency == "đồng" and re.match(r"\s(?:loạt|thời|bào|bộ|hồ|ý|đội|phục|nghiệp)", context.after(match.end())):
        return None
    if currency == "Đ" and " " in match.group():
        return None
    scale = f" {_multiple(multiple, context.say)}" if multiple else ""
    return f"{context.say.written(amount)}{scale} {CURRENCIES[currency]}{_per(per)}"


def _amount(written: str, say: Numbers) -> str:
    """A number beside a foreign currency's sign: its commas group thousands ("$1,200")."""
    return say.written(written.replace(",", "") if FOREIGN_GROUPS.fullmatch(written) else written)


def _multiplied(match: re.Match[str], context: Context) -> str | None:
    amount, multiple, per = match.groups()
    before = context.before(match.start())
    if NAMED_SIZE.search(before) or (multiple == "t" and " " in match.group()):
        return None
    if multiple == "t" and AGE_CUE.search(before):
        return f"{context.say.written(amount)} tuổi"
    return f"{context.say.written(amount)} {_multiple(multiple, context.say)}{_per(per)}"


def _measure(match: re.Match[str], context: Context) -> str | None:
    amount, space, unit, per = match.groups()
    if not _quotient_ok(per) or (space and unit not in MARKED and unit not in ("m", "g", "l", "L", "V", "W", "A")):
        return None
    if unit == "A" and (space or not re.search(r"(?:dòng|cường độ|điện)[^.]*$", context.before(match.start()))):
        return None
    return f"{context.say.written(amount)} {UNITS[unit]}{_per(per)}"


def _times(_match: re.Match[str], _context: Context) -> str:
    return "nhân"


def _per_word(match: re.Match[str], _context: Context) -> str | None:
    return _per(match[1]).lstrip() if match[1] in PER_NAMES or match[1] in UNITS else None


RULES: Final = (
    Rule("times", TIMES, _times, "x×"),
    Rule("money before", MONEY_BEFORE, _money_before, "$€£¥₩₹"),
    Rule("mixed money", MIXED_MONEY, _mixed_money, "tk"),
    Rule("share of a unit", SHARE_OF_UNIT, _share_of_unit, "/"),
    Rule("height", HEIGHT, _height, "m"),
    Rule("range with unit", RANGE, _range, "-–"),
    Rule("money", MONEY, _money, "0"),
    Rule("multiple", MULTIPLIED, _multiplied, "kKtT"),
    Rule("measure", MEASURE, _measure, "0"),
    Rule("quotient", PER_WORD, _per_word, "/"),
)
