"""Foreign words written the Vietnamese way, for voices that speak no English: a lexicon, and its plurals."""

import re
from typing import Final

from speech.text.rules import CUE_CHARS, Context, Rule
from speech.text.syllables import is_syllable
from speech.text.tables import table

RESPELLED: Final = table("foreign")
# Two words that are said as one, or otherwise than one by one.
PHRASES: Final = {
    "new york": "niu oóc",
    "hong kong": "hồng công",
    "wi-fi": "oai phai",
    "e-mail": "i meo",
    "k-pop": "kây póp",
    "v-pop": "vi póp",
    "v-league": "vê lích",
    "v.league": "vê lích",
    "x-quang": "ích quang",
    "hip-hop": "híp hóp",
    "t-shirt": "ti sợt",
    "los angeles": "lốt an giơ lét",
    "real madrid": "rê an ma đờ rít",
    "man city": "man xi ti",
    "man united": "man diu nai tít",
    "premier league": "pờ ri mia lích",
    "champions league": "cham pi ần lích",
    "world cup": "guôn cúp",
    "sea games": "xi gêm",
    "aff cup": "a ép ép cúp",
    "black friday": "bờ lách phờ rai đây",
    "big data": "bích đa ta",
    "pro max": "pờ rô mác",
    "fast food": "phát phút",
    "vn-index": "vê nờ in đéc",
    "check-in": "chéc in",
    "check-out": "chéc ao",
    "fan page": "phan pết",
    "talk show": "tóc sâu",
    "game show": "gêm sâu",
    "live stream": "lai trim",
    "power point": "pao ơ poi",
    "facebook messenger": "phây búc mét xen giơ",
}
PHRASE = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, PHRASES))})(?!\w)", re.IGNORECASE)
WORD = re.compile(r"(?<![\w@#.])[A-Za-zé]{2,20}(?!\w|-\d|\.\w)")
NAME_WORDS: Final = "bill jobs page rock queen love case wood story coach brand crush max dance light song drama"
NAMES: Final = frozenset(NAME_WORDS.split())
"""Words that are also names of people."""
NAME_BEFORE = re.compile(r"\b([A-Z][a-z]{1,20}) $")
NAME_AFTER = re.compile(r" ([A-Z][a-z]{1,20})(?!\w)")
MAX_CAPITALS: Final = 4
"""Short words in capitals are acronyms: "NET", "CASE"."""


def _phrase(match: re.Match[str], context: Context) -> str | None:
    return PHRASES[match.group().lower()] if context.options.is_respelled else None


def _word(match: re.Match[str], context: Context) -> str | None:
    written = match.group()
    is_name = written.lower() in NAMES and written[0].isupper() and _in_a_name(match, context)
    return None if is_name else respelled(written, context)


def respelled(written: str, context: Context) -> str | None:
    """A foreign word the Vietnamese way, if the voice needs it and we know the word."""
    short = written.isupper() and len(written) <= MAX_CAPITALS
    return None if short or not context.options.is_respelled or is_syllable(written) else _found(written.lower())


def _found(word: str) -> str | None:
    found = RESPELLED.get(word)
    return RESPELLED.get(word[:-1]) if found is None and word.endswith("s") else found


def _in_a_name(match: re.Match[str], context: Context) -> bool:
    """Beside a foreign word that we do not know: "Steve Jobs" is nobody's job."""
    before = NAME_BEFORE.search(context.text, max(0, match.start() - CUE_CHARS), match.start())
    after = NAME_AFTER.match(context.text, match.end())
    return any(near and not is_syllable(near[1]) and _found(near[1].lower()) is None for near in (before, after))


RULES: Final = (Rule("foreign", PHRASE, _phrase), Rule("foreign", WORD, _word))
