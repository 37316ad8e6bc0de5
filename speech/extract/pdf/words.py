"""Words that a PDF's fonts tear apart ("g ửi", "Q U Y Ế T"), put together by the gaps between their letters.

Letters of a fallback font are placed one by one, and MuPDF takes a gap of 0.15 of the letters' size for a blank; a
gap much narrower than the blanks around it is none. Spelling only breaks ties.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

from speech.text.syllables import UPPER, VOWEL_FIRST, is_syllable

NARROW: Final = 0.6
"""Of the line's usual blank: a gap below is none."""
DOUBTFUL: Final = 0.9
"""Between the two, spelling decides."""
LEAST_GAPS: Final = 4
WIDE: Final = 1.5
"""Of the usual gap between spaced letters: a gap above parts words."""
LEAST_BLANK: Final = 0.3
"""Of the letter before: a gap above is a blank."""
LEAST_SPACED: Final = 4
LONGEST_SPACED: Final = 60

_TONED: Final = "áàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_CLUSTERS: Final = "ngh|ng|nh|gh|gi|kh|ch|ph|th|tr|qu"
_CASED: Final = "".join(f"[{char}{char.upper()}]" if char.isalpha() else char for char in _CLUSTERS)
_LONE: Final = re.compile(" [bcdđghiklmnpqrstvxBCDĐGHIKLMNPQRSTVX]{1,3} ")
"""What every torn word has; most pages have none, and this is found out four times as fast."""
_TORN: Final = re.compile(
    rf" (?<!\d )(?:(?:{_CASED}|[bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX]) (?=[^\W\d_\x00-\x7f])|[đĐ] (?=[aeiouy]))"
)  # a blank first: found fast
"""What the fonts tear off stands before, or is, a letter that only Vietnamese has."""
_GLUED: Final = re.compile(f"[{_TONED}](?=[âăêôơư{_TONED}])")
"""What no syllable has: MuPDF misses some blanks between words, though the gap is there."""
_SPACED: Final = re.compile(r" (?:[^\W\d_] ){3}[^\W\d_](?!\w)")
_ALL_SPACED: Final = re.compile(rf"(?: [{UPPER}])+\s*")
_HEAD: Final = re.compile(rf"{_CLUSTERS}|[bcdđghklmnpqrstvx]", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a line as letters (index of the span, letter, left, right), all of its marks included."""

    letters: list[tuple[int, str, float, float]]

    @property
    def text(self) -> str:
        return "".join(letter for _, letter, _, _ in self.letters)


def needs_mending(text: str) -> bool:
    """Whether some word has no vowel, or is one letter like those around it: a cheap look before the dear one."""
    if _SPACED.search(text):
        return True
    if text.isascii():
        return False
    return (_LONE.search(text) is not None and _TORN.search(text) is not None) or _GLUED.search(text) is not None


def mended(lines: Iterable[Raw]) -> None:
    """Gives the spans of MuPDF's ``rawdict`` lines their ``text``, with torn words whole."""
    for line in lines:
        spans = line["spans"]
        for span in spans:
            span["text"] = "".join(char["c"] for char in span["chars"])
        text = " " + "".join(span["text"] for span in spans)
        if needs_mending(text) or _ALL_SPACED.fullmatch(text):
            _mend(spans)


def _mend(spans: list[Raw]) -> None:
    whole = _tokens(spans)
    tokens = [part for token in whole for part in _parted(token)]
    gaps = [after.letters[0][2] - before.letters[-1][3] for before, after in pairwise(tokens)]
    joins = _spaced(tokens, gaps) | _torn(tokens, gaps)
    if not joins and len(tokens) == len(whole):
        return
    texts = ["" for _ in spans]
    for at, token in enumerate(tokens):
        for index, letter, _, _ in token.letters:
            texts[index] += letter
        if at not in joins:
            texts[token.letters[-1][0]] += " "
    for span, text in zip(spans, texts, strict=True):
        span["text"] = text


def _tokens(spans: list[Raw]) -> list[_Token]:
    tokens: list[_Token] = []
    parted = True
    for index, span in enumerate(spans):
        for char in span["chars"]:
            if char["c"].isspace():
                parted = True
                continue
            if parted:
                tokens.append(_Token([]))
            parted = False
            tokens[-1].letters.append((index, char["c"], char["bbox"][0], char["bbox"][2]))
    return tokens


def _parted(token: _Token) -> Iterator[_Token]:
    """The words of a token in which MuPDF missed a blank."""
    letters, start = token.letters, 0
    for glue in _GLUED.finditer(token.text) if len(token.text) == len(letters) else ():
        (_, _, left, right), (_, _, after, _) = letters[glue.start() : glue.end() + 1]
        if after - right > LEAST_BLANK * (right - left):
            yield _Token(letters[start : glue.end()])
            start = glue.end()
    yield _Token(letters[start:])


def _torn(tokens: list[_Token], gaps: list[float]) -> set[int]:
    """Indexes of the tokens that go on in the next one."""
    if not gaps:
        return set()
    usual = sorted(gaps)[(3 * len(gaps)) // 4] if len(gaps) >= LEAST_GAPS else 0.0
    return {at for at, gap in enumerate(gaps) if _goes_on(tokens, at, gap, usual)}


def _goes_on(tokens: list[_Token], at: int, gap: float, usual: float) -> bool:
    head, tail = tokens[at].text, tokens[at + 1].text
    if not (head[-1].isalpha() and tail[0].isalpha()):
        return False
    if usual and gap < NARROW * usual:
        return True
    if head.isupper() and len(head) > 1:  # an abbreviation has no vowel either
        return False
    numbered = at > 0 and tokens[at - 1].text[-1].isdigit()
    end = _WORD.match(tail)
    spelled = end is not None and _HEAD.fullmatch(head) and not is_syllable(head) and is_syllable(head + end[0])
    return bool(spelled) and not numbered and (gap < DOUBTFUL * usual or tail.lower() not in VOWEL_FIRST)


def _spaced(tokens: list[_Token], gaps: list[float]) -> set[int]:
    """Indexes of the letters that go on in the next one where a heading is set with wide gaps between its letters."""
    joins: set[int] = set()
    for start, end in _runs(tokens):
        within = gaps[start : end - 1]
        usual = median(within)
        parts = {start + at for at, gap in enumerate(within) if gap > WIDE * usual}
        if not parts:
            parts = _by_spelling("".join(token.text for token in tokens[start:end]), start)
        joins |= set(range(start, end - 1)) - parts
    return joins


def _runs(tokens: list[_Token]) -> Iterator[tuple[int, int]]:
    """The stretches of single letters, as half-open spans of tokens."""
    start = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and len(tokens[at].text) == 1 and tokens[at].text.isalpha():
            continue
        if at - start >= LEAST_SPACED or at - start == len(tokens) > 1:
            yield start, at
        start = at + 1


def _by_spelling(letters: str, start: int) -> set[int]:
    """Where words end in ``letters`` when all of them are syllables: as few of them as can be."""
    if len(letters) > LONGEST_SPACED:
        return set()
    fewest: list[Sequence[int] | None] = [()]
    for end in range(1, len(letters) + 1):
        ways = [
            (*before, end)
            for begin in range(max(0, end - 7), end)
            if (before := fewest[begin]) is not None and is_syllable(letters[begin:end])
        ]
        fewest.append(min(ways, key=len) if ways else None)
    best = fewest[-1] or ()
    return {start + end - 1 for end in best[:-1]}
