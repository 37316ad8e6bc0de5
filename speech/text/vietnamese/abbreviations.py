"""Vietnamese abbreviations: the ones with their full words, and the ones that need to see what is around them."""

import re
from collections.abc import Iterable
from typing import Final

from speech.text.rules import CUE_CHARS, Context, Reading, Rule
from speech.text.syllables import UPPER, is_syllable, is_torn
from speech.text.vietnamese.lexicon import (
    ACRONYMS,
    CHAT,
    CITIES,
    FIELDS,
    PLACES,
    PREFIXES,
    SCHOOLS,
    SIGNING,
    SMALL,
    TITLES,
)
from speech.text.vietnamese.senses import SENSES, meant


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of ``words``, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _or_capital(words: Iterable[str]) -> set[str]:
    """``words``, those in small letters also as they begin a sentence; single letters are too little to tell."""
    return {form for word in words for form in (word, word.capitalize() if word.islower() and len(word) > 1 else word)}


FIXED: Final = re.compile(rf"(?<![\w./])(?:{one_of(SMALL)})(?![\w&/])")
SENSE: Final = re.compile(rf"(?<![\w.&/-])(?:{one_of(_or_capital(SENSES))})(?![\w&/]|-[A-ZĐ\d])")
TITLE: Final = re.compile(rf"(?<!\w)({one_of(TITLES)})\.(?=\s?[^\W\d_])", re.IGNORECASE)
PLACE: Final = re.compile(
    rf"(?<![\w.])({one_of(form for word in PLACES for form in (word, word.upper(), word.capitalize()))})\.\s?"
    rf"(?=[{UPPER}][a-zà-ỹđ]|\d)"
)
PLACE_NUMBER: Final = re.compile(r"(?<![\w.-])(KP|Kp|TDP|[QP])(?=\s?\d{1,2}(?!\w|[.,/]\d|[/%+-]|\s?[+=]))")
PLACE_WORD: Final = re.compile(rf"(?<![\w.])(TP|Tp|tp|TX|Tx|tx)\s(?=[{UPPER}][a-zà-ỹđ])")
CITY: Final = re.compile(rf"(?<![\w.])(?:TP|Tp|tp)\.?\s?({one_of(CITIES)})(?!\w)")
ROAD: Final = re.compile(r"(?<![\w.])(QL|TL|ĐT|HL|ĐH)\.?\s?(?=\d{1,4}[A-Z]?(?![\w/]|[.,]\d))")
ROADS: Final = {
    "QL": "quốc lộ",
    "TL": "tỉnh lộ",
    "ĐT": "đường tỉnh",
    "HL": "hương lộ",
    "ĐH": "đường huyện",
}
ROAD_CUE: Final = re.compile(
    r"(?:đường|tuyến|trên|qua|quốc lộ|nối|dọc|ngã ba|ngã tư|và|với|giao|nút giao|xã|từ|đến|vào|theo)\s*$"
)
JOINED: Final = re.compile(
    r"(?<![\w&.-])(?:[A-ZĐƯ]{1,9}[-–]?&[A-ZĐƯ]{1,9}(?:[-–&][A-ZĐƯ]{1,9}){0,2}"
    r"|[A-ZĐƯ]{1,9}(?:[-–&][A-ZĐƯ]{1,9}){1,3})(?![\w&-])"
)
CHATTED: Final = re.compile(rf"(?<![\w./@#=-])(?<!\d )(?:{one_of(_or_capital(CHAT))})(?![\w/@-]|\.\w|\s?[=(])")
NAMED_LETTER: Final = re.compile(
    r"(?:\b(?:điểm|khoản|mục|chữ|chữ cái|số|biến|hệ|vitamin|bán kính|góc|cạnh|đường|hàm|lớp|nhóm|loại|trục|tham số"
    r"|hằng số|giá trị|hệ số|âm|phím|nốt|thẳng|trường hợp|bảng|mặt|và|với|hoặc|là|theo|tâm)|[,;:(=]|^)\s*$"
)
PARTS: Final = {"đ": "điều", "k": "khoản", "tr": "trang", "tl": "tỷ lệ"}
NUMBERED: Final = re.compile(rf"(?<![\w.])({one_of(PARTS)})\.\s?(?=\d)", re.IGNORECASE)
PREFIX: Final = re.compile(rf"(?<![\w.])({one_of(PREFIXES)})\s?(?=(?:\d{{1,4}}|I{{1,3}})(?![\w.]))")
SETTLED: Final = re.compile(r"(?:^|[,;(]|\bở|\btại|\bthôn \d{1,2}|\bấp \d{1,2})\s*$")
QUARTER_OF_YEAR: Final = re.compile(r"[1-4]\s?[/-]\s?(?:19|20)\d\d(?!\d)")
OFFICES: Final = frozenset(("Trưởng", "Giám", "Chủ", "Hiệu", "Tổng", "Viện", "Bí", "trưởng", "giám", "chủ", "tổng"))
DISTRICT: Final = re.compile(r"(?<![\w.])Q\.\s?(BT|TB|PN|GV|TĐ|TP)(?![\w.&])")
DISTRICTS: Final = {
    "BT": "Bình Thạnh",
    "TB": "Tân Bình",
    "PN": "Phú Nhuận",
    "GV": "Gò Vấp",
    "TĐ": "Thủ Đức",
    "TP": "Tân Phú",
}
GLUED: Final = re.compile(r"(?<![\w.,/-])(\d{1,3})(PN|PK|HS|SV|MT)(?!\w)")
GLUED_WORDS: Final = {
    "PN": "phòng ngủ",
    "PK": "phòng khách",
    "HS": "học sinh",
    "SV": "sinh viên",
    "MT": "mặt tiền",
}
"""What a number counts right before it: "2PN"."""
ROOM: Final = re.compile(r"(?<![\w.])P\.\s?(?=[A-Z]\d{2,4}(?!\w)|[A-Z]{2}\d\d(?!\w)|[A-ZĐ]{2,6}(?![\w.]))")
DEPUTY: Final = re.compile(r"(?:GĐ|TGĐ|CT|TP|BT|TT|HT)(?!\w)")
AMOUNT_BEFORE: Final = re.compile(r"\d(?:h|g|p|k|tr)\d*\s$")
PERSON: Final = re.compile(r"(?<![\w./@#=-])(?:[ae]|(?<=^)[AE])(?![\w/.@-]|\s?[=+)])")
CHATTY: Final = re.compile(
    r"(?i:\b(?:nha|nhé|nhe|ạ|ơi|ib|ck|ship|ok|oke|okie|ko|dc|đc|mn|vs|inbox|nhen|hen|hông|z|vậy|thui|à|ừ|uh)(?!\w))"
)
PERSON_DOES: Final = re.compile(
    r"\s(?:ơi|à|đang|sẽ|đã|cũng|mới|vừa|đi|về|tới|ở|ko|k|chưa|muốn|cần|gửi|ship|ck|chuyển|có|không|rảnh|lấy|mua"
    r"|qua|nhắn|gọi|xem|đặt|thấy|hỏi|thích|nhé|nha)(?!\w)"
)
PERSON_AFTER: Final = re.compile(
    r"\b(?:cho|của|bảo|với|gọi|ok|oke|okie|dạ|vâng|uh|ừ|yêu|nhớ|chào|ơn|gửi|báo|nhắn|đợi|chờ|hỏi|nữa|mai|để|nhờ|giúp"
    r"|ck|ib)\s$"
)
PERSON_ENDS: Final = re.compile(r"\s*(?:$|[,.!?~]|\s(?:nha|nhé|ạ|à|đi|với|luôn|\d|tiền|stk))")
MATHS: Final = frozenset("=^√∑≤≥<>")


def _numbered_part(match: re.Match[str], _context: Context) -> str:
    return PARTS[match[1].lower()] + " "


def _glued(match: re.Match[str], context: Context) -> str:
    return f"{context.say.whole(int(match[1]))} {GLUED_WORDS[match[2]]}"


def _district(match: re.Match[str], _context: Context) -> str:
    return f"quận {DISTRICTS[match[1]]}"


def _room(match: re.Match[str], context: Context) -> str:
    """ "P. TCHC" is a room or an office; "P.GĐ" its deputy head."""
    return "phó " if DEPUTY.match(context.text, match.end()) else "phòng "


def _fixed(match: re.Match[str], _context: Context) -> str:
    return SMALL[match.group()]


def _sense(match: re.Match[str], context: Context) -> Reading | str | None:
    return meant(match.group(), match.start(), match.end(), context)


def _title(match: re.Match[str], context: Context) -> str | None:
    written = match[1]
    following = re.match(r"\s?(\w+)", context.text[match.end() : match.end() + CUE_CHARS])
    if written.lower() in SIGNING:
        return TITLES[written.lower()] if written.isupper() and following and following[1].isupper() else None
    if written.islower() and not context.before(match.start()).strip():
        return None
    joined = "" if context.text[match.end() : match.end() + 1].isspace() else " "
    return TITLES[written.lower()] + joined


def _place(match: re.Match[str], context: Context) -> str | None:
    """ "P. Bến Nghé" is a ward; "John P. Smith" and "H. G. Wells" are people; "P.405" is a room."""
    written, before = match[1], context.text[: match.start()][-CUE_CHARS:]
    is_name = len(written) == 1 and written.isupper() and re.search(r"[A-Z][a-z]+ $", before)
    following = re.match(r"\w+", context.text[match.end() : match.end() + CUE_CHARS])
    if following is None or (is_name and not is_syllable(before.split()[-1])):
        return None
    if written == "P" and following[0] in OFFICES:
        return "phó "
    if written in "Qq" and QUARTER_OF_YEAR.match(context.text, match.end()):
        return None
    if following[0][0].isdigit():
        return _numbered(written, following[0])
    return (
        PLACES[written.lower()] + " "
        if is_syllable(following[0]) or len(written) > 1 or SETTLED.search(before.lower())
        else None
    )


def _numbered(written: str, number: str) -> str | None:
    """Wards and districts have small numbers; rooms have three figures."""
    if written.lower() == "p" and len(number) >= 3:
        return "phòng "
    small = len(number) <= 2 and number.isdigit()
    return PLACES[written.lower()] + " " if small and written.lower() not in ("x", "t", "đ", "h") else None


def _place_number(match: re.Match[str], context: Context) -> str | None:
    following = context.after(match.end())
    if match[1] == "Q" and re.match(r"[1-4](?:\s?/|\s?-\s?\d|\s+(?:năm|tăng|giảm|này|tới|vừa))", following):
        return None  # a quarter of a year
    return PLACES[match[1].lower()] + ("" if following[:1].isspace() else " ")


def _place_word(match: re.Match[str], _context: Context) -> str:
    return PLACES[match[1].lower()] + " "


def _city(match: re.Match[str], _context: Context) -> str:
    return f"thành phố {CITIES[match[1]]}"


def _road(match: re.Match[str], context: Context) -> str | None:
    written = match[1]
    numbered = written == "ĐT" and re.match(r"\d{3}(?!\d| \d)", context.text[match.end() :][:5])
    rural = written == "HL" and re.match(r"\d{1,2}(?!\d)", context.text[match.end() :][:3])
    if written not in ("QL", "TL") and not (numbered or rural) and not ROAD_CUE.search(context.before(match.start())):
        return None
    return ROADS[written] + " "


def _joined(match: re.Match[str], context: Context) -> str | None:
    """ "VH-TT&DL" is one name however it is cut; other pairs are said part by part."""
    written = match.group()
    key = re.sub(r"[-–&]", "", written)
    for school, name in SCHOOLS.items():
        if key.startswith(school) and key[len(school) :] in FIELDS:
            return f"{name} {FIELDS[key[len(school) :]]}"
    if key in FIELDS:
        return FIELDS[key]
    parts = re.split(r"[-–&]", written)
    if "&" not in written and not all(_known(part) for part in parts):
        return None
    said = [_known(part) or context.speller.spelled(part) for part in parts]
    marks = [" và " if mark == "&" else " " for mark in re.findall(r"[-–&]", written)]
    return "".join(word + mark for word, mark in zip(said, [*marks, ""], strict=True))


def _known(part: str) -> str | None:
    return ACRONYMS.get(part) or TITLES.get(part.lower()) or CITIES.get(part)


def _prefix(match: re.Match[str], _context: Context) -> str:
    return PREFIXES[match[1]] + " "


def _chat(match: re.Match[str], context: Context) -> Reading | None:
    """Only where plain words stand around: "x = k", "điểm k" and "ng/ml" are none of it."""
    written = match.group().lower()
    if is_torn(written, context.text[match.end() :][:CUE_CHARS]):
        return None
    if len(written) == 1:
        before = re.search(r"(?<!\w)([^\W\d_]+)\s$", context.text[: match.start()][-CUE_CHARS:])
        named = NAMED_LETTER.search(context.before(match.start()))
        if (
            named
            or not (before or AMOUNT_BEFORE.search(context.before(match.start())))
            or (before and not (is_syllable(before[1]) or before[1] in CHAT or before[1] in SENSES))
            or MATHS & frozenset(context.text)
        ):
            return None
    return Reading(CHAT[written], (context.speller.spelled(written),))


def _person(match: re.Match[str], context: Context) -> Reading | None:
    """ "Ok a, mai e ship": brother and sister, in a chat only."""
    before, after = context.before(match.start()), context.after(match.end())
    if MATHS & frozenset(context.text) or not CHATTY.search(context.text):
        return None
    if not (PERSON_DOES.match(after) or (PERSON_AFTER.search(before) and PERSON_ENDS.match(after))):
        return None
    letter = match.group().lower()
    return Reading({"a": "anh", "e": "em"}[letter], (context.speller.spelled(letter),))


RULES: Final = (
    Rule("abbreviation", CITY, _city, "Tt"),
    Rule("abbreviation", TITLE, _title, "."),
    Rule("abbreviation", FIXED, _fixed),
    Rule("abbreviation", NUMBERED, _numbered_part, "."),
    Rule("abbreviation", ROOM, _room, "P"),
    Rule("abbreviation", DISTRICT, _district, "Q"),
    Rule("abbreviation", GLUED, _glued, "PHSM"),
    Rule("abbreviation", PLACE, _place, "."),
    Rule("abbreviation", JOINED, _joined, "-–&"),
    Rule("abbreviation", ROAD, _road, "LTH"),
    Rule("abbreviation", PLACE_NUMBER, _place_number, "QP"),
    Rule("abbreviation", PREFIX, _prefix, "KNĐV"),
    Rule("abbreviation", PLACE_WORD, _place_word, "TtPpXx"),
)
SENSE_RULES: Final = (
    Rule("abbreviation", SENSE, _sense),
    Rule("abbreviation", CHATTED, _chat),
    Rule("abbreviation", PERSON, _person),
)
