"""Numbers that stand alone: Roman numerals, ordinals, fractions, decimals, cardinals, with their signs."""

import re
from typing import Final

from speech.text.numbers import COMMA_GROUPS, DOTTED_GROUPS, MAX_DIGITS, NUMBER
from speech.text.rules import MASK, Context, Rule
from speech.text.syllables import is_syllable

ROMAN_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
VALID_ROMAN: Final = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
ROMAN = re.compile(r"(?<![\w.&-])(?:[IVXLCDM]{1,15}|[ivxlcdm]{1,15})(?![\w&]|\.[A-ZĐ])")
ROMAN_CUE: Final = re.compile(
    r"(?:\b(?:thế kỷ|thế kỉ|chương|phần|mục|khoản|điều|đoạn|khóa|khoá|kỳ|kì|quý|tập|quyển|lần"
    r"|lần thứ|thứ|số|hồi|phụ lục"
    r"|đại hội|cấp|bậc|hạng|loại|giai đoạn|đợt|vùng|khu vực|năm|bài|thế hệ|thế chiến|quân đoàn|quân khu))\s*$"
)
LIST_ITEM: Final = re.compile(r"^\s*$")
FRACTION = re.compile(r"(?<![\w/.,-])(?<!\d )([-−]?)(?:(\d{1,3}) )?(\d{1,4})/(\d{1,4})(?![\w/]|[.,]\d)")
OVER_CUE: Final = re.compile(
    r"(?:\b(?:số|ngõ|hẻm|ngách|kiệt|đường|thứ|điểm|tỷ lệ|tỉ lệ|nhà|huyết áp|căn|lô|địa chỉ)(?: là)?)\s*$"
)
VULGAR = re.compile(r"(\d*)\s?([½¼¾⅓⅔⅛])")
VULGAR_WORDS: Final = {
    "½": "một phần hai",
    "¼": "một phần tư",
    "¾": "ba phần tư",
    "⅓": "một phần ba",
    "⅔": "hai phần ba",
    "⅛": "một phần tám",
}
ORDINAL = re.compile(r"(?<=[Tt]hứ )[14](?![\w/]|[.,]\d|\s?%)|(?<=[Hh]ạng )1(?![\w/]|[.,]\d)")
CARDINAL = re.compile(rf"(?<![\w])(?:(?<![\w).,])[-−])?{NUMBER}(?![\w])")
ALONE = re.compile(rf"(?<![^\s(\[\"“;:~{MASK}])[-−]?{NUMBER}(?![^\s)\]\"”.,;:!?…{MASK}]|[.,:]\d)")
PADDED = re.compile(r"(?<![\w.,/-])0\d(?![\w/]|[.,-]\d)")
COUNT_FOLLOWS: Final = re.compile(r"\s(?:\(|[a-zà-ỹđ])")
CALENDAR_CUE: Final = re.compile(r"(?:ngày|tháng|mùng|mồng|lúc|giờ|phút)\s*$")
NUMBERED_THING: Final = re.compile(
    r"(?:đề án|chỉ thị|số|mã|nghị quyết|thông tư|kênh|quyết định|nghị định|biển|tổ|đội)\s*$"
)


def _roman_value(numeral: str) -> int:
    values = [ROMAN_VALUES[char] for char in numeral]
    following = [*values[1:], 0]
    return sum(-now if now < after else now for now, after in zip(values, following, strict=True))


def _roman(match: re.Match[str], context: Context) -> str | None:
    written = match.group()
    numeral, before = written.lower(), context.before(match.start())
    if not VALID_ROMAN.fullmatch(numeral):
        return None
    cued = ROMAN_CUE.search(before) is not None
    if written.islower() and (not cued or written in ("c", "d", "m", "l") or _is_word(written, before)):
        return None
    listed = LIST_ITEM.match(before) and re.match(r"[.)]\s", context.after(match.end()))
    sure = len(written) > 1 and set(numeral) <= set("ivx")
    if not (cued or listed or sure) or (cued and written in ("C", "D", "L", "M") and "thế kỷ" not in before):
        return None
    if re.search(r"quý\s*$", before) or re.search(r"thứ\s*$", before):
        return {1: "nhất", 4: "tư"}.get(_roman_value(numeral), context.say.whole(_roman_value(numeral)))
    return context.say.whole(_roman_value(numeral))


def _is_word(written: str, before: str) -> bool:
    """ "vi" and "xi" are words, but not after "thế kỷ"."""
    return is_syllable(written) and not re.search(r"(?:thế kỷ|thế kỉ|chương)\s*$", before)


def _fraction(match: re.Match[str], context: Context) -> str:
    sign, whole, above, below = match.groups()
    say = context.say
    lead = ("âm " if sign else "") + (f"{say.written(whole)} và " if whole else "")
    if OVER_CUE.search(context.before(match.start())) or int(above) > int(below) or len(below) > 2:
        return f"{lead}{say.written(above)} trên {say.written(below)}"
    return f"{lead}{say.whole(int(above))} phần {say.month(int(below))}"


def _vulgar(match: re.Match[str], context: Context) -> str:
    whole = f"{context.say.written(match[1])} và " if match[1] else ""
    return whole + VULGAR_WORDS[match[2]]


def _ordinal(match: re.Match[str], _context: Context) -> str:
    return "nhất" if match.group() == "1" else "tư"


def _padded(match: re.Match[str], context: Context) -> str | None:
    """ "05 ngày" counts five; "Đề án 06" is a name with its zero."""
    before = context.before(match.start())
    counted = COUNT_FOLLOWS.match(context.text[match.end() : match.end() + 3]) and not NUMBERED_THING.search(before)
    return context.say.whole(int(match.group())) if counted or CALENDAR_CUE.search(before) else None


def _cardinal(match: re.Match[str], context: Context) -> str:
    written = match.group()
    bare = written.lstrip("-−")
    grouped = DOTTED_GROUPS.fullmatch(bare) or COMMA_GROUPS.fullmatch(bare)
    parts = re.split(r"[.,]", bare)
    if not grouped and len(parts) > 2:
        return (" chấm " if "." in bare else ", ").join(context.say.written(part) for part in parts)
    if not grouped and len(parts[0]) > MAX_DIGITS:
        return context.say.digits(written)
    return context.say.written(written)


RULES: Final = (
    Rule("roman", ROMAN, _roman),
    Rule("ordinal", ORDINAL, _ordinal, "14"),
    Rule("fraction", FRACTION, _fraction, "/"),
    Rule("vulgar fraction", VULGAR, _vulgar, "".join(VULGAR_WORDS)),
    Rule("padded", PADDED, _padded, "0"),
    Rule("number alone", ALONE, _cardinal, "0"),
)
LAST_RULES: Final = (Rule("cardinal", CARDINAL, _cardinal, "0"),)
