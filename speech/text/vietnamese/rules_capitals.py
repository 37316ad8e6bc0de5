"""Capitals: initials of names, acronyms in words or by letters, words that are merely written large."""

import re
from typing import Final

from speech.text.letters import WORDLIKE
from speech.text.rules import CUE_CHARS, Context, Rule
from speech.text.syllables import ACCENTED, UPPER, has_vowel, is_marked, is_syllable, is_torn
from speech.text.vietnamese.lexicon import ACRONYMS, FIELDS

COUNTRY: Final = {"VN": "Việt Nam", "HN": "Hà Nội", "HCM": "Hồ Chí Minh"}
WORD_BEFORE = re.compile(r"([^\W\d_]{2,20})\s$")
WORD_AFTER = re.compile(r"\s([^\W\d_]{2,20})(?!\w)")
FAMILIES: Final = (
    "NGUYEN|TRAN|LE|PHAM|HOANG|HUYNH|PHAN|VU|VO|DANG|BUI|DO|HO|NGO|DUONG|LY|DINH|TRUONG|DOAN|LUONG|MAI|TO|TRINH|CAO"
)
NAME = re.compile(
    rf"(?<!\w)(?:{FAMILIES})(?: [A-Z]{{2,6}}){{1,4}}(?: [A-Z])?(?!\w)|(?<!\w)(?:{FAMILIES}) (?:VAN|THI) [A-Z](?!\w)"
)
"""A name as banks write it: "NGUYEN VAN A"."""
INITIALS = re.compile(rf"(?<![\w.])(?:[{UPPER}]|Ng|Th|Ph|Tr|Kh|Ch|Nh)(?:\.\s?[{UPPER}]){{1,5}}(?![\w'’])\.?")
INITIAL = re.compile(rf"(?<![\w.'’])[{UPPER}]\.(?=\s[{UPPER}][a-zà-ỹđ]|\s?[,;:)(]|\s[a-zà-ỹđ])")
CAPITALS = re.compile(rf"(?<!\w)[{UPPER}]{{2,}}(?!\w)")
KNOWN = re.compile(rf"(?<![\w-])[{UPPER}]{{2,}}(?![\w-]|['’]\w)")
SHORT: Final = 3
"""Capitals up to this length may be a code although they look like a syllable ("MU", "CEO", "AI")."""
SINGLE = re.compile(r"(?<![\w'’.])[B-DF-HJ-NP-TV-XZbcdđfghjklmnpqrstvxzwĐ](?![\w'’])")


def _name(match: re.Match[str], context: Context) -> str | None:
    words = match.group().split()
    if not all(has_vowel(word) for word in words[:-1]) or any(word in ACRONYMS for word in words):
        return None
    return " ".join(word.capitalize() if len(word) > 1 else context.speller.spelled(word) for word in words)


def _initials(match: re.Match[str], context: Context) -> str:
    """ "H.G. Wells", "N.T.H.": the dots are silent; the last one may end the sentence."""
    ends = match.group().endswith(".") and not context.text[match.end() :].strip(" )\"”'’")
    return context.speller.spelled(match.group()) + ("." if ends else "")


def _initial(match: re.Match[str], context: Context) -> str | None:
    """ "C. Ronaldo", "Trần Văn B. khai": a letter of a name; "B. Kết luận" is a heading's."""
    before = context.text[: match.start()][-CUE_CHARS:]
    return None if not before.strip() or before.rstrip()[-1] in ".:;!?)" else context.speller.spelled(match.group())


def _known_capitals(match: re.Match[str], context: Context) -> str | None:
    """Capitals with a meaning of their own, and plain words that are merely written large."""
    word = match.group()
    shouted = _among_capitals(match, context)
    if word in ACRONYMS and not (shouted and is_syllable(word)):
        return ACRONYMS[word]
    if is_syllable(word) and (shouted or is_marked(word) or ACCENTED.search(word) or len(word) > SHORT):
        return word.lower()
    return WORDLIKE.get(word) or FIELDS.get(word) or _in_country(word)


def _in_country(word: str) -> str | None:
    """ "LĐBĐVN", "ĐHBKHN": something known, and where it is."""
    for short, place in COUNTRY.items():
        known = ACRONYMS.get(word.removesuffix(short)) if word.endswith(short) else None
        if known and len(word) > len(short) + 1:
            return f"{known} {place}"
    return None


def _among_capitals(match: re.Match[str], context: Context) -> bool:
    """Whether a word beside this one is in capitals too and no code: then capitals mean nothing."""
    before = WORD_BEFORE.search(context.text, max(0, match.start() - CUE_CHARS), match.start())
    after = WORD_AFTER.match(context.text, match.end())
    return any(
        near and near[1].isupper() and is_syllable(near[1]) and near[1] not in ACRONYMS for near in (before, after)
    )


def _capitals(match: re.Match[str], context: Context) -> str:
    return context.speller.acronym(match.group())


def _single(match: re.Match[str], context: Context) -> str | None:
    alone = match.group().isupper() or re.search(r"\d $", context.before(match.start())) is None
    if not alone or is_torn(match.group(), context.text[match.end() :][:CUE_CHARS]):
        return None
    return context.speller.spelled(match.group())


INITIAL_RULES: Final = (
    Rule("acronym", NAME, _name),
    Rule("acronym", INITIALS, _initials, "."),
    Rule("acronym", INITIAL, _initial, "."),
)
KNOWN_RULES: Final = (Rule("acronym", KNOWN, _known_capitals),)
SPELLING_RULES: Final = (Rule("acronym", CAPITALS, _capitals), Rule("acronym", SINGLE, _single))
