"""Where sentences end. Spans always cover the whole text, in order.

Method: rules of our own (library splitters reach 57 % of hard places): marks that end a sentence unless an
abbreviation, an initial, a list number or a small letter says otherwise; line ends unless they are wrapped.
"""

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from speech.text import sentence_words as words
from speech.text.syllables import ACCENTED, UPPER, is_marked, is_syllable
from speech.types import Language

WINDOW: Final = 40
END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+\s++|[。！？]\s*+")
GLUED_END = re.compile(rf"(?<=[^\W\d_])[.!?…](?=[{UPPER}][^\W\d_])")
"""A sentence's end with its space forgotten, where two plain words say so ("trời mưa.Tôi ở nhà")."""
NEW_LINE = re.compile(r"\n\s*+")
OPENERS: Final = "\"'“‘«([{-–—•*+☐¿¡ "
BEFORE_WORD: Final = "(\"“['‘«"


def _one_of(listed: str) -> str:
    return "|".join(sorted(map(re.escape, shlex.split(listed)), key=len, reverse=True))


def _chain(listed: str, before: str = "") -> re.Pattern[str]:
    """One of ``listed``, maybe with others of them (or of ``before``) in front: PGS.TS"""
    return re.compile(rf"(?:(?:{_one_of(listed + before)})\.)*(?:{_one_of(listed)})")


TITLE, PLACE = _chain(words.TITLES), _chain(words.PLACES)
CARRIER, SUFFIX = _chain(words.CARRIERS), _chain(words.SUFFIXES)
INITIALS = re.compile(r"(?:[A-ZĐ]\.)*[A-ZĐ]")
INITIAL_FOLLOWS = re.compile(r"\.\s[A-ZĐ]\.")
NAME = re.compile(rf"[{UPPER}][^\W\d_]+\.?|(?:[A-ZĐ]\.)+")
LIST_START: Final = r"(?:^|\n|(?<=[.!?…:;])\s)\s*[(\"“]?"
LIST_NUMBER = re.compile(rf"{LIST_START}(?:\d{{1,3}}|[IVXivx]{{1,4}}|[a-zđA-ZĐ])$")
LEVELS = re.compile(r"(?:^|\n)\s*\d{1,3}(?:\.\d{1,3}){1,4}$")
NUMBERED = re.compile(rf"{LIST_START}(?:{_one_of(words.NUMBERED)})\s+[\dIVXLC]{{1,6}}(?:\.\d{{1,3}})*$", re.IGNORECASE)
DATE_FOLLOWS = re.compile(r"\.\s\d{1,2}\.\s?\d{4}\b")
YEAR_FOLLOWS = re.compile(r"\.\s\d{4}\b")
DAY_AND_MONTH = re.compile(r"(?<!\d)\d{1,2}\.\s?\d{1,2}$")
AMOUNT = re.compile(r"\d\s+\S*$")  # 500 đ, 5 h
LAST_WORD = re.compile(r"\S*$")
PREVIOUS_WORDS = re.compile(r"(?:(\S+)\s+)?(\S+)\s+\S*$")
NEXT_WORDS = re.compile(r"\s*[^\w\s]*([^\W\d_]+)(?:['’]\w+)?\s+[^\w\s]*(\w)?")
LAST_LETTERS = re.compile(r"[^\W\d_]+$")
NEXT_LETTERS = re.compile(r"\s*([^\W\d_]+)")
ATTRIBUTION = re.compile(
    rf"[-–—]\s?(?:[^\W\d_]+\s){{1,4}}(?:{_one_of(words.SAYING)})"
    r"(?:[.,:;…]|$|\s(?:lại|to|nhỏ|khẽ|thầm|vội|gọn|lớn|với|bằng|rồi|ngay|mẹ|tôi)\b)"
)
NAMED_SMALL = re.compile(r"[a-z][A-Z]")  # iPhone, eBay
LIST_MARKER = re.compile(r"(?:[a-zđ]|[ivx]{1,4}|\d{1,3})[.)]\s")
FORMULA_SIGNS: Final = ("=", "+", "*", "/", "×", "÷", "<", ">")
LINE_CLOSED: Final = ".!?…:;。！？"
WRAP_MIN: Final = 45
WRAP_MAX: Final = 140
WRAP_LINES: Final = 3


def split_sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """The spans of the sentences of ``text``: half-open, contiguous, covering all of it (none for "").

    White space belongs to the sentence before it, leading white space to the first. ``language`` is the
    main one of the text; both languages' abbreviations hold in both. Linear in the length of ``text``.
    """
    ends = {match.end() for match in END.finditer(text) if _ends_sentence(text, match, language)}
    ends.update(match.end() for match in GLUED_END.finditer(text) if _parts_words(text, match))
    ends.update(match.end() for match in _line_ends(text))
    ends -= {0, len(text)}
    if lead := len(text) - len(text.lstrip()):
        ends = {end for end in ends if end > lead}
    bounds = [0, *sorted(ends), len(text)]
    return list(pairwise(bounds)) if text else []


def _parts_words(text: str, match: re.Match[str]) -> bool:
    """Whether both neighbours of a mark without a space are plain words of Vietnamese, so that it is no name."""
    left = LAST_LETTERS.search(text, max(0, match.start() - 8), match.start())
    right = NEXT_LETTERS.match(text, match.end(), match.end() + 8)
    if not left or not right or not left.group().islower() or len(left.group()) < 2:
        return False
    pair = (left.group(), right[1])
    return all(map(is_syllable, pair)) and any(is_marked(word) or ACCENTED.search(word) for word in pair)


def _ends_sentence(text: str, match: re.Match[str], language: Language) -> bool:
    mark = match.group().rstrip()
    ahead = text[match.end() : match.end() + WINDOW]
    following = ahead.lstrip(OPENERS)
    if following[:1].islower() and not NAMED_SMALL.match(following):
        return False
    if following[:1] in FORMULA_SIGNS and mark == "!" and text[match.start() - 1 : match.start()].isalnum():
        return False  # 5! = 120
    if mark[-1:] == ")" and mark[:1] != "." and not following[:1].isupper():
        return False
    if ATTRIBUTION.match(ahead) or (mark[0] in ".…" and len(mark.strip(".")) < 2 and _is_stammer(text, match)):
        return False
    return mark[0] != "." or len(mark) > 1 or not _is_abbreviation(text, match.start(), language)


def _is_stammer(text: str, match: re.Match[str]) -> bool:
    """``Tôi... tôi``: the same word again after the dots."""
    if match.group().rstrip() in (".", "。"):
        return False
    left = LAST_LETTERS.search(text, max(0, match.start() - 8), match.start())
    right = NEXT_LETTERS.match(text, match.end(), match.end() + 8)
    return left is not None and right is not None and left.group().lower() == right[1].lower()


def _is_abbreviation(text: str, dot: int, language: Language) -> bool:
    """Whether the dot at ``dot`` belongs to the word or number before it."""
    left = text[max(0, dot - WINDOW) : dot]
    lined = left if dot > WINDOW else "\n" + left
    last = LAST_WORD.search(left)
    word = last.group().lstrip(BEFORE_WORD) if last else ""
    if word in words.AND_SO_ON:
        return False
    if word[:1].isdigit() or word[-1:].isdigit():
        return _is_list_number(lined, left) or _is_in_date(text, dot, left)
    if CARRIER.fullmatch(word):
        return True
    if NUMBERED.search(lined) or _is_list_number(lined, left):
        return True
    anew = _begins_anew(text, dot + 1)
    if TITLE.fullmatch(word) or PLACE.fullmatch(word):
        return not anew and not (word.islower() and AMOUNT.search(left))
    if SUFFIX.fullmatch(word):
        return not anew and not (language == "vi" and _is_marked_next(text, dot + 1))
    if INITIALS.fullmatch(word) and text[dot + 1 : dot + 3] == " (":
        return True
    return INITIALS.fullmatch(word) is not None and not anew and _is_initial(text, dot, left, word, language)


def _is_list_number(lined: str, left: str) -> bool:
    """``lined``: what is on the left, a line feed before it where a text begins."""
    if LEVELS.search(lined) or NUMBERED.search(lined):
        return True
    if not LIST_NUMBER.search(lined):
        return False
    previous = PREVIOUS_WORDS.search(left)
    before = previous[2].lstrip(BEFORE_WORD) if previous else ""
    if not before.endswith("."):
        return True
    return not (PLACE.fullmatch(before[:-1]) or CARRIER.fullmatch(before[:-1]))  # Q. 5 is a place, no list


def _is_in_date(text: str, dot: int, left: str) -> bool:
    """``30. 4. 1975``"""
    if DATE_FOLLOWS.match(text, dot):
        return True
    return YEAR_FOLLOWS.match(text, dot) is not None and DAY_AND_MONTH.search(left) is not None


def _begins_anew(text: str, at: int) -> bool:
    """Whether what follows can only be a new sentence: a word that sentences begin with, and no name."""
    following = NEXT_WORDS.match(text, at, at + WINDOW)
    if following is None or not following[1][0].isupper() or following[1].lower() not in words.STARTS:
        return False
    return following[2] is None or not following[2].isupper()


def _is_marked_next(text: str, at: int) -> bool:
    """Whether the next word is a Vietnamese one that a small letter follows: no part of a foreign name."""
    following = NEXT_WORDS.match(text, at, at + WINDOW)
    if following is None or (following[2] or "").isupper():
        return False
    return is_syllable(following[1]) and (is_marked(following[1]) or ACCENTED.search(following[1]) is not None)


def _is_initial(text: str, dot: int, left: str, word: str, language: Language) -> bool:
    """Whether the name goes on after its initials: ``John F. Kennedy``, but not ``Lê Văn C. Tòa tuyên án``."""
    if INITIAL_FOLLOWS.match(text, dot):
        return True
    previous = PREVIOUS_WORDS.search(left)
    if previous is None or left[-len(word) - 1 : -len(word)] == "(":
        return True
    following = NEXT_LETTERS.match(text, dot + 1, dot + WINDOW)
    if language == "vi" and following and not is_syllable(following[1]):
        return True  # a foreign name
    is_vietnamese = _is_marked_next(text, dot + 1)
    if "." in word and is_vietnamese:
        return False
    if previous[1] and is_vietnamese and NAME.fullmatch(previous[1]) and is_syllable(previous[2]):
        return False
    return NAME.fullmatch(previous[2]) is not None


def _line_ends(text: str) -> Iterator[re.Match[str]]:
    """Line feeds that end a sentence: all but those inside a wrapped paragraph."""
    width = _wrap_width(text)
    for match in NEW_LINE.finditer(text):
        if match.group().count("\n") > 1 or not _is_wrapped(text, match, width):
            yield match


def _is_wrapped(text: str, match: re.Match[str], width: int) -> bool:
    """Whether the sentence goes on in the next line."""
    line = text[text.rfind("\n", max(0, match.start() - WRAP_MAX * 2), match.start()) + 1 : match.start()].rstrip()
    if not line or line[-1] in LINE_CLOSED or LIST_MARKER.match(text, match.end()):
        return False
    following = text[match.end() : match.end() + 1]
    return following.islower() or (width > 0 and len(line) >= width and following not in OPENERS)


def _wrap_width(text: str) -> int:
    """From which length on a line was wrapped by its writer's program; 0 when the text is not wrapped."""
    lines = text[:200_000].split("\n")
    lengths = sorted(len(line.rstrip()) for line in lines if len(line) > WRAP_MIN)
    if len(lengths) < WRAP_LINES or not any(line[:1].islower() for line in lines):
        return 0
    longest = lengths[int(len(lengths) * 0.95)]
    close = sum(1 for length in lengths if length >= 0.8 * longest)
    return int(0.75 * longest) if longest <= WRAP_MAX and close > len(lengths) // 2 else 0
