"""A rule is tried before it is saved: how a sentence would be read with it, and how many places it would change."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from accounts.models import User
from documents.models import Document
from documents.pronunciation.hits import Hits, count_hits
from documents.pronunciation.selectors import rules_for
from documents.pronunciation.words import clean_words
from lib.refusals import Refusal
from speech.types import Pronunciation, TextOptions

if TYPE_CHECKING:
    from speech.text.preview import Sentence

MOST_TRIED: Final = 1000
FIRST: Final = -1  # before the rules that are saved


@dataclass(frozen=True)
class Trial:
    """``refused`` says why nothing was counted."""

    sentences: "tuple[Sentence, ...]"
    hits: Hits | None
    refused: str = ""


def try_rule(*, by: User, rule: Pronunciation, text: str, document: Document | None = None) -> Trial:
    """How ``text`` (at most 1,000 characters of it, else the rule's own words) would be read with ``rule``.

    Raises ``rule_empty``, ``rule_not_sayable`` and ``rule_too_long`` (400).
    """
    from speech.text.preview import preview  # heavy: not before somebody asks

    words = clean_words({"written": rule.written, "spoken": rule.spoken, "is_case_sensitive": rule.is_case_sensitive})
    first = replace(rule, written=words["written"], spoken=words["spoken"], rank=FIRST)
    options = TextOptions(rules=(first, *rules_for(by, document)))
    read = preview((text.strip() or first.written)[:MOST_TRIED], options)
    try:
        return Trial(read.sentences, count_hits(by=by, rule=first, document=document))
    except Refusal as refusal:
        return Trial(read.sentences, None, refusal.sentence)
