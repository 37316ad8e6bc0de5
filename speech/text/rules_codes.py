"""Things said character by character: web addresses, legal numbers, versions, phones, acronyms, codes."""

import re
from typing import Final

from speech.text import letters
from speech.text.lexicon import ACRONYMS
from speech.text.rules import CUE_CHARS, Context, Rule
from speech.text.syllables import ACCENTED, UPPER, is_marked, is_syllable

TOP_DOMAINS: Final = "com|vn|net|org|io|edu|gov|info|tv|me|app|dev|co|uk|us|jp|cn|eu|ai"
WEB = re.compile(
    rf"(?:https?|ftp)://[^\s<>\"“”]{{1,300}}|www\.[^\s<>\"“”]{{1,300}}"
    rf"|(?<![\w.+-])[A-Za-z0-9][\w.+-]{{0,63}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}"
    rf"|(?<![\w.@-])(?:[A-Za-z0-9][A-Za-z0-9-]{{1,40}}\.){{1,4}}(?:{TOP_DOMAINS})\b(?:/[\w./?=&%#~-]{{0,200}})?",
    re.IGNORECASE,
)
WORD_BEFORE = re.compile(r"([^\W\d_]{2,20})\s$")
WORD_AFTER = re.compile(r"\s([^\W\d_]{2,20})(?!\w)")
HANDLE = re.compile(r"(?<!\w)[@#][A-Za-zĐđ]\w{1,40}")
# 45/2019/QH14, 12/2021/NĐ-CP, 217/QĐ-TTg: number, perhaps the year, the makers.
LEGAL = re.compile(
    r"(?<![\w./-])(\d{1,5})(?:\s?/\s?(\d{4}))?\s?/\s?"
    r"([A-ZĐ][A-ZĐa-z]{1,6}\d{0,2}(?:[-–/][A-ZĐ][A-ZĐa-z&]{0,8}\d{0,2}){0,4})(?!\w)"
)
VERSION = re.compile(r"(?<![\w.,/-])(?:[vV]\.?(\d{1,4}(?:\.\d{1,4}){1,3})|(\d{1,4}(?:\.\d{1,4}){2,3}))(?![\w/]|[.,]\d)")
IP_PARTS: Final = 4
TAIL: Final = r"(?:[ .-]?\d{2,4}){1,4}(?![\d.,/-]*\d)"
PHONE = re.compile(
    rf"(?<![\w.,/-])(?:(?:\(?\+\d{{1,3}}\)?[ .-]?)(?:\(?\d{{1,4}}\)?)|\(0\d{{1,3}}\)|0\d{{1,3}}"
    rf"|1[89]00){TAIL}"
)
HOTLINE = re.compile(r"(?<![\w.,/-])(?:11[1-5]|1080|911|1022)(?![\w%]|[.,/-]\d)")
SERIAL = re.compile(r"(?<![\w.,/-])\d{4,20}(?:-\d{2,6})?(?![\w/]|[.,-]\d)")
CALL_CUE = re.compile(
    r"(?:gọi|số|hotline|cảnh sát|cứu hỏa|cứu hoả|cấp cứu|tổng đài|đường dây nóng)"
    r"[ :]*(?:\d{3,4}(?:, | và | hoặc | - ))*$"
)
SERIAL_CUE = re.compile(
    r"(?:\bmã(?: (?:số|otp|pin|vạch|đơn(?: hàng)?|thuế|sinh viên|nhân viên"
    r"|khách hàng))?(?: thuế)?(?: cá nhân)?"
    r"|số tài khoản|stk|mst|cccd|cmnd|cmt|căn cước(?: công dân)?|\bid|tài khoản|sê-?ri|serial|imei"
    r"|số hiệu|số thẻ"
    r"|hộ chiếu|otp|biển số)(?: số)?(?: là)?[ :]*$"
)
PLATE = re.compile(r"(?<![\w.,/-])\d{2}[A-ZĐ]{1,2}\d?[-. ]\d{3}\.?\d{2}(?![\w/-]|[.,]\d)")
NOT_A_CALL = re.compile(r"\s*(?:đồng|người|triệu|tỷ|nghìn|ngàn|%|lần|ngày|năm|km|m\b|kg|căn|chiếc)")
CAPITALS = re.compile(rf"(?<!\w)[{UPPER}]{{2,}}(?!\w)")
SHORT: Final = 3
"""Capitals up to this length may be a code although they look like a syllable ("MU", "CEO", "AI")."""
# A token of letters and digits, or with capitals inside: U23, H2O, TX-0, iPhone, i9-14900K, COVID-19.
CODE = re.compile(
    r"(?<!\w)(?=[\w-]{2,40}(?![\w-]))(?=\w*-?\w*\d|\w*[a-z][A-Z])[A-Za-zĐđ]\w*(?:-\w+)*(?:(?<=\d)\.\d{1,4})?(?!\w)"
    r"|(?<![\w.,/])\d{1,4}[A-ZĐ]\w{0,8}(?!\w)"
    r"|(?<!\w)[A-Z]{1,5}(?:-[A-Z]{1,5}){1,3}(?![\w-])"
)
SINGLE = re.compile(r"(?<![\w'’.])[B-DF-HJ-NP-TV-XZbcdđfghjklmnpqrstvxzwĐ](?![\w'’])")


def _web(match: re.Match[str], context: Context) -> str:
    trailing = match.group().rstrip(".,;:!?)]}”\"'")
    return letters.web(trailing, context.say) + match.group()[len(trailing) :]


def _legal(match: re.Match[str], context: Context) -> str:
    number, year, makers = match.groups()
    parts = [context.say.written(number), *([context.say.whole(int(year))] if year else [])]
    return " trên ".join([*parts, letters.code(makers.replace("/", "-"), context.say)])


def _version(match: re.Match[str], context: Context) -> str | None:
    lead = "vê " if match[1] else ""
    numbers = (match[1] or match[2]).split(".")
    cued = lead or re.search(r"(?:phiên bản|bản|version|mục|điều|chương|ip)[ :]*$", context.before(match.start()))
    if not cued and all(len(part) == 3 for part in numbers[1:]):
        return None  # 1.250.000 is one number
    read = context.say.digits if len(numbers) == IP_PARTS else context.say.written
    return lead + " chấm ".join(map(read, numbers))


def _phone(match: re.Match[str], context: Context) -> str | None:
    count = sum(char.isdigit() for char in match.group())
    if not 8 <= count <= 15:
        return None
    return ("cộng " if "+" in match.group() else "") + context.say.digits(match.group())


def _plate(match: re.Match[str], context: Context) -> str:
    written = match.group()
    return " ".join(context.say.digits(char) or letters.spelled(char) for char in written if char.isalnum())


def _hotline(match: re.Match[str], context: Context) -> str | None:
    cued = CALL_CUE.search(context.before(match.start())) and not NOT_A_CALL.match(context.after(match.end()))
    return context.say.digits(match.group()) if cued else None


def _serial(match: re.Match[str], context: Context) -> str | None:
    return context.say.digits(match.group()) if SERIAL_CUE.search(context.before(match.start())) else None


def _known_capitals(match: re.Match[str], context: Context) -> str | None:
    """Capitals with a meaning of their own, and plain words that are merely written large."""
    word = match.group()
    shouted = _among_capitals(match, context)
    if word in ACRONYMS and not (shouted and is_syllable(word)):
        return ACRONYMS[word]
    if is_syllable(word) and (shouted or is_marked(word) or ACCENTED.search(word) or len(word) > SHORT):
        return word.lower()
    return letters.WORDLIKE.get(word)


def _among_capitals(match: re.Match[str], context: Context) -> bool:
    """Whether a word beside this one is in capitals too and no code: then capitals mean nothing."""
    before = WORD_BEFORE.search(context.text, max(0, match.start() - CUE_CHARS), match.start())
    after = WORD_AFTER.match(context.text, match.end())
    return any(near and near[1].isupper() and is_syllable(near[1]) for near in (before, after))


def _capitals(match: re.Match[str], _context: Context) -> str:
    return letters.acronym(match.group())


def _code(match: re.Match[str], context: Context) -> str:
    return letters.code(match.group(), context.say)


def _single(match: re.Match[str], context: Context) -> str | None:
    alone = match.group().isupper() or re.search(r"\d $", context.before(match.start())) is None
    return letters.spelled(match.group()) if alone else None


WEB_RULES = (
    Rule("web", WEB, _web, ".:@"),
    Rule("handle", HANDLE, _code, "@#"),
    Rule("legal", LEGAL, _legal, "/"),
)
NUMBER_CODE_RULES = (
    Rule("phone", PHONE, _phone, "0"),
    Rule("plate", PLATE, _plate, "0"),
    Rule("hotline", HOTLINE, _hotline, "0"),
    Rule("serial", SERIAL, _serial, "0"),
    Rule("version", VERSION, _version, "."),
)
KNOWN_LETTER_RULES = (Rule("code", CODE, _code), Rule("known capitals", CAPITALS, _known_capitals))
SPELLING_RULES = (Rule("capitals", CAPITALS, _capitals), Rule("single", SINGLE, _single))
