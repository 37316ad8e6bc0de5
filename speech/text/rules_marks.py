"""What is left when rules and backend are done: signs are said or become pauses, digits are said."""

import re
from typing import Final

from speech.text import letters
from speech.text.rules import MASK, Context, Rule
from speech.text.units import UNITS

SIGNS: Final = {
    "%": "phần trăm",
    "‰": "phần nghìn",
    "&": "và",
    "+": "cộng",
    "=": "bằng",
    "@": "a còng",
    "°": "độ",
    "±": "cộng trừ",
    "×": "nhân",
    "÷": "chia",
    "≈": "xấp xỉ",
    "≠": "khác",
    "≤": "nhỏ hơn hoặc bằng",
    "≥": "lớn hơn hoặc bằng",
    "→": "đến",
    "√": "căn bậc hai",
    "$": "đô la",
    "€": "ơ rô",
    "£": "bảng",
    "₫": "đồng",
    "~": "khoảng",
    "∞": "vô cực",
    "№": "số",
    "#": "thăng",
    "²": "bình phương",
    "³": "lập phương",
    "§": "mục",
    "<": "nhỏ hơn",
    ">": "lớn hơn",
    "^": "mũ",
    "*": "nhân",
}
OPENING = re.compile(r"\s?[(\[{]+\s?")
CLOSING = re.compile(r"\s?[)\]}]+")
DASH = re.compile(r"\s[-–—]+\s|[–—]")
QUOTE = re.compile(r"[\"“”„«»‘`*_|\\^{}\[\]<>¬¦¨¯´¸•·§©®™℮]|(?<!\w)['’]|['’](?!\w)")
# These are marks of layout unless numbers or letters stand on both sides, or a number follows.
BINARY: Final = "*^<>+="
LEADING: Final = "~#"
BESIDE: Final = rf"[\w{MASK}]"
SIGN = re.compile(
    rf"(?<={BESIDE})[{re.escape(BINARY)}](?={BESIDE})|(?<={BESIDE}\s)[{re.escape(BINARY)}](?=\s{BESIDE})|[+{LEADING}](?=[\d{MASK}])"
    rf"|[{re.escape(''.join(sorted(set(SIGNS) - set(BINARY) - set(LEADING))))}]"
)
LAYOUT = re.compile(rf"[{re.escape(BINARY + LEADING)}]")
SLASH = re.compile(r"\s?/\s?")
HYPHEN = re.compile(r"(?<=\w)-(?=\w)|-")
LONE_UNIT = re.compile(
    r"(?<![\w/])(?:km|kg|cm|mm|ml|kWh|km/h|m²|m2|m³|m3)(?!\w)|(?:(?<=triệu )|(?<=nghìn )|(?<=ngàn ))ha(?!\w)"
)
DIGITS = re.compile(r"\d{1,60}")
TOKEN = re.compile(r"(?=[^\s]*\d)[^\W_]+(?:[-][^\W_]+)*")


def _opening(match: re.Match[str], context: Context) -> str:
    """A bracket is a short pause; nothing at the start, or where a pause is anyway."""
    before = context.text[: match.start()].rstrip()[-1:]
    return ", " if before.isalnum() or (before in '%"”' and before) else " "


def _closing(match: re.Match[str], context: Context) -> str:
    following = context.text[match.end() :].lstrip()[:1]
    return "," if following.isalnum() else ""


def _dash(match: re.Match[str], context: Context) -> str:
    before = context.text[: match.start()].rstrip()[-1:]
    return ", " if before and (before.isalnum() or before in '"”%)') else " "


def _silent(_match: re.Match[str], _context: Context) -> str:
    return ""


def _sign(match: re.Match[str], _context: Context) -> str:
    return SIGNS[match.group()]


def _slash(match: re.Match[str], context: Context) -> str:
    beside = context.text[match.start() - 1 : match.start()].isalnum() and context.after(match.end())[:1].isalnum()
    return "trên" if beside else ""


def _hyphen(match: re.Match[str], context: Context) -> str:
    return " " if context.text[match.start() - 1 : match.start()].isalnum() else ""


def _lone_unit(match: re.Match[str], _context: Context) -> str:
    return UNITS[match.group()]


def _digits(match: re.Match[str], context: Context) -> str:
    """What no other rule knows how to read: no digit is left to the engine."""
    return context.say.written(match.group())


def _token(match: re.Match[str], context: Context) -> str:
    return letters.code(match.group(), context.say)


UNIT_RULES: Final = (Rule("lone unit", LONE_UNIT, _lone_unit),)
PUNCTUATION_RULES: Final = (
    Rule("opening bracket", OPENING, _opening, "([{"),
    Rule("closing bracket", CLOSING, _closing, ")]}"),
    Rule("dash", DASH, _dash, "-–—"),
)
LEFT_RULES: Final = (
    Rule("token", TOKEN, _token, "0"),
    Rule("digits", DIGITS, _digits, "0"),
    Rule("slash", SLASH, _slash, "/"),
    Rule("sign", SIGN, _sign, "".join(SIGNS)),
    Rule("layout", LAYOUT, _silent),
    Rule("quote", QUOTE, _silent),
    Rule("hyphen", HYPHEN, _hyphen, "-"),
)
