"""Rules come in and go out as files. What cannot be taken is told row by row; the rest comes in at once or not at
all."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from accounts import limits
from accounts.models import User
from documents.models import Document, PronunciationRule
from documents.pronunciation import csv_file, pls_file, transitions
from documents.pronunciation.entries import Entry
from documents.pronunciation.places import Place
from documents.pronunciation.services import FOLLOW, once
from documents.pronunciation.words import MOST_WRITTEN, clean_words
from documents.states import RuleScope
from lib.hints import hint_on_commit
from lib.owner_api import FORM_ROOM_BYTES
from lib.refusals import Refusal

MOST_BYTES: Final = 4_000_000
MOST_TOLD: Final = 50  # rows that were left out
FORMATS: Final = {
    "csv": (csv_file.write, "text/csv; charset=utf-8"),
    "pls": (pls_file.write, "application/pls+xml"),
}
BATCH: Final = 500
TAKEN: Final = ("written", "spoken", "is_whole_word")  # what a rule of the same word can have otherwise
Identity = tuple[str, bool, str]
Wanted = dict[Identity, tuple[Entry, dict[str, Any]]]
There = dict[Identity, PronunciationRule]


@dataclass
class Imported:
    """What became of a file: ``skipped`` counts by code, ``left_out`` names the first rows."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    left_out: list[Entry] = field(default_factory=list)

    @property
    def left_out_count(self) -> int:
        return self.skipped.total()

    def skip(self, entry: Entry, code: str, **params: object) -> None:
        self.skipped[code] += 1
        if len(self.left_out) < MOST_TOLD:
            self.left_out.append(Entry(entry.number, entry.written[:MOST_WRITTEN], code=code, params=params))


def check_size(size_bytes: int, *, room: int = FORM_ROOM_BYTES) -> None:
    """Raises ``file_too_large`` (413), with ``room`` for a form around the file."""
    if size_bytes > MOST_BYTES + room:
        raise Refusal("file_too_large", 413, field="file", limit_mb=MOST_BYTES // 1_000_000)


def import_rules(
    *, by: User, stream: IO[bytes], scope: str = RuleScope.PERSON, document: Document | None = None
) -> Imported:
    """Take the rules of a CSV or PLS file; a word that has a rule here gets the one of the file.

    Raises ``file_too_large`` (413), ``rule_file_unreadable``, ``rule_file_empty`` (400), ``too_many_uploads`` (429),
    and as ``create_rule``.
    """
    place = Place.of(by, scope, document)
    limits.count_upload(place.organisation)
    data = stream.read(MOST_BYTES + 1)
    check_size(len(data), room=0)
    report = Imported()
    wanted = _wanted(_read(data), report)
    if not wanted and not report.skipped:
        raise Refusal("rule_file_empty", 400, field="file")
    with once():
        limits.take_place(limits.RULES, place.organisation, PronunciationRule.objects.none())
        _write(place, wanted, report)
    return report


def _read(data: bytes) -> Iterator[Entry]:
    is_xml = data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or data[:4] in {b"\xff\xfe<\0", b"\xfe\xff\0<"}
    return pls_file.read(data) if is_xml else csv_file.read(data)


def _wanted(entries: Iterable[Entry], report: Imported) -> Wanted:
    """The rules of the file by what makes them the same; of two the later one counts."""
    wanted: Wanted = {}
    for entry in entries:
        if entry.code:
            report.skip(entry, entry.code)
            continue
        try:
            fields = clean_words(entry.fields)
        except Refusal as refusal:
            report.skip(entry, refusal.code, **refusal.params)
            continue
        key = (fields["folded"], fields["is_case_sensitive"], fields["language"])
        if key in wanted:
            report.skip(wanted.pop(key)[0], "rule_twice")
        wanted[key] = (entry, fields)
    return wanted


def _write(place: Place, wanted: Wanted, report: Imported) -> None:
    there = {(rule.folded, rule.is_case_sensitive, rule.language): rule for rule in place.rules()}
    new = _new(place, wanted, there, report)
    changed, before = _changed(wanted, there, report)
    report.created, report.changed = len(new), len(changed)
    if not new and not changed:
        return
    PronunciationRule.objects.bulk_create(new, batch_size=BATCH)
    PronunciationRule.objects.bulk_update(changed, [*TAKEN, "updated_at"], batch_size=BATCH)
    patterns = [*before, *map(transitions.pattern_of, [*new, *changed])]
    transitions.record(place, subject=place.subject, new=transitions.IMPORTED, patterns=patterns, kind="rules")
    hint_on_commit(FOLLOW)


def _new(place: Place, wanted: Wanted, there: There, report: Imported) -> list[PronunciationRule]:
    """The rules that are not there yet, as many as there is room for."""
    missing = [found for key, found in wanted.items() if key not in there]
    limit = limits.allowed(place.organisation, limits.RULES.setting)
    room = max(0, limit - len(there))
    for entry, _ in missing[room:]:
        report.skip(entry, limits.RULES.code, limit=limit)
    return [PronunciationRule(**place.columns, **fields) for _, fields in missing[:room]]


def _changed(
    wanted: Wanted, there: There, report: Imported
) -> tuple[list[PronunciationRule], list[transitions.Pattern]]:
    """Those that say something else now, and what they were looked for with before."""
    changed: list[PronunciationRule] = []
    before: list[transitions.Pattern] = []
    for key in wanted.keys() & there.keys():
        rule, fields = there[key], wanted[key][1]
        if all(getattr(rule, name) == fields[name] for name in TAKEN):
            report.unchanged += 1
            continue
        before.append(transitions.pattern_of(rule))
        for name in TAKEN:
            setattr(rule, name, fields[name])
        rule.updated_at = timezone.now()
        changed.append(rule)
    return changed, before


def export_rules(rules: "QuerySet[PronunciationRule]", wanted: str) -> tuple[bytes, str]:
    """``rules`` as a file of the format ``wanted``, and its media type. Raises ``invalid`` (400)."""
    if wanted not in FORMATS:
        raise Refusal("invalid", 400, field="format")
    write, media_type = FORMATS[wanted]
    return write(rules.order_by("pk")), media_type
