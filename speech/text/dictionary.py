"""A reader's own rules and choices: found before any rule of ours, said exactly as they say."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from speech.text.cleaning.clean import Cleaned, clean
from speech.text.rules import Rewrite
from speech.types import Choice, Language, Pronunciation

WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")
CHARACTERS: Final = re.compile(r"\s+|\S")
CACHED_DICTIONARIES: Final = 8


def _folded(token: str) -> str:
    return " " if token.isspace() else token.casefold()


@dataclass
class _Node:
    """Where the tokens read so far lead: on to longer rules, or to the ``rules`` that are complete here."""

    following: "dict[str, _Node]" = field(default_factory=dict)
    rules: list[Pronunciation] = field(default_factory=list)

    def add(self, rule: Pronunciation, tokens: Iterable[str]) -> None:
        node = self
        for token in tokens:
            node = node.following.setdefault(_folded(token), _Node())
        node.rules.append(rule)


@dataclass(frozen=True)
class Dictionary:
    """The rules of one rank for one language, as two trees: of words, and of characters for parts of words.

    Each place of a text is looked up once, so that the cost does not grow with the number of rules.
    """

    words: _Node = field(default_factory=_Node)
    characters: _Node = field(default_factory=_Node)

    def add(self, rule: Pronunciation) -> None:
        tree, tokens = (self.words, WORDS) if rule.is_whole_word else (self.characters, CHARACTERS)
        tree.add(rule, tokens.findall(rule.written))

    def find(self, text: str) -> Iterator[Rewrite]:
        """Every place that a rule fits, the longest for its start; they may overlap."""
        for tree, tokens in ((self.words, WORDS), (self.characters, CHARACTERS)):
            if tree.following:
                yield from _find(tree, list(tokens.finditer(text)), text)


def _find(tree: _Node, tokens: Sequence[re.Match[str]], text: str) -> Iterator[Rewrite]:
    keys = [_folded(token.group()) for token in tokens]
    for first, token in enumerate(tokens):
        if keys[first] not in tree.following:
            continue
        node: _Node | None = tree
        best: Rewrite | None = None
        for at in range(first, len(tokens)):
            node = node.following.get(keys[at]) if node else None
            if node is None:
                break
            best = _complete(node, text, token.start(), tokens[at].end()) or best
        if best:
            yield best


def _complete(node: _Node, text: str, start: int, end: int) -> Rewrite | None:
    written = " ".join(text[start:end].split()) if node.rules else ""
    for rule in node.rules:
        if not rule.is_case_sensitive or written == rule.written:
            return Rewrite(start, end, rule.spoken, by="dictionary")
    return None


@lru_cache(maxsize=CACHED_DICTIONARIES)
def dictionaries(rules: tuple[Pronunciation, ...], language: Language) -> tuple[Dictionary, ...]:
    """The dictionaries of ``rules`` for sentences in ``language``, one for each rank, the nearest first."""
    by_rank: dict[int, list[Pronunciation]] = {}
    for rule in rules:
        if rule.language in (None, language):
            by_rank.setdefault(rule.rank, []).append(rule)
    return tuple(_dictionary(tuple(by_rank[rank])) for rank in sorted(by_rank))


@lru_cache(maxsize=2 * CACHED_DICTIONARIES)
def _dictionary(rules: tuple[Pronunciation, ...]) -> Dictionary:
    """Kept for itself: a rule that is tried before thousands of others leaves theirs as it is."""
    found = Dictionary()
    for rule in rules:
        written, spoken = (" ".join(clean(part).text.split()) for part in (rule.written, rule.spoken))
        if written:
            found.add(Pronunciation(written, spoken, rule.is_whole_word, rule.is_case_sensitive))
    return found


def apart(found: Iterable[Rewrite]) -> list[Rewrite]:
    """Those of ``found`` that overlap none before them in the order given, in the order of their places."""
    kept: list[Rewrite] = []
    starts: list[int] = []
    for rewrite in found:
        at = bisect_right(starts, rewrite.start)
        clear_before = not at or kept[at - 1].end <= rewrite.start
        if clear_before and (at == len(kept) or rewrite.end <= kept[at].start):
            kept.insert(at, rewrite)
            starts.insert(at, rewrite.start)
    return kept


def _with_hyphen(rewrite: Rewrite, text: str) -> Rewrite:
    """The hyphen of "Covid-19" is no minus once its word is said."""
    joined = text[rewrite.end : rewrite.end + 1] == "-" and text[rewrite.end + 1 : rewrite.end + 2].isdigit()
    return rewrite._replace(end=rewrite.end + 1, spoken=rewrite.spoken + " ") if joined else rewrite


def own_rewrites(text: str, choices: Sequence[Rewrite], by_rank: Sequence[Dictionary]) -> list[Rewrite]:
    """What the reader's choices and rules say in ``text``: choices first, then rank by rank, left to right."""
    found = list(choices)
    for dictionary in by_rank:
        found += sorted(dictionary.find(text), key=lambda rewrite: (rewrite.start, -rewrite.end))
    return [_with_hyphen(rewrite, text) for rewrite in apart(found)]


def chosen(choices: Sequence[Choice], cleaned: Cleaned) -> list[Rewrite]:
    """``choices``, which are spans of the source, as rewrites of the cleaned text; those beyond it are left out."""
    offsets, size = cleaned.offsets, len(cleaned.text)
    found = []
    for choice in choices:
        if not 0 <= choice.start < choice.end:
            continue
        start = max(0, min(size, bisect_right(offsets, choice.start) - 1))
        end = min(size, bisect_right(offsets, choice.end) - 1)
        end = end + 1 if end < size and offsets[end] < choice.end else end
        if start < end:
            found.append(Rewrite(start, end, " ".join(clean(choice.spoken).text.split()), by="choice"))
    return apart(found)
