"""Reads one English sentence: numbers, dates, times, money, units and common abbreviations."""

import re
from collections.abc import Sequence
from typing import Final

from speech.text.english import numbers as say
from speech.text.english.lexicon import ABBREVIATIONS, CENTS, CURRENCIES, MONTHS, ROMANS, SCALES, SIGNS, UNITS
from speech.text.rules import CUE_CHARS, Context, Rewrite, Rule, apply
from speech.types import TextOptions

NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
MONTH: Final = "|".join(f"{name[:3]}(?:{name[3:]})?" if len(name) > 3 else name for name in MONTHS)


def _longest_first(words: dict[str, str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


WEB = re.compile(
    r"(?:https?://|www\.)[^\s<>\"]{1,300}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w.@-])(?:[A-Za-z0-9][A-Za-z0-9-]{1,40}\.){1,4}(?:com|org|net|edu|gov|io|co|uk|us|info|app|dev|ai|vn)(?![\w-]|\.\w)"
    r"(?:/[\w./?=&%#~-]{0,200})?"
)
ISO_DATE = re.compile(r"(?<![\w.,/-])(\d{4})-(\d{2})-(\d{2})(?![\w/-])")
SLASH_DATE = re.compile(r"(?<![\w.,/-])(\d{1,2})/(\d{1,2})/(\d{4})(?![\w/-])")
MONTH_DAY = re.compile(rf"\b({MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?(?!\w|[.,:]\d)")
DAYS_OF_MONTH = re.compile(
    rf"\b({MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\s?[-–]\s?(\d{{1,2}})(?:st|nd|rd|th)?(?:,? (\d{{4}}))?"
    r"(?![\w–-]|[.,:]\d)"
)
DAY_MONTH = re.compile(rf"(?<![\w.,/-])(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({MONTH})\b\.?(?:,? (\d{{4}}))?(?!\w)")
TIME = re.compile(r"(?<![\w.,:/-])(\d{1,2}):([0-5]\d)(?::[0-5]\d)?(?:\s?([aApP])(?:\.[mM]\.|[mM]))?(?![\w:])")
HOUR = re.compile(r"(?<![\w.,:/-])(\d{1,2})\s?([aApP])(?:\.[mM]\.|[mM](?!\w))")
MONEY = re.compile(
    rf"(?<!\w)(US\$|[$€£¥₫₩₹])\s?({NUMBER})(?:\s?(k|K|m|M|bn|b|B|thousand|million|billion|trillion)(?!\w))?"
)
MEASURE = re.compile(rf"(?<![\w.,/-])([-−]?(?:{NUMBER}))\s?({_longest_first(UNITS)})(?!\w)")
ORDINAL = re.compile(r"(?<![\w.,/-])(\d{1,4})(?:st|nd|rd|th)\b")
FRACTION = re.compile(r"(?<![\w.,/-])(\d{1,3})/(\d{1,3})(?![\w/]|[.,]\d)")
VERSION = re.compile(r"(?<![\w.,/-])[vV]?(\d{1,4}(?:\.\d{1,4}){2,3})(?![\w/]|[.,]\d)")
ROMAN = re.compile(r"(?<=[A-Za-z] )[IVX]{1,5}(?!\w)")
ROMAN_CUE: Final = re.compile(r"\b(?:chapter|part|volume|book|act|section|article|war|phase|type|stage|class|vol\.)\s$")
DECADE = re.compile(r"(?<![\w.,/-])(1\d|20)(\d)0s\b")
RANGE = re.compile(rf"(?<![\w.,/-])({NUMBER})\s?[-–]\s?({NUMBER})(?![\w/]|[-–.]\d)")
PHONE = re.compile(r"(?<![\w.,/-])(?:\+\d{1,3}[ .-]?)?\(?\d{2,4}\)?(?:[ .-]\d{3,4}){2,3}(?![\w-])")
YEAR = re.compile(r"(?<![\w.,/$€£-])(1[1-9]\d\d|20\d\d)(?!\w|[.,]\d|[/-]\d)")
YEAR_CUE: Final = re.compile(
    r"(?:\b(?:in|since|of|by|from|until|till|before|after|year|and|to|during|around|circa)|[(,])\s?$"
)
MIXED = re.compile(r"(?<!\w)(?=\w*\d)(?=\w*[A-Za-z])\w{2,40}(?!\w)")
CARDINAL = re.compile(rf"(?<![\w])(?:(?<![\w).,])[-−])?(?:{NUMBER})(?!\w)")
DIGITS = re.compile(r"\d{1,60}")
ABBREVIATION = re.compile(rf"(?<![\w.])(?:{_longest_first(ABBREVIATIONS)})(?!\w)")
STREETS: Final = {"St.": "Street", "Dr.": "Drive"}
EMERGENCY = re.compile(r"(?<![\w.,/-])(?:911|999|112|411|311|988)(?!\w|[.,]\d)")
CALL_CUE: Final = re.compile(r"\b(?:call|dial|dialed|dialled|called|phone|text|a)\s$")
SIGN = re.compile("|".join(map(re.escape, SIGNS)))
CODE_PART = re.compile(r"\d+|[^\W\d_]+")
WEB_PART = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")
WEB_SIGNS: Final = {".": "dot", "/": "slash", "@": "at", "-": "dash", "_": "underscore", ":": "colon"}


def rewrites(text: str, options: TextOptions, own: Sequence[Rewrite] = ()) -> list[Rewrite]:
    """What is read instead of which spans of ``text`` (one cleaned sentence), in order, none overlapping.

    ``own`` are the reader's rules and choices, which are final.
    """
    return apply(RULES, Context(text, options), own)


def _web(match: re.Match[str], _context: Context) -> str:
    written = match.group().rstrip(".,;:!?)")
    parts = (
        WEB_SIGNS.get(part, part if not part.isdecimal() else say.digits(part)) for part in WEB_PART.findall(written)
    )
    return " ".join(parts) + match.group()[len(written) :]


def _date(month: int, day: int, year: str | None) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{MONTHS[month - 1]} {say.ordinal(day)}" + (f", {say.year(int(year))}" if year else "")


def _iso_date(match: re.Match[str], _context: Context) -> str | None:
    return _date(int(match[2]), int(match[3]), match[1])


def _slash_date(match: re.Match[str], _context: Context) -> str | None:
    """Month first as in America, unless only the other order is a date."""
    first, second = int(match[1]), int(match[2])
    return _date(first, second, match[3]) if first <= 12 else _date(second, first, match[3])


def _month_number(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


def _month_day(match: re.Match[str], _context: Context) -> str | None:
    return _date(_month_number(match[1]), int(match[2]), match[3])


def _days_of_month(match: re.Match[str], _context: Context) -> str | None:
    """ "March 23-27, 2009"."""
    month, first, last, year = match.groups()
    begin, end = _date(_month_number(month), int(first), None), _date(_month_number(month), int(last), None)
    if begin is None or end is None or int(first) >= int(last):
        return None
    return f"{begin} to {say.ordinal(int(last))}" + (f", {say.year(int(year))}" if year else "")


def _day_month(match: re.Match[str], _context: Context) -> str | None:
    return _date(_month_number(match[2]), int(match[1]), match[3])


def _time(match: re.Match[str], _context: Context) -> str | None:
    hours, minutes, half = match.groups()
    if int(hours) > 24:
        return None
    if int(hours) > 12 and minutes == "00":  # nobody says "fourteen o'clock"
        return f"{say.whole(int(hours))} hundred"
    said = {0: "" if half else " o'clock"}.get(
        int(minutes), f" {'oh ' if minutes[0] == '0' else ''}{say.whole(int(minutes))}"
    )
    return say.whole(int(hours)) + said + (f" {half.upper()} M" if half else "")


def _hour(match: re.Match[str], _context: Context) -> str:
    return f"{say.whole(int(match[1]))} {match[2].upper()} M"


def _money(match: re.Match[str], _context: Context) -> str:
    symbol, amount, scale = match.groups()
    if scale:
        return f"{say.written(amount)} {SCALES.get(scale, scale)} {CURRENCIES[symbol][1]}"
    units, _, fraction = amount.replace(",", "").partition(".")
    if len(fraction) != 2 or symbol not in CENTS:
        return f"{say.written(amount)} {CURRENCIES[symbol][amount != '1']}"
    said = f"{say.written(units)} {CURRENCIES[symbol][units != '1']}"
    return said + (f" and {say.whole(int(fraction))} {CENTS[symbol][fraction != '01']}" if int(fraction) else "")


def _measure(match: re.Match[str], _context: Context) -> str:
    unit = UNITS[match[2]]
    is_one = match[1] == "1" and unit != "percent"
    singular = {"feet": "foot", "inches": "inch"}.get(
        unit, re.sub(r"^(square |cubic |degree)?(\w*?)s\b", r"\1\2", unit)
    )
    return f"{say.written(match[1])} {singular if is_one else unit}"


def _ordinal(match: re.Match[str], _context: Context) -> str:
    return say.ordinal(int(match[1]))


def _fraction(match: re.Match[str], _context: Context) -> str:
    """ "1/2" is one half, "3/4" three quarters, "2/3" two thirds, anything else "over"."""
    above, below = int(match[1]), int(match[2])
    if not 0 < above < below <= 10:
        return f"{say.whole(above)} over {say.whole(below)}"
    name = {2: "half", 4: "quarter"}.get(below, say.ordinal(below))
    return f"{say.whole(above)} {name}{'s' if above > 1 else ''}"


def _version(match: re.Match[str], _context: Context) -> str:
    lead = "version " if match.group()[0] in "vV" else ""
    return lead + " point ".join(map(say.written, match[1].split(".")))


def _roman(match: re.Match[str], context: Context) -> str | None:
    cued = ROMAN_CUE.search(context.before(match.start()))
    return ROMANS.get(match.group()) if cued else None


def _decade(match: re.Match[str], _context: Context) -> str:
    if match[2] == "0":
        return "two thousands" if match[1] == "20" else f"{say.whole(int(match[1]))} hundreds"
    tens = say.whole(int(match[2]) * 10)
    return f"{say.whole(int(match[1]))} {tens[:-1] + 'ies' if tens.endswith('y') else tens + 's'}"


def _range(match: re.Match[str], _context: Context) -> str:
    ends = [say.year(int(end)) if YEAR.fullmatch(end) else say.written(end) for end in match.groups()]
    return " to ".join(ends)


def _phone(match: re.Match[str], _context: Context) -> str | None:
    count = sum(map(str.isdigit, match.group()))
    return ("plus " if "+" in match.group() else "") + say.digits(match.group()) if 7 <= count <= 15 else None


def _year(match: re.Match[str], context: Context) -> str | None:
    cued = YEAR_CUE.search(context.before(match.start())) or not context.before(match.start()).strip()
    return say.year(int(match[1])) if cued or int(match[1]) >= 1800 else None


def _mixed(match: re.Match[str], _context: Context) -> str:
    return " ".join(say.written(part) if part.isdecimal() else part for part in CODE_PART.findall(match.group()))


def _cardinal(match: re.Match[str], _context: Context) -> str:
    return say.written(match.group())


def _digits(match: re.Match[str], _context: Context) -> str:
    """What no other rule knows how to read: no digit is left to the engine."""
    return say.written(match.group())


def _abbreviation(match: re.Match[str], context: Context) -> str | None:
    if match.group() == "No." and not context.after(match.end()).lstrip()[:1].isdigit():
        return None
    if match.group() in STREETS and _ends_a_street(match, context):
        return STREETS[match.group()]
    return ABBREVIATIONS[match.group()]


def _ends_a_street(match: re.Match[str], context: Context) -> bool:
    """ "Baker St." is a street, "St. Mary" a saint."""
    named = re.search(r"[A-Z][a-z]+ $", context.text[: match.start()][-CUE_CHARS:])
    return named is not None and not re.match(r"\s[A-Z]", context.text[match.end() :][:2])


def _emergency(match: re.Match[str], context: Context) -> str | None:
    return say.digits(match.group()) if CALL_CUE.search(context.before(match.start())) else None


def _sign(match: re.Match[str], _context: Context) -> str:
    return SIGNS[match.group()]


RULES: Final = (
    Rule("web", WEB, _web, ".:@"),
    Rule("date", ISO_DATE, _iso_date, "-"),
    Rule("date", SLASH_DATE, _slash_date, "/"),
    Rule("date", DAYS_OF_MONTH, _days_of_month, "-–"),
    Rule("date", MONTH_DAY, _month_day, "0"),
    Rule("date", DAY_MONTH, _day_month, "0"),
    Rule("time", TIME, _time, ":"),
    Rule("time", HOUR, _hour, "0"),
    Rule("money", MONEY, _money, "$€£¥₫₩₹"),
    Rule("date", DECADE, _decade, "0"),
    Rule("code", VERSION, _version, "."),
    Rule("unit", MEASURE, _measure, "0"),
    Rule("number", ORDINAL, _ordinal, "0"),
    Rule("number", FRACTION, _fraction, "/"),
    Rule("roman", ROMAN, _roman, "IVX"),
    Rule("phone", PHONE, _phone, "0"),
    Rule("phone", EMERGENCY, _emergency, "0"),
    Rule("range", RANGE, _range, "-–"),
    Rule("date", YEAR, _year, "0"),
    Rule("code", MIXED, _mixed, "0"),
    Rule("number", CARDINAL, _cardinal, "0"),
    Rule("number", DIGITS, _digits, "0"),
    Rule("abbreviation", ABBREVIATION, _abbreviation),
    Rule("symbol", SIGN, _sign),
)
