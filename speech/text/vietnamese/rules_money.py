"""Money with its sign or code in front: $20, US$1.5 million, €3,50, USD 500, $5-10."""

import re
from typing import Final

from speech.text.numbers import NUMBER, Numbers
from speech.text.rules import Context, Rule
from speech.text.vietnamese.quantities import DASH, END, MULTIPLE, RATES, amount, rates
from speech.text.vietnamese.units import CURRENCIES, CURRENCY_SIGNS, ENGLISH_MULTIPLES, MULTIPLES

SYMBOL: Final = rf"(?:US|HK|[ASC])?\$|[{''.join(CURRENCY_SIGNS - {'$'})}]"
CODES: Final = "|".join(sorted(code for code in CURRENCIES if code.isalpha() and code.isupper() and len(code) > 1))
SCALE: Final = rf"(?:\s?(?:{MULTIPLE}|million|billion|trillion|mn|bn|[mMbB])(?!\w))"
BEFORE = re.compile(
    rf"(?<![\w])([-−]?)({SYMBOL})\s?({NUMBER})(?:{DASH}(?:{SYMBOL})?\s?({NUMBER}))?({SCALE}?)({RATES})?{END}"
)
CODE_BEFORE = re.compile(rf"(?<![\w.,/-])({CODES})\s?({NUMBER})({SCALE}?)({RATES})?(?!\w|%|\s?(?:{SYMBOL}))")
ENGLISH: Final = r"\s?(?:million|billion|trillion|mn|bn|[mMbB])(?!\w)"
SCALED_CODE = re.compile(rf"(?<![\w.,/-])([-−]?{NUMBER})({ENGLISH})\s?({CODES}|[$€£])(?!\w)")
TYPED_DONG = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:[.,]\d{3}){1,4})\s?(?:d|vnd|dong)(?![\w/])")
LETTERS = re.compile(rf"(?<![\w.,/-])({NUMBER})([MB])(?![\w/])")
COUNTABLE: Final = re.compile(
    r"\s(?:view|sub|follow|like|lượt|người|user|tải|download|tham số|param|token|sample|mẫu|usd|đô)"
)
SOLUTION: Final = re.compile(r"(?:nồng độ|dung dịch|hcl|naoh|h2so4|kmno4|agno3)[^.;]{0,30}$")
AMOUNT_BEFORE: Final = re.compile(r"(?:\d|triệu|tỷ|tỉ|nghìn|ngàn|trăm|cặp|/)\s*$")
FOREIGN_GROUPS: Final = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")


def _foreign(written: str, say: Numbers) -> str:
    """A number beside a foreign currency: its commas group thousands ("$1,200")."""
    return say.written(written.replace(",", "") if FOREIGN_GROUPS.fullmatch(written) else written)


def _scale(written: str, say: Numbers) -> str:
    if not written:
        return ""
    word = written.strip()
    said = ENGLISH_MULTIPLES.get(word) or MULTIPLES[word]
    return " " + (said.replace("nghìn", say.thousand))


def _before(match: re.Match[str], context: Context) -> str | None:
    sign, symbol, first, last, scale, behind = match.groups()
    say = context.say
    per = rates(behind, say) if behind else ""
    said = _foreign(first, say) + (f" đến {_foreign(last, say)}" if last else "") + _scale(scale, say)
    return None if per is None else f"{'âm ' if sign else ''}{said} {CURRENCIES[symbol]}{per}"


def _code_before(match: re.Match[str], context: Context) -> str | None:
    code, number, scale, behind = match.groups()
    per = rates(behind, context.say) if behind else ""
    if per is None or AMOUNT_BEFORE.search(context.before(match.start())):
        return None
    return f"{_foreign(number, context.say)}{_scale(scale, context.say)} {CURRENCIES[code]}{per}"


def _scaled_code(match: re.Match[str], context: Context) -> str:
    number, scale, code = match.groups()
    return f"{amount(number, context.say)}{_scale(scale, context.say)} {CURRENCIES[code]}"


def _typed_dong(match: re.Match[str], context: Context) -> str:
    """ "1.000.000d", as machines without Vietnamese letters write it."""
    return f"{context.say.whole(int(re.sub(r'[.,]', '', match[1])))} đồng"


def _letters(match: re.Match[str], context: Context) -> str | None:
    """ "3.2M", "5B view": millions and billions only where a decimal or what is counted shows it."""
    number, letter = match.groups()
    if letter == "M" and SOLUTION.search(context.before(match.start())):
        return f"{context.say.written(number)} mol trên lít"
    if not (re.search(r"[.,]", number) or COUNTABLE.match(context.after(match.end()))):
        return None
    return f"{context.say.written(number)} {ENGLISH_MULTIPLES[letter]}"


RULES: Final = (
    Rule("money", BEFORE, _before, "".join(CURRENCY_SIGNS)),
    Rule("money", SCALED_CODE, _scaled_code, "0"),
    Rule("money", CODE_BEFORE, _code_before, "0"),
    Rule("money", TYPED_DONG, _typed_dong, "d"),
    Rule("number", LETTERS, _letters, "MB"),
)
