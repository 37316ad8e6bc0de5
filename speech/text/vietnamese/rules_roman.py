"""Roman numerals: sure ones, and single or rare letters where a word before them says that they count."""

import re
from typing import Final

from speech.text.rules import CUE_CHARS, Context, Reading, Rule
from speech.text.syllables import UPPER, is_syllable

VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
VALID: Final = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
ROMAN = re.compile(
    r"(?<![\w.&'’])(?<!\d[,-])(?<![A-ZĐa-zà-ỹ]-)(?:[IVXLCDM]{1,15}|[ivxlcdm]{1,15})(?![\w&'’/]|\.[A-ZĐ]"
    r"|-[A-ZĐa-z]{2})|(?<=\d-)[IVX]{1,5}(?!\w)"
)
GROUP = re.compile(r"(?<=nhóm )([IVX]{1,4})([AB])(?!\w)")
SPACED_DASH = re.compile(r"(?<=[IVX])\s[-–—]\s(?=[IVX]{1,6}(?!\w))")
COUNTED: Final = (
    "thế kỷ|thế kỉ|tk|chương|phần|mục|khoản|điều|đoạn|khóa|khoá|kỳ|kì|quý|tập|quyển|lần|lần thứ|thứ|số|hồi|phụ lục"
    "|đại hội|cấp|bậc|hạng|loại|giai đoạn|đợt|vùng|khu vực|năm|bài|thế hệ|thế chiến|quân đoàn|quân khu|nhóm|tiết"
    "|tiểu mục"
    "|niên khóa|nhiệm kỳ|học kỳ|hk|tuyến|kỷ|vòng|độ|giai|type|typ|bảng|biểu|thời kỳ|đệ|triều|đời|hội nghị"
    "|trung ương|định luật|nguyên lý|luật"
)
CUE: Final = re.compile(rf"(?:\b(?:{COUNTED}))(?:\s[ivx]{{1,5}}(?:,| và| đến|-| -| –| hoặc))*\s*$")
RANGE_CUE: Final = re.compile(rf"(?:\b(?:{COUNTED}))\s[ivx]{{1,6}}$")
CENTURY: Final = re.compile(r"(?:thế kỷ|thế kỉ|chương)\s*$")
CENTURIES: Final = re.compile(r"(?:thế kỷ|thế kỉ|khóa|khoá|đại hội|chương|phần|năm)\s*$")
RULER: Final = re.compile(
    r"\b(?:vua|hoàng|hoàng đế|hoàng hậu|giáo hoàng|nữ hoàng|sa hoàng|quốc vương|thái tử|bá tước|công tước|napoléon"
    r"|napoleon|elizabeth|charles|louis|henry|george|william|pie|paul|rama|alexander|nicolai)[^.,;:\d]{0,30}$"
)
LISTED: Final = re.compile(r"(?:^|[;:.,]\s|(?<!\w)\()\s*$")
LETTERS: Final = frozenset("cdlm")
FIRST_WORDS: Final = re.compile(r"(?:quý|thứ)\s*$")


def value(numeral: str) -> int:
    """The value of a valid Roman numeral in small letters."""
    values = [VALUES[char] for char in numeral]
    following = [*values[1:], 0]
    return sum(-now if now < after else now for now, after in zip(values, following, strict=True))


def _roman(match: re.Match[str], context: Context) -> Reading | str | None:
    written, before, after = match.group(), context.before(match.start()), context.after(match.end())
    numeral = written.lower()
    if not VALID.fullmatch(numeral):
        return None
    said = _said(value(numeral), before, context)
    if LISTED.search(before) and re.match(r"[.)](?:\s|$)", after) and set(numeral) <= set("ivx"):
        return said if numeral != "i" or written == "I" or re.search(r"\bii\)", context.text) else None
    if written.islower():
        return said if _small(numeral, before, after) else None
    if LETTERS & set(numeral):
        cue = CUE if len(numeral) > 2 and numeral != "mix" else CENTURIES
        rare = len(numeral) > 1 and cue.search(before) and "chỉ số" not in before
        return said if rare or (numeral in "cdlm" and CENTURY.search(before)) else None
    if CUE.search(before) or (RULER.search(before) and before.endswith(" ")):
        return said
    shouted = is_syllable(written) and re.match(rf"\s+[{UPPER}]{{2}}", context.text[match.end() :][:CUE_CHARS])
    return None if shouted or len(numeral) == 1 else _uncued(written, said, context)


def _uncued(written: str, said: str, context: Context) -> Reading | str:
    """ "Louis XIV" counts; a short one alone could be two letters."""
    return said if len(written) > 2 else Reading(said, (context.speller.spelled(written),))


def _small(numeral: str, before: str, after: str) -> bool:
    """Small letters count after a word that says so; "vi phạm" and "xi măng" are words."""
    if numeral in "cdlm" or not CUE.search(before) or (numeral == "x" and re.match(r"\s?\d", after)):
        return False  # "2 viên/lần x 3 lần"
    return numeral not in ("vi", "xi", "mi", "di", "li") or not re.match(r"\s+[^\W\d_]", after)


def _said(number: int, before: str, context: Context) -> str:
    if FIRST_WORDS.search(before):
        return {1: "nhất", 4: "tư"}.get(number, context.say.whole(number))
    return context.say.whole(number)


def _group(match: re.Match[str], context: Context) -> str:
    """ "nhóm VIIA" of the elements."""
    return f"{context.say.whole(value(match[1].lower()))} {context.speller.spelled(match[2])}"


def _to(match: re.Match[str], context: Context) -> str | None:
    """ "thế kỷ XIX - XX"."""
    return "đến" if RANGE_CUE.search(context.before(match.start())) else None


RULES: Final = (
    Rule("range", SPACED_DASH, _to, "-–—"),
    Rule("roman", GROUP, _group),
    Rule("roman", ROMAN, _roman),
)
