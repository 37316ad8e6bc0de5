"""What will be read: looking at it, and choosing how one place of a document is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts import limits
from accounts.models import User
from documents.models import Document, PronunciationRule, Section, SectionChoice
from documents.permissions import check_owner
from documents.pronunciation.places import Place as RulePlace
from documents.pronunciation.selectors import rules_for
from documents.pronunciation.services import DEFAULTS, FOLLOW, change_rule, create_rule
from documents.pronunciation.words import clean_words
from documents.reading import picks, selectors, transitions
from documents.reading.picks import Pick
from documents.reading.selectors import Passage, Place
from documents.selectors import check_read, get_document
from documents.transitions import locked
from lib import throttle
from lib.hints import hint_on_commit
from lib.refusals import Refusal
from speech.types import Flag, Language, Pronunciation, TextOptions, as_language

if TYPE_CHECKING:
    from speech.text.preview import Preview, Sentence

RULES_A_CALL = 1000
PASSAGES_A_PAGE = 100
LOOKS = "120/m"


@dataclass(frozen=True)
class Wanted:
    """A text or a document to look at: ``choices`` are the pasted text's (a document's are saved with it), ``rules``
    are tried before the asker's own, ``cursor`` is an earlier page's ``next``."""

    text: str = ""
    document: str = ""
    options: TextOptions = field(default_factory=TextOptions)
    choices: tuple[Pick, ...] = ()
    rules: tuple[Pronunciation, ...] = ()
    cursor: str = ""


@dataclass(frozen=True)
class Seen:
    """A sentence of a passage; spans count from the passage's beginning."""

    section: Section | None
    sentence: "Sentence"


@dataclass(frozen=True)
class Noticed:
    """A flag of a passage."""

    section: Section | None
    flag: Flag


@dataclass(frozen=True)
class Page:
    """One page of what will be read; ``next`` is where the one after it begins, if there is one."""

    language: Language
    seen: tuple[Seen, ...]
    noticed: tuple[Noticed, ...]
    next: str | None
    document: Document | None = None

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(noticed.flag.code for noticed in self.noticed)


@dataclass(frozen=True)
class _Window:
    """``[start, end)`` of a passage: what one page shows of it."""

    passage: Passage
    start: int
    end: int


def look(*, by: User, wanted: Wanted) -> Page:
    """One page of what will be read, before anything is rendered; nothing is kept.

    Raises ``too_many_looks`` (429), ``text_too_long`` (413), ``not_found`` (404), ``text_or_document``,
    ``bad_cursor``, ``bad_choice`` (400), ``document_not_ready``, ``document_failed`` (409).
    """
    _count_look(by)
    if len(wanted.text) > settings.MAX_TEXT_CHARS:
        raise Refusal("text_too_long", 413, field="text", limit=settings.MAX_TEXT_CHARS)
    document = get_document(by, wanted.document) if wanted.document else None
    place = Place.of(wanted.cursor)
    if bool(wanted.text.strip()) == bool(document):
        raise Refusal("text_or_document", 400)
    if len(wanted.rules) > RULES_A_CALL:
        raise Refusal("invalid", 400, field="rules")
    if document is not None:
        check_read(document)
    text = picks.clean_text(wanted.text)
    choices = picks.checked(wanted.choices, text)
    found = selectors.passages(document, place) if document else iter([Passage(text)])
    options = replace(wanted.options, rules=(*wanted.rules, *rules_for(by, document)), around=_language_of(document))
    return _page(document, _windows(found, place), options, choices)


def _language_of(document: Document | None) -> Language:
    """The language of the whole, for parts that do not tell theirs."""
    return as_language(document.current_extraction.language if document and document.current_extraction else "")


def _count_look(by: User) -> None:
    wait = throttle.count(group="reading_looks", who=str(by.public_id), rate=LOOKS)
    if wait:
        raise Refusal("too_many_looks", 429, seconds=wait)


def _windows(found: Iterable[Passage], place: Place) -> Iterator[_Window | Place]:
    """What a page shows, and last where the next begins, if there is more."""
    from speech.text.preview import window_end

    room = settings.PREVIEW_CHARS
    for number, passage in enumerate(found, start=1):
        start = place.offset if passage.position == place.position else 0
        if start > len(passage.text):
            raise Refusal("bad_cursor", 400)
        # Only what is too long for a page of its own is cut.
        if number > 1 and (len(passage.text) > room or number > PASSAGES_A_PAGE):
            yield Place(passage.position)
            return
        end = window_end(passage.text, start, room)
        yield _Window(passage, start, end)
        room -= end - start
        if end < len(passage.text):
            yield Place(passage.position, end)
            return


def _page(
    document: Document | None, parts: Iterable[_Window | Place], options: TextOptions, choices: tuple[Pick, ...]
) -> Page:
    *windows, last = [*parts] or [Place()]
    following = str(last) if isinstance(last, Place) and last.position >= 0 else None
    shown = [part for part in (*windows, last) if isinstance(part, _Window)]
    saved = selectors.picks_of([window.passage.section.pk for window in shown if window.passage.section])
    looked = [(window.passage.section, _look(window, options, _own(window, saved, choices))) for window in shown]
    language = looked[0][1].language if looked else "vi"
    if document and document.current_extraction and document.current_extraction.language and options.language == "auto":
        language = options.around
    seen = chain.from_iterable((Seen(section, one) for one in found.sentences) for section, found in looked)
    noticed = chain.from_iterable((Noticed(section, flag) for flag in found.flags) for section, found in looked)
    return Page(language, tuple(seen), tuple(noticed), following, document)


def _own(window: _Window, saved: dict[int, list[Pick]], given: tuple[Pick, ...]) -> list[Pick]:
    section = window.passage.section
    return saved.get(section.pk, []) if section else list(given)


def _look(window: _Window, options: TextOptions, chosen: list[Pick]) -> "Preview":
    from speech.text.preview import moved, preview

    text = window.passage.text[window.start : window.end]
    here = picks.as_choices(picks.within(chosen, window.start, window.end), text)
    return moved(preview(text, replace(options, choices=here)), window.start)


def keep_choice(*, by: User, document: Document, section: Section, pick: Pick) -> SectionChoice:
    """Say one place of a section so, from now on; what was chosen there before goes.

    Raises ``not_allowed`` (403), ``bad_choice`` (400) when something else stands there, ``too_many_choices`` (429),
    ``changed_meanwhile`` (409) when the document was read again.
    """
    check_owner(by, document)
    (pick,) = picks.checked([pick], section.text)
    with transaction.atomic():
        others = selectors.choices_of(document).exclude(pk__in=_touching(section, pick.start, pick.end))
        limits.take_place(limits.CHOICES, document.organisation, others)
        pick = _still_there(document, section, pick)
        _touching(section, pick.start, pick.end).delete()
        transitions.record(section, document, by=by, new=transitions.CHOSEN)
        hint_on_commit(FOLLOW)
        return SectionChoice.objects.create(
            organisation=document.organisation, created_by=by, section=section, start=pick.start, end=pick.end,
            written=pick.written, spoken=pick.spoken,
        )  # fmt: skip


def _still_there(document: Document, section: Section, pick: Pick) -> Pick:
    """The place in the text as it is now, which nobody changes before the transaction ends."""
    current = locked(document)
    text = Section.objects.filter(pk=section.pk, extraction=current).values_list("text", flat=True).first()
    if text is None:
        raise Refusal("changed_meanwhile", 409)
    return picks.checked([pick], text)[0]


def drop_choices(*, by: User, document: Document, section: Section, start: int, end: int) -> int:
    """Read a place as before; how many choices went. Raises ``not_allowed`` (403)."""
    check_owner(by, document)
    return _drop(by, document, section, _touching(section, start, end))


def say_always(*, by: User, scope: str, document: Document | None, written: str, spoken: str) -> PronunciationRule:
    """A rule for words as they stand in a text; where there is one already, it says so from now on. Raises as
    ``create_rule``."""
    place = RulePlace.of(by, scope, document)
    words = clean_words({**DEFAULTS, "written": written, "spoken": spoken})
    there = place.rules().filter(folded=words["folded"], is_case_sensitive=False, language="").first()
    if there is None:
        return create_rule(by=by, scope=scope, document=document, written=written, spoken=spoken)
    change_rule(by=by, rule=there, spoken=spoken)
    return there


def drop_choice(*, by: User, choice: SectionChoice) -> None:
    """Raises ``not_allowed`` (403)."""
    document = choice.section.extraction.document
    check_owner(by, document)
    _drop(by, document, choice.section, SectionChoice.objects.filter(pk=choice.pk))


def _touching(section: Section, start: int, end: int) -> "QuerySet[SectionChoice]":
    return SectionChoice.objects.filter(section=section, start__lt=end, end__gt=start)


def _drop(by: User, document: Document, section: Section, choices: "QuerySet[SectionChoice]") -> int:
    with transaction.atomic():
        locked(document)
        gone = choices.delete()[0]
        if gone:
            transitions.record(section, document, by=by, new=transitions.DROPPED)
            hint_on_commit(FOLLOW)
    return gone
