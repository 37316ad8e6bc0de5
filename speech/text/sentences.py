"""Where sentences end, and where a long one can be cut. Spans always cover the whole text, in order.

Method: rules of our own (library splitters reach 57 % of hard places): marks that end a sentence unless an
abbreviation, an initial, a list number or a small letter says otherwise; line ends unless they are wrapped.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from speech.types import Language

WINDOW: Final = 32
END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»)\]]*+\s++|[。！？]\s*+")
NEW_LINE = re.compile(r"\n\s*+")
OPENERS: Final = '"“‘«([{-–—•*¿¡ '
ABBREVIATIONS: Final = (
    "TP|Tp|tp|TX|Tx|tx|TT|Q|P|H|X|F|Đ|q|p|h|x|kp|KP|PGS|GS|TSKH|TS|Ts|ThS|Th\\.S|Ths|BS|Bs|KS|LS|NCS|NGND|NGƯT|NSND|NSƯT|"
    "ĐH|CĐ|BV|CN|DS|tr|Tr|stt|STT|ĐT|đt|ĐC|đc|[Đđ]/c|Tel|Fax|NXB|Nxb|[Cc]ty|Mr|Mrs|Ms|Dr|Prof|St|Mt|No|Nos|vs|Jr|Sr|Inc|Ltd|"
    "Co|Corp|Gen|Col|Lt|Capt|Sgt|Rev|Hon|Gov|Sen|Rep|Fig|fig|Vol|vol|pp|cf|approx|dept|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|"
    "Oct|Nov|Dec|U\\.S|U\\.K|i\\.e|e\\.g|a\\.m|p\\.m"
)
ABBREVIATION = re.compile(rf"(?:(?:{ABBREVIATIONS})\.)*(?:{ABBREVIATIONS})")
AND_SO_ON: Final = frozenset(("v.v", "vv", "etc"))
INITIALS = re.compile(r"(?:[A-ZĐ]\.)*[A-ZĐ]")
INITIAL_FOLLOWS = re.compile(r"\.\s[A-ZĐ]\.")
NAME = re.compile(r"[A-ZĐÀ-Ỹ][a-zà-ỹ]+\.?|(?:[A-ZĐ]\.)+")
LIST_NUMBER = re.compile(r"(?:^|\n|[.!?…:;]\s)\s*(?:\d{1,3}|[IVXivx]{1,4}|[a-zđA-ZĐ])$")
NUMBERED = re.compile(
    r"\b(?:điều|khoản|mục|chương|phần|bài|câu|chapter|section|part|article)\s+[\dIVXLC]{1,6}$", re.IGNORECASE
)
LAST_WORD = re.compile(r"\S*$")
PREVIOUS_WORD = re.compile(r"(\S+)\s+\S*$")
LINE_CLOSED: Final = ".!?…:;。！？"
WRAP_MIN: Final = 45
WRAP_MAX: Final = 140
CLAUSE = re.compile(r"[,;:…–—!?.)”»][\"”’»)]*\s+")
GRAPHEME_EXTENDERS: Final = ("Mn", "Me", "Mc", "Cf", "Sk")


def split_sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """The spans of the sentences of ``text``: half-open, contiguous, covering all of it (none for "").

    White space belongs to the sentence before it, leading white space to the first. ``language`` is the
    main one of the text; both languages' abbreviations hold in both. Linear in the length of ``text``.
    """
    ends = {match.end() for match in END.finditer(text) if _ends_sentence(text, match, language)}
    ends.update(match.end() for match in _line_ends(text))
    ends -= {0, len(text)}
    if lead := len(text) - len(text.lstrip()):
        ends = {end for end in ends if end > lead}
    bounds = [0, *sorted(ends), len(text)]
    return list(pairwise(bounds)) if text else []


def _ends_sentence(text: str, match: re.Match[str], language: Language) -> bool:
    mark = match.group().rstrip()
    following = text[match.end() : match.end() + WINDOW].lstrip(OPENERS)[:1]
    if following.islower():
        return False
    if mark[-1:] == ")" and mark[:1] != "." and not following.isupper():
        return False
    return mark[0] != "." or len(mark) > 1 or not _is_abbreviation(text, match.start(), language)


def _is_abbreviation(text: str, dot: int, language: Language) -> bool:
    """Whether the dot at ``dot`` belongs to the word before it."""
    left = text[max(0, dot - WINDOW) : dot]
    last = LAST_WORD.search(left)
    word = last.group().lstrip("(\"“['‘") if last else ""
    if word in AND_SO_ON:
        return False
    if (
        ABBREVIATION.fullmatch(word)
        or LIST_NUMBER.search(left if dot > WINDOW else "\n" + left)
        or NUMBERED.search(left)
    ):
        return not (word in ("Co", "Inc", "Ltd", "Corp", "a.m", "p.m") and language == "vi")
    if INITIALS.fullmatch(word):
        previous = PREVIOUS_WORD.search(left)
        begins_name = INITIAL_FOLLOWS.match(text, dot)
        return begins_name is not None or previous is None or NAME.fullmatch(previous[1]) is not None
    return False


def _line_ends(text: str) -> Iterator[re.Match[str]]:
    """Line feeds that end a sentence: all but those inside a wrapped paragraph."""
    width = _wrap_width(text)
    for match in NEW_LINE.finditer(text):
        if match.group().count("\n") > 1 or not _is_wrapped(text, match, width):
            yield match


def _is_wrapped(text: str, match: re.Match[str], width: int) -> bool:
    """Whether the sentence goes on in the next line."""
    line = text[text.rfind("\n", max(0, match.start() - WRAP_MAX * 2), match.start()) + 1 : match.start()].rstrip()
    if not line or line[-1] in LINE_CLOSED:
        return False
    following = text[match.end() : match.end() + 1]
    return following.islower() or (width > 0 and len(line) >= width and following not in OPENERS)


def _wrap_width(text: str) -> int:
    """From which length on a line was wrapped by its writer's program; 0 when the text is not wrapped."""
    lengths = sorted(len(line.rstrip()) for line in text[:200_000].split("\n") if len(line) > WRAP_MIN)
    if len(lengths) < 4:
        return 0
    longest = lengths[int(len(lengths) * 0.95)]
    close = sum(1 for length in lengths if length >= 0.8 * longest)
    return int(0.75 * longest) if longest <= WRAP_MAX and close > len(lengths) // 2 else 0


def cut(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """``[start, end)`` in contiguous spans of at most ``limit`` characters.

    Cuts after a clause mark where there is one, else after white space, else anywhere but inside a grapheme.
    """
    while end - start > limit:
        at = _best_cut(text, start, start + limit)
        yield start, at
        start = at
    if end > start:
        yield start, end


def _best_cut(text: str, start: int, latest: int) -> int:
    third = start + max(1, (latest - start) // 3)
    clauses = [match.end() for match in CLAUSE.finditer(text, start, latest + 1) if third <= match.end() <= latest]
    if clauses:
        return clauses[-1]
    for at in range(latest, start, -1):
        if text[at - 1].isspace() and not text[at].isspace():
            return at
    return _grapheme_edge(text, start, latest)


def _grapheme_edge(text: str, start: int, latest: int) -> int:
    """The last edge between graphemes up to ``latest``; ``latest`` itself when one grapheme fills it all."""
    at = latest
    while at > start and (unicodedata.category(text[at]) in GRAPHEME_EXTENDERS or text[at - 1] == "\u200d"):
        at -= 1
    return at if at > start else latest
