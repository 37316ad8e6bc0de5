"""Times of day and durations: 8h30, 14:30, 9g15, 15:30:20, 3p20s, and the ranges between two of them."""

import re
from typing import Final

from speech.text.numbers import Numbers
from speech.text.rules import Context, Rule

CLOCK: Final = r"(\d{1,2})(?:\s?[hHg](?:([0-5]\d)p?)?|:([0-5]\d))"
RANGE = re.compile(rf"(?<![\w.,:/-]){CLOCK}\s?[-–]\s?{CLOCK}(?![\w:])")
OPEN_RANGE = re.compile(rf"(?<![\w.,:/-])(\d{{1,2}})\s?[-–]\s?{CLOCK}(?![\w:])")
SECONDS = re.compile(r"(?<![\w.,:/-])(\d{1,2})(?::([0-5]\d):([0-5]\d)|[hg]([0-5]?\d)[p']([0-5]?\d)s?)(?![\w:]|[.,]\d)")
HOURS = re.compile(rf"(?<![\w.,:/-]){CLOCK}(?![\w:/]|[.,]\d)")
MINUTES = re.compile(r"(?<![\w.,:/-])(\d{1,3})(?:p|['′])(?:([0-5]?\d)(?:s|\"|″)?)?(?![\w'])")
SCORE_CUE: Final = re.compile(r"(?:tỷ số|tỉ số|tỷ lệ|tỉ lệ|thắng|thua|hòa|hoà)(?: trận đấu)?(?: là)?\s*$")
MINUTE_WORD: Final = re.compile(r"\s*phút")


def clock(say: Numbers, hours: str, minutes: str | None = None, seconds: str | None = None) -> str:
    """ "8", "30" -> "tám giờ ba mươi phút"; zero minutes and seconds are left out."""
    said = f"{say.whole(int(hours))} giờ"
    if int(minutes or 0) or int(seconds or 0):
        said += f" {say.whole(int(minutes or 0))} phút"
    return said + (f" {say.whole(int(seconds))} giây" if seconds and int(seconds) else "")


def _range(match: re.Match[str], context: Context) -> str | None:
    from_hours, from_h, from_colon, to_hours, to_h, to_colon = match.groups()
    if int(from_hours) > 24 or int(to_hours) > 24:
        return None
    first = clock(context.say, from_hours, from_h or from_colon)
    return f"{first} đến {clock(context.say, to_hours, to_h or to_colon)}"


def _open_range(match: re.Match[str], context: Context) -> str | None:
    first, hours, minutes, colon = match.groups()
    if int(first) > 24 or int(hours) > 24 or int(first) >= int(hours):
        return None
    return f"{context.say.whole(int(first))} đến {clock(context.say, hours, minutes or colon)}"


def _seconds(match: re.Match[str], context: Context) -> str | None:
    hours, minutes, seconds, short_minutes, short_seconds = match.groups()
    if int(hours) > 24:
        return None
    return clock(context.say, hours, minutes or short_minutes, seconds or short_seconds)


def _hours(match: re.Match[str], context: Context) -> str | None:
    hours, after_h, after_colon = match.groups()
    unlike = int(hours) > 24 or (after_colon and SCORE_CUE.search(context.before(match.start())))
    if unlike or (" " in match.group() and not after_h):
        return None if unlike else _spaced(match, context)
    said = clock(context.say, hours, after_h or after_colon)
    return said.removesuffix(" phút") if MINUTE_WORD.match(context.after(match.end())) else said


def _spaced(match: re.Match[str], context: Context) -> str | None:
    """ "8 h" is a time; "8 g" is a weight."""
    return clock(context.say, match[1]) if match.group()[-1] in "hH" else None


def _minutes(match: re.Match[str], context: Context) -> str | None:
    minutes, seconds = match.groups()
    said = f"{context.say.whole(int(minutes))} phút"
    return said + (f" {context.say.whole(int(seconds))} giây" if seconds and int(seconds) else "")


RULES: Final = (
    Rule("time range", RANGE, _range, "-–"),
    Rule("time range with one mark", OPEN_RANGE, _open_range, "-–"),
    Rule("time with seconds", SECONDS, _seconds, "0"),
    Rule("time", HOURS, _hours, "0"),
    Rule("minutes", MINUTES, _minutes, "p'′"),
)
