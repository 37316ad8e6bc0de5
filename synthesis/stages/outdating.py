"""Audio grows old when the rules or choices change by which its text is read: it is marked, never changed. The mark
goes when everything is as it was, such as after an undo."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from django.db.models import Q, QuerySet

from accounts.models import Membership
from documents.models import RuleEvent
from documents.pronunciation.selectors import rules_for
from documents.reading.picks import Pick
from documents.reading.selectors import picks_in
from documents.reading.transitions import KIND as CHOICE
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
    """By what a job is read: its maker's rules, and what was chosen for places of its document's sections."""

    rules: tuple[Pronunciation, ...] = ()
    choices: Mapping[int, list[Pick]] = field(default_factory=dict)

    @classmethod
    def of(cls, job: Job) -> "Reading":
        """As it is now. What is chosen for a pasted text stands in the job itself."""
        is_whole_document = job.document is not None and bool(job.document_name)
        chosen = picks_in(job.document) if job.document is not None and is_whole_document else {}
        return cls(rules_for(job.created_by, job.document), chosen)

    def fingerprint(self, pieces: Iterable[Piece]) -> str:
        """Of what is said by it in ``pieces``: readings that differ elsewhere only have the same."""
        finder = _finder(self.rules)
        said = sha256(repr(sorted(self.choices.items())).encode())
        for number, (text, language) in enumerate(_stretches(pieces)):
            places = finder.said(text, as_language(language))
            said.update(repr((number, places)).encode() if places else b"")
        return said.hexdigest()


def follow_rule(event: RuleEvent) -> None:
    """Mark what was planned before rules or choices changed, came or went, and would be read otherwise now."""
    is_touched = _in_section(event) if event.kind == CHOICE else _with_words(event)
    jobs = _hearing(event).filter(rendering_at__lt=event.at + LATE)
    for job in jobs.select_related("created_by", "document").defer("text_input", "choices").order_by("-pk").iterator():
        if is_touched(job):
            _mark(job, Reading.of(job))


def _mark(job: Job, now: Reading) -> None:
    is_as_planned = now.fingerprint(_pieces(job)) == job.reading_fingerprint
    transitions.freshen(job) if is_as_planned else transitions.outdate(job)


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


def _in_section(event: RuleEvent) -> Callable[[Job], bool]:
    """Whether a job reads the section in which a place was chosen: all of it, so that place too."""
    return lambda job: job.segments.filter(section__public_id=event.subject).exists()


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
