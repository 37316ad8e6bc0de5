"""How many places a rule would change: counted over a person's documents, in bounded time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final

from django.db.models import QuerySet

from accounts.models import User
from documents.models import Document, Section
from documents.pronunciation.words import clean_written
from documents.selectors import aloud, documents_for
from lib import throttle
from lib.refusals import Refusal
from speech.types import Pronunciation

MOST_PLACES: Final = 10_000
MOST_SECONDS: Final = 1.0
MOST_DOCUMENTS: Final = 20  # that are named
LOOKS: Final = "30/m"


@dataclass(frozen=True)
class DocumentHits:
    document: Document
    places: int


@dataclass(frozen=True)
class Hits:
    """``documents`` are those with most places. Not ``is_complete``: there was no time to look at all of them, or
    there are so many places that more say nothing."""

    places: int
    document_count: int
    documents: tuple[DocumentHits, ...]
    is_complete: bool


def count_hits(*, by: User, rule: Pronunciation, document: Document | None = None) -> Hits:
    """Where ``rule``, saved or not, fits in the texts that ``by`` sees, or in one document.

    Raises ``rule_empty``, ``rule_too_long`` (400), ``too_many_looks`` (429).
    """
    from speech.text.places import Finder  # heavy: not before somebody asks

    _count_look(by)
    finder = Finder((replace(rule, written=clean_written(rule.written)),))
    documents = documents_for(by) if document is None else documents_for(by).filter(pk=document.pk)
    counts: Counter[int] = Counter()
    places, until = 0, monotonic() + MOST_SECONDS
    for key, text in _texts(documents):
        found = finder.count(text)
        places += found
        counts[key] += found
        if monotonic() > until or places >= MOST_PLACES:
            return _hits(places, counts, is_complete=False)
    return _hits(places, counts, is_complete=True)


def _count_look(by: User) -> None:
    """A look reads whole books."""
    wait = throttle.count(group="rule_looks", who=str(by.public_id), rate=LOOKS)
    if wait:
        raise Refusal("too_many_looks", 429, seconds=wait)


def _texts(documents: "QuerySet[Document]") -> Iterator[tuple[int, str]]:
    """What is read aloud of ``documents``, with their keys, from the end of the newest on: as the index goes."""
    sections = Section.objects.filter(aloud(), extraction__in=documents.values("current_extraction"))
    ordered = sections.order_by("-extraction", "-rank").values_list("extraction__document", "text")
    yield from ordered.iterator(chunk_size=200)


def _hits(places: int, counts: Counter[int], *, is_complete: bool) -> Hits:
    hit = {key: found for key, found in counts.most_common() if found}
    rows = Document.objects.in_bulk(list(hit)[:MOST_DOCUMENTS])
    named = tuple(DocumentHits(rows[key], found) for key, found in hit.items() if key in rows)
    return Hits(places, len(hit), named, is_complete)
