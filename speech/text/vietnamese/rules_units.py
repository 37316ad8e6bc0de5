"""Measures that are more than a number and a unit: 1m75, 3x4 m, 21°01'42", 15.6", "triệu ha", "người/km²"."""

import re
from typing import Final

from speech.text.numbers import NUMBER
from speech.text.rules import MASK, Context, Reading, Rule
from speech.text.vietnamese.abbreviations import one_of
from speech.text.vietnamese.quantities import DASH, END, RATES, START, UNIT, counted, is_word, rates, unit
from speech.text.vietnamese.units import CURRENCIES, UNITS

TIMES = re.compile(
    r"(?<=[\d)²³½%mglhW])(\s?)[x×*](\s?)(?=[\d(])|(?<=\w )×(?= \w)|(?<=[^\W\d_] )x(?= \d)|(?<=\ue000 )x(?= \d)"
    r"|(?<=%\s)x(?=\s[^\W\d_]{2})|(?<=[^\W\d_]{2} )x(?= [^\W\d_]{2})"
    r"|(?<=[\s=][a-zA-Z]\s)x(?=\s[a-zA-Z](?!\w))"
)
MANYFOLD = re.compile(rf"{START}({NUMBER})[xX](?!\w)")
BOUGHT: Final = re.compile(r"\d{1,3}\s?(?:[,;.)]|$)")
UNKNOWN_CUE: Final = re.compile(r"(?:ẩn|biến|nghiệm|số|tìm|và|giá trị|tọa độ|hoành độ|với|[,=(]|^)\s*$")
FOLD_CUE: Final = re.compile(r"(?:gấp|tăng|lãi|nhân|zoom|đòn bẩy|p/e|p/b|lên|x)\s*$")
TIMES_NUMBER = re.compile(rf"(?<![\w{MASK}])[x×](?=\d{{1,3}}(?!\w|[.,]\d|\s?[=<>+−{MASK}-]))")
SPLIT_UNIT = re.compile(rf"{START}(\d{{1,3}})(m|kg|ha|l|L|tấn|tạ|lít|km|cây)(\d{{1,2}})(?!\w|[.,]\d|\s?x\s?\d)")
DIMENSION: Final = re.compile(r"(?:cao|dài|rộng|sâu|ngang|hơn|dày|mét|\d\s?x)\s*$")
SPLIT_RANGE = re.compile(rf"{START}(\d)m(\d{{1,2}})?{DASH}(\d)m(\d{{1,2}})?(?!\w|[.,]\d)")
OVER: Final = re.compile(r"(?:dưới|trên|đủ|tầm|chưa)\s*$")
SHARE = re.compile(rf"{START}(\d{{1,3}})/(\d{{1,3}})\s?({UNIT})(?![\w/])")
ANGLE = re.compile(
    r"(?<![\w.,])(\d{1,3})[°º]\s?(?:(\d{1,2})['′’]\s?)?(?:(\d{1,2}(?:[.,]\d{1,4})?)[\"″”]\s?)?([BNĐTSEW]?)(?!\w)"
)
DECIMAL_ANGLE = re.compile(rf"(?<![\w.,])({NUMBER})[°º]\s?([BNĐTSEW])(?!\w)")
DIRECTIONS: Final = {"B": "Bắc", "S": "Nam", "Đ": "Đông", "E": "Đông", "T": "Tây", "W": "Tây", "N": "Bắc"}
TABLETS = re.compile(rf"{START}(\d{{1,2}})\s?v(?=\s?(?:x\s?\d|/\s?(?:ngày|lần|buổi))|\s(?:sáng|trưa|chiều|tối))")
BEATS = re.compile(rf"{START}({NUMBER})\s?l/p(?:h|hút)?(?!\w)")
BEATS_CUE: Final = re.compile(r"(?:mạch|nhịp|tim|thở)[^.,;]{0,24}$")
INCHES = re.compile(rf"{START}({NUMBER})[\"″”]")
SCREEN: Final = re.compile(
    r"(?:ổ cứng|ổ đĩa|bánh xe|mâm|vành|màn hình|màn|tivi|tv|laptop|máy tính|lcd|oled"
    r"|ống|iphone|macbook|inch)[^.;]{0,20}$"
)
SCALED_UNIT = re.compile(
    rf"(?<![^\s(])({one_of(unit for unit in (*UNITS, *CURRENCIES) if len(unit) > 1 or unit in 'm$€')})(?!\w)"
)
QUANTIFIER: Final = re.compile(
    r"(?:triệu|tỷ|tỉ|nghìn|ngàn|vạn|trăm|chục|mươi|mười|vài|mấy|mỗi|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|rưỡi|nửa"
    r"|từng|/)\s*$"
)
MULTIPLIER: Final = re.compile(r"(?:triệu|nghìn|ngàn|vạn|trăm|chục|mươi|mười)\s*$")
CERTAIN = re.compile(
    r"(?<![\w/-])(?:km|kg|cm|mm|ml|mmHg|kWh|MWh|MW|m²|m2|m³|m3|km²|km2|USD|VND"
    r"|VNĐ)(?:/([^\W\d_]{1,9}[23]?))?(?![\w/-])"
)
LOOSE = re.compile(rf"(?:(?<={MASK})|(?<={MASK}\s))({UNIT})({RATES})?{END}")
PER_WORD = re.compile(rf"(?<=[^\W\d_]|{MASK})\s?/\s?{UNIT}(?:/{UNIT})?{END}")
COUNT_WORD: Final = re.compile(r"(?:\d|đồng|người|lượt|tấn|triệu|tỷ|tỉ|nghìn|ngàn|lần|tiền|usd|vnd|đô|giá|mức)")


def _times(match: re.Match[str], context: Context) -> str | None:
    before = context.before(match.start())[-24:]
    if match.group() == "x" and context.text[match.end() :][1:3].isalpha() and before.rstrip()[-1:].isalpha():
        return "nhân" if "=" in context.text else None
    counts = match.group().strip() != "x" or any(char.isdigit() or char == "=" for char in before)
    return match.group().replace(match.group().strip(), "nhân") if counts else None


def _times_number(match: re.Match[str], context: Context) -> str | None:
    """ "khăn ướt x2": so many of them; "nghiệm x1" is an unknown."""
    bought = BOUGHT.match(context.text, match.end()) and not UNKNOWN_CUE.search(context.before(match.start()))
    return "nhân" if bought else _times(match, context)


def _manyfold(match: re.Match[str], context: Context) -> str | None:
    """ "2,5x", "gấp 3x": so many times."""
    sure = re.search(r"[.,]", match[1]) or FOLD_CUE.search(context.before(match.start()))
    return f"{context.say.written(match[1])} lần" if sure else None


def _split_unit(match: re.Match[str], context: Context) -> Reading | None:
    """ "1m75" is one metre seventy-five, "5m2" an area unless a length is spoken of."""
    whole, name, rest = match.groups()
    before = context.before(match.start())
    is_length = (DIMENSION.search(before) and len(whole) == 1) or (OVER.search(before) and whole == "1")
    if name in ("m", "km") and rest in ("2", "3") and not (name == "m" and is_length):
        return None
    said = _with_rest(whole, unit(name) or name, rest, context)
    area = (f"{context.say.whole(int(whole))} {UNITS[name + rest]}",) if rest in ("2", "3") and name == "m" else ()
    return Reading(said, area)


def _with_rest(whole: str, name: str, rest: str | None, context: Context) -> str:
    said = f"{context.say.whole(int(whole))} {name}"
    if not rest:
        return said
    nought = "không " if rest[0] == "0" and len(rest) > 1 else ""
    return f"{said} {nought}{context.say.whole(int(rest))}"


def _split_range(match: re.Match[str], context: Context) -> str | None:
    """ "1m-1m3", "1m60-1m70": how tall somebody is."""
    whole, rest, last, last_rest = match.groups()
    if not (rest or last_rest):
        return None
    return f"{_with_rest(whole, 'mét', rest, context)} đến {_with_rest(last, 'mét', last_rest, context)}"


def _share(match: re.Match[str], context: Context) -> str | None:
    above, below, name = match.groups()
    said = counted(name)
    if said is None or (len(name) == 1 and name not in "mgl%") or int(below) == 0:
        return None
    if int(above) >= int(below):
        return f"{context.say.whole(int(above))} trên {context.say.whole(int(below))} {said}"
    return f"{context.say.whole(int(above))} phần {context.say.month(int(below))} {said}"


def _angle(match: re.Match[str], context: Context) -> str | None:
    degrees, minutes, seconds, direction = match.groups()
    if not (minutes or seconds or direction):
        return None
    said = [f"{context.say.whole(int(degrees))} độ"]
    said += [f"{context.say.whole(int(minutes))} phút"] if minutes else []
    said += [f"{context.say.written(seconds.lstrip('0') or '0')} giây"] if seconds else []
    return " ".join([*said, *([DIRECTIONS[direction]] if direction else [])])


def _decimal_angle(match: re.Match[str], context: Context) -> str:
    return f"{context.say.written(match[1])} độ {DIRECTIONS[match[2]]}"


def _inches(match: re.Match[str], context: Context) -> str | None:
    return f"{context.say.written(match[1])} inch" if SCREEN.search(context.before(match.start())) else None


def _tablets(match: re.Match[str], context: Context) -> str:
    """A doctor's hand: "1v x 2 lần/ngày"."""
    return f"{context.say.whole(int(match[1]))} viên"


def _beats(match: re.Match[str], context: Context) -> str | None:
    """ "mạch 75 l/p" counts beats, no litres."""
    cued = BEATS_CUE.search(context.before(match.start()))
    return f"{context.say.written(match[1])} lần trên phút" if cued else None


def _scaled_unit(match: re.Match[str], context: Context) -> str | None:
    """A unit after a number in words: "hai triệu ha", "vài km"."""
    if not QUANTIFIER.search(context.before(match.start())) or match[1] in ("VA", "IU", "UI", "min", "PB", "MP", "ng"):
        return None
    if is_word(match[1]) and not MULTIPLIER.search(context.before(match.start())):
        return None  # "hai ha ha"
    return counted(match[1])


def _certain(match: re.Match[str], context: Context) -> str | None:
    """What is a unit wherever it stands."""
    name, _, behind = match.group().partition("/")
    per = rates("/" + behind, context.say) if behind else ""
    said = counted(name)
    return None if said is None or per is None else said + per


def _loose(match: re.Match[str], context: Context) -> str | None:
    """A unit behind a number that another rule has read: "3×10^8 m/s"."""
    name, behind = match.groups()
    known = unit(name)
    if known is None or not (behind or len(name) > 1) or is_word(name.lower()):
        return None
    per = rates(behind, context.say, is_free=True) if behind else ""
    return None if per is None else known + per


def _per_word(match: re.Match[str], context: Context) -> str | None:
    before = context.before(match.start())
    per = rates(match.group(), context.say) if COUNT_WORD.search(before[-40:]) else None
    return per.lstrip() if per else None


EARLY_RULES: Final = (
    Rule("unit", TABLETS, _tablets, "v"),
    Rule("math", TIMES, _times, "x×*"),
    Rule("number", MANYFOLD, _manyfold, "xX"),
    Rule("math", TIMES_NUMBER, _times_number, "x×"),
    Rule("unit", DECIMAL_ANGLE, _decimal_angle, "°º"),
    Rule("unit", ANGLE, _angle, "°º"),
    Rule("unit", INCHES, _inches, '"″”'),
    Rule("unit", BEATS, _beats, "/"),
    Rule("unit", SHARE, _share, "/"),
    Rule("unit", SPLIT_RANGE, _split_range, "-–—~"),
    Rule("unit", SPLIT_UNIT, _split_unit, "0"),
)
RULES: Final = (
    Rule("unit", SCALED_UNIT, _scaled_unit),
    Rule("unit", CERTAIN, _certain),
    Rule("unit", LOOSE, _loose),
    Rule("unit", PER_WORD, _per_word, "/"),
)
