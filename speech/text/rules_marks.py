"""What is left when rules and backend are done: signs are said or become pauses, digits are said."""

import re
from typing import Final

from speech.text.rules import MASK, Context, Rule

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
DAYS: Final = (
    "thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|tháng (?:giêng|chạp|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)"
)
DAY_BEFORE: Final = re.compile(rf"(?:{DAYS})\s*$")
DAY_AFTER: Final = re.compile(rf"\s*(?:{DAYS})(?!\w)")
KEY = re.compile(r"(?<![\w*#])[*#](?![\w*#])")
KEY_CUE: Final = re.compile(r"(?:phím|dấu|nút|ký tự|nhấn|bấm)(?: (?:\*|#|sao|thăng)(?: hoặc| và|,))?\s*$")
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
DIGITS = re.compile(r"\d{1,60}")
TOKEN = re.compile(r"(?=[^\s]{0,60}\d)[^\W_]+(?:[-][^\W_]+)*")


def _opening(match: re.Match[str], context: Context) -> str:
    """A bracket is a short pause; nothing at the start, or where a pause is anyway."""
    before = context.text[: match.start()].rstrip()[-1:]
    return ", " if before.isalnum() or (before in '%"”' and before) else " "


def _closing(match: re.Match[str], context: Context) -> str:
    following = context.text[match.end() :].lstrip()[:1]
    return "," if following.isalnum() else ""


def _dash(match: re.Match[str], context: Context) -> str:
    if DAY_BEFORE.search(context.before(match.start())) and DAY_AFTER.match(context.after(match.end())):
        return " đến "
    before = context.text[: match.start()].rstrip()[-1:]
    return ", " if before and (before.isalnum() or before in '"”%)') else " "


def _key(match: re.Match[str], context: Context) -> str | None:
    """The keys of a telephone."""
    return {"*": "sao", "#": "thăng"}[match.group()] if KEY_CUE.search(context.before(match.start())) else None


def _silent(_match: re.Match[str], _context: Context) -> str:
    return ""


def _sign(match: re.Match[str], _context: Context) -> str:
    return SIGNS[match.group()]


def _slash(match: re.Match[str], context: Context) -> str:
    beside = context.text[match.start() - 1 : match.start()].isalnum() and context.after(match.end())[:1].isalnum()
    return "trên" if beside else ""


def _hyphen(match: re.Match[str], context: Context) -> str:
    return " " if context.text[match.start() - 1 : match.start()].isalnum() else ""


def _digits(match: re.Match[str], context: Context) -> str:
    """What no other rule knows how to read: no digit is left to the engine."""
    return context.say.written(match.group())


def _token(match: re.Match[str], context: Context) -> str:
    return context.speller.code(match.group())


PUNCTUATION_RULES: Final = (
    Rule("symbol", KEY, _key, "*#"),
    Rule("symbol", OPENING, _opening, "([{"),
    Rule("symbol", CLOSING, _closing, ")]}"),
    Rule("symbol", DASH, _dash, "-–—"),
)
LEFT_RULES: Final = (
    Rule("code", TOKEN, _token, "0"),
    Rule("number", DIGITS, _digits, "0"),
    Rule("symbol", SLASH, _slash, "/"),
    Rule("symbol", SIGN, _sign, "".join(SIGNS)),
    Rule("symbol", LAYOUT, _silent),
    Rule("symbol", QUOTE, _silent),
    Rule("symbol", HYPHEN, _hyphen, "-"),
)
