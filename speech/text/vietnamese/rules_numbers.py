"""Numbers that stand alone: ordinals, decimals, cardinals, with their signs."""

import re
from typing import Final

from speech.text.numbers import COMMA_GROUPS, DOTTED_GROUPS, MAX_DIGITS, NUMBER
from speech.text.rules import MASK, Context, Reading, Rule

ORDINAL = re.compile(r"(?<=[Tt]hứ )[14](?![\w/]|[.,]\d|\s?%)|(?<=[Hh]ạng )1(?![\w/]|[.,]\d)")
CARDINAL = re.compile(rf"(?<![\w])(?:(?<![\w).,])[-−])?{NUMBER}(?![\w])")
ALONE = re.compile(rf"(?<![^\s(\[\"“;:~{MASK}])[-−]?{NUMBER}(?![^\s)\]\"”.,;:!?…{MASK}]|[.,:]\d)")
PADDED = re.compile(r"(?<![\w.,/-])0\d(?![\w/]|[.,-]\d)")
COUNT_FOLLOWS: Final = re.compile(r"\s(?:\(|[a-zà-ỹđ])")
CALENDAR_CUE: Final = re.compile(r"(?:ngày|tháng|mùng|mồng|lúc|giờ|phút)\s*$")
NUMBERED_THING: Final = re.compile(
    r"(?:đề án|chỉ thị|số|mã|nghị quyết|thông tư|kênh|quyết định|nghị định|biển|tổ|đội)\s*$"
)


def _ordinal(match: re.Match[str], _context: Context) -> str:
    return "nhất" if match.group() == "1" else "tư"


def _padded(match: re.Match[str], context: Context) -> str | None:
    """ "05 ngày" counts five; "Đề án 06" is a name with its zero."""
    before = context.before(match.start())
    counted = COUNT_FOLLOWS.match(context.text[match.end() : match.end() + 3]) and not NUMBERED_THING.search(before)
    return context.say.whole(int(match.group())) if counted or CALENDAR_CUE.search(before) else None


def _cardinal(match: re.Match[str], context: Context) -> str | Reading:
    written = match.group()
    bare = written.lstrip("-−")
    grouped = DOTTED_GROUPS.fullmatch(bare) or COMMA_GROUPS.fullmatch(bare)
    parts = re.split(r"[.,]", bare)
    if not grouped and len(parts) > 2:
        return (" chấm " if "." in bare else ", ").join(context.say.written(part) for part in parts)
    if not grouped and len(parts[0]) > MAX_DIGITS:
        return context.say.digits(written)
    return Reading(context.say.written(written), context.say.others(written))


RULES: Final = (
    Rule("number", ORDINAL, _ordinal, "14"),
    Rule("number", PADDED, _padded, "0"),
    Rule("number", ALONE, _cardinal, "0"),
)
LAST_RULES: Final = (Rule("number", CARDINAL, _cardinal, "0"),)
