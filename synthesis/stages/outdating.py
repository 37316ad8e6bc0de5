"""Audio grows old when its text changes, or the rules or choices by which that is read: it is marked, never changed.
The mark goes when everything is as it was, such as after an undo."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet

from accounts.models import Membership
from documents.editing.transitions import KIND as TEXT
from documents.models import Document, RuleEvent
from documents.pronunciation.selectors import rules_for
from documents.reading.picks import Pick
from documents.reading.selectors import picks_in
from documents.reading.transitions import KIND as CHOICE
from documents.selectors import spoken_sections
from lib.states import WorkState
from speech.types import Pronunciation, as_language
from synthesis import transitions
from synthesis.models import Job

if TYPE_CHECKING:
    from speech.text.places import Finder

Piece = tuple[str, str]  # a segment's text and its language
TOGETHER: Final = 200  # pieces that are looked through in one go
LATE: Final = timedelta(minutes=1)  # an event has its time before others can see it


@dataclass(frozen=True)
class Reading:
    """By what a job is read: its maker's rules, what was chosen for places of its document's sections, and which
    edition of them it is: the key of the reading, and how often that was changed."""

    rules: tuple[Pronunciation, ...] = ()
    choices: Mapping[int, list[Pick]] = field(default_factory=dict)
    edition: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, job: Job) -> "Reading":
        """As it is now. What is chosen for a pasted text stands in the job itself."""
        document, rules = _whole(job), rules_for(job.created_by, job.document)
        if document is None:
            return cls(rules)
        current = Document.objects.values_list("current_extraction", "current_extraction__revision")
        key, revision = current.get(pk=document.pk)
        return cls(rules, picks_in(document), (key or 0, revision or 0))

    def fingerprint(self, pieces: Iterable[Piece]) -> str:
        """Of what is said by it in ``pieces``: readings that differ elsewhere only have the same. Sections have no
        part in it: when a document is read again, they are others."""
        finder = _finder(self.rules)
        said = sha256(repr(sorted(self.choices.values())).encode())
        for number, (text, language) in enumerate(_stretches(pieces)):
            places = finder.said(text, as_language(language))
            said.update(repr((number, places)).encode() if places else b"")
        return said.hexdigest()


def follow_rule(event: RuleEvent) -> None:
    """Mark what was planned before a text, rules or choices changed, came or went, and would be read otherwise now."""
    if _is_followed_later(event):
        return
    is_touched = _all_of_it if event.kind in {CHOICE, TEXT} else _with_words(event)
    jobs = _hearing(event).filter(rendering_at__lt=event.at + LATE)
    for job in (
        jobs.select_related("created_by", "document__current_extraction")
        .defer("text_input", "choices")
        .order_by("-pk")
        .iterator()
    ):
        if is_touched(job):
            _mark(job, Reading.of(job))


def _is_followed_later(event: RuleEvent) -> bool:
    """Who corrects a book makes many changes of its text in a row: the last one that is known finds them all."""
    later = RuleEvent.objects.filter(kind=TEXT, document_ref=event.document_ref, pk__gt=event.pk)
    return event.kind == TEXT and later.exists()


def _mark(job: Job, now: Reading) -> None:
    is_as_planned = now.fingerprint(_pieces(job)) == job.reading_fingerprint and _says_the_same(job)
    transitions.freshen(job) if is_as_planned else transitions.outdate(job)


def _whole(job: Job) -> Document | None:
    """The document that a job reads, all of it."""
    return job.document if job.document_name else None


def _says_the_same(job: Job) -> bool:
    """Whether a job's document says what the job has planned; what cannot be looked at does."""
    document = _whole(job)
    if document is None or document.status != WorkState.READY:
        return True
    return _digest(_planned(job)) == _digest(_written(document))


Line = tuple[int | None, str, str]  # a section's key, a piece of its text, and the chapter that begins with it


def _digest(lines: Iterable[Line]) -> str:
    """Of texts, chapters, and where sections end; not of their keys."""
    digest = sha256()
    for _key, pieces in groupby(lines, key=itemgetter(0)):
        for _section, text, chapter in pieces:
            digest.update(f"\1{chapter}\1{text}".encode() if chapter else text.encode())
        digest.update(b"\0")
    return digest.hexdigest()


def _planned(job: Job) -> Iterator[Line]:
    return job.segments.order_by("position").values_list("section", "source_text", "chapter").iterator()


def _written(document: Document) -> Iterator[Line]:
    sections = spoken_sections(document).values_list("pk", "text", "chapter", "chapter__title")
    last = None
    for key, text, chapter, title in sections.iterator():
        yield key, text, title if chapter != last and title else ""
        last = chapter


def _hearing(event: RuleEvent) -> "QuerySet[Job]":
    """The jobs of those for whom the rules hold."""
    if event.document_ref is not None:
        return Job.objects.filter(document_ref=event.document_ref)
    mine = Q(created_by=event.created_by)
    if event.is_shared:
        members = Membership.objects.filter(organisation=event.organisation, is_active=True)
        mine |= Q(created_by__in=members.values("user"))
    return Job.objects.filter(mine)


def look_again(job: Job, used: Reading) -> None:
    """After the plan has landed: what changed while it was made is followed by nobody else, for the followers did not
    see its pieces yet."""
    now = Reading.of(job)
    if now != used:
        job.refresh_from_db(fields=["reading_fingerprint"])
        _mark(job, now)


def _all_of_it(job: Job) -> bool:
    """Whether a job reads its document: all of it, so what was changed in it too."""
    return _whole(job) is not None


def _with_words(event: RuleEvent) -> Callable[[Job], bool]:
    """Whether a job holds a place that the rules of ``event`` say."""
    finder = _finder(
        tuple(
            Pronunciation(written, written, whole_word, case_sensitive, as_language(language) if language else None)
            for written, whole_word, case_sensitive, language in event.patterns
        )
    )
    return lambda job: any(finder.count(text, as_language(language)) for text, language in _stretches(_pieces(job)))


def _finder(rules: tuple[Pronunciation, ...]) -> "Finder":
    from speech.text.places import Finder  # heavy: in workers only

    return Finder(rules)


def _pieces(job: Job) -> Iterator[Piece]:
    return job.segments.order_by("position").values_list("source_text", "language").iterator()


def _stretches(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one language as one: to look through a text has its price however short it is."""
    for language, run in groupby(pieces, key=itemgetter(1)):
        while some := list(islice(run, TOGETHER)):
            yield "".join(text for text, _ in some), language
