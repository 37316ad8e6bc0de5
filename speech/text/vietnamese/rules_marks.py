"""What is left when rules and backend are done: signs are said or become pauses, digits are said."""

import re
from typing import Final

from speech.text.rules import MASK, Context, Rule
from speech.text.syllables import is_syllable
from speech.text.vietnamese.units import CURRENCIES, PER_WORDS

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
WORD_BEFORE = re.compile(r"(?<![\w])([^\W\d_]{2,7})$")
WORD_AFTER = re.compile(r"([^\W\d_]{2,7})(?!\w)")
LISTING = re.compile(r"/\s")
"""A mark behind the number of an item: "b/ Nhiệm vụ"."""
SHORTS_BEFORE = re.compile(r"(?<!\w)(?:[A-ZĐ]{2,6}|\d{1,3}[A-Z])$")
SHORTS_AFTER = re.compile(r"[A-ZĐ]{2,6}(?!\w)|\d{1,3}[A-Z](?!\w)")
DIVIDED_ENDS: Final = ")²³%"
QUOTIENT_CUE: Final = re.compile(r"(?:tỷ lệ|tỉ lệ|chỉ số|hệ số|tỷ số|tỉ số|tỷ trọng|tỉ trọng)(?: \w+){0,4}$")
HYPHEN = re.compile(r"(?<=\w)-(?=\w)|-")
DIGITS = re.compile(r"\d{1,60}")
TOKEN = re.compile(r"(?=[^\s]{0,60}\d)[^\W_]+(?:[-][^\W_]+)*")


def _opening(match: re.Match[str], context: Context) -> str:
    """A bracket is a short pause; nothing at the start, or where a pause is anyway."""
    before = context.text[: match.start()].rstrip()[-1:]
    return ", " if before.isalnum() or (before in '%"”' and before) else " "


def _closing(match: re.Match[str], context: Context) -> str:
    following = context.text[match.end() :].lstrip()[:1]
    return "" if following in "²³" else "," if following.isalnum() else ""


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


def _sign(match: re.Match[str], context: Context) -> str:
    said = SIGNS[match.group()]
    return f"{said} " if context.after(match.end())[:1].isalpha() else said


def _slash(match: re.Match[str], context: Context) -> str:
    """ "nợ/vốn" is a quotient where the words say so; "anh/chị" are two words side by side."""
    before, after = WORD_BEFORE.search(context.before(match.start())), WORD_AFTER.match(context.after(match.end()))
    if before and after and all(map(is_syllable, (before[1], after[1]))):
        divided = (after[1] in PER_WORDS and before[1] not in ("ngày", "tháng")) or QUOTIENT_CUE.search(
            context.before(match.start())
        )
        return "trên" if divided else " "
    if LISTING.fullmatch(match.group()) and not context.after(match.end())[:1].isdigit():
        return ", "
    short = SHORTS_BEFORE.search(context.text[: match.start()][-8:])
    if short and short.group() not in CURRENCIES and SHORTS_AFTER.match(context.text, match.end()):
        return " "
    left, right = context.text[: match.start()][-1:], context.after(match.end())[:1]
    beside = (left.isalnum() or left in DIVIDED_ENDS) and (right.isalnum() or right == "(")
    return "trên" if beside and left else ""


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
