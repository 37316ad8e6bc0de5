"""What a page shows of what will be read: its words, with a name for each place that can be clicked."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from documents.reading.picks import LONGEST
from documents.reading.services import Page, Seen
from documents.states import RuleScope
from lib.refusals import Refusal

if TYPE_CHECKING:
    from speech.text.preview import Token

KINDS: Final[Mapping[str, str]] = {
    "number": _("số"), "date": _("ngày tháng"), "time": _("giờ"), "money": _("tiền"), "unit": _("đơn vị"),
    "range": _("khoảng"), "score": _("tỉ số"), "percent": _("phần trăm"), "phone": _("số điện thoại"),
    "code": _("mã số"), "abbreviation": _("chữ viết tắt"), "acronym": _("tên viết tắt"), "web": _("địa chỉ mạng"),
    "foreign": _("tiếng nước ngoài"), "roman": _("số La Mã"), "math": _("toán"), "symbol": _("ký hiệu"),
    "dictionary": _("quy tắc của bạn"), "choice": _("bạn chọn ở đây"), "repair": _("chữ được sửa"),
}  # fmt: skip
NAME: Final = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|)\.([0-9]{1,9})\.([0-9]{1,9})")
OTHER: Final = _("chữ")
OWN: Final = frozenset({"dictionary", "choice"})
MOST_FIELDS: Final = 400  # Django takes a thousand; a page of nothing but numbers goes without the field to type in
HERE: Final = "here"
BEFORE: Final = "before"
BUTTONS: Final = {HERE: "", BEFORE: "", **{f"rule-{scope}": scope.value for scope in RuleScope}}


@dataclass(frozen=True)
class Place:
    """A place of a text, as a button names it."""

    section: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.section}.{self.start}.{self.end}"

    @classmethod
    def of(cls, name: str) -> "Place":
        """Raises ``bad_choice`` (400)."""
        match = NAME.fullmatch(name)
        if match is None:
            raise Refusal("bad_choice", 400, limit=LONGEST)
        return cls(match[1], int(match[2]), int(match[3]))


@dataclass(frozen=True)
class Click:
    """A button that was pressed: ``what`` is ``here``, ``before`` or a rule's scope."""

    what: str
    place: Place
    spoken: str


def clicked(data: Mapping[str, str]) -> Click | None:
    """What was pressed. Who typed a reading and pressed Enter means this place."""
    for button in BUTTONS:
        if button in data:
            name, _mark, spoken = data[button].partition(":")
            return Click(BUTTONS[button] or button, Place.of(name), spoken or data.get(f"own.{name}", ""))
    typed = ((field, words) for field, words in data.items() if field.startswith("own.") and words.strip())
    field, words = next(typed, ("", ""))
    return Click(HERE, Place.of(field.removeprefix("own.")), words) if field else None


@dataclass(frozen=True)
class Word:
    """A token as a page shows it, with the white space around it apart: a button would swallow that. ``name`` is empty
    where there is nothing to press."""

    text: str
    spoken: str
    before: str = ""
    after: str = ""
    name: str = ""
    by: str = ""
    kind: str = ""
    others: tuple[str, ...] = ()
    is_unsure: bool = False
    is_at: bool = False

    @property
    def said(self) -> str:
        return self.spoken.strip()

    @property
    def is_own(self) -> bool:
        return self.by in OWN

    @property
    def is_here(self) -> bool:
        return self.by == "choice"


@dataclass(frozen=True)
class Line:
    """A sentence; ``language`` is empty where it is the page's own."""

    words: tuple[Word, ...]
    language: str
    kind: str


@dataclass(frozen=True)
class Shown:
    lines: tuple[Line, ...]
    changed: int
    unsure: tuple[Word, ...]
    has_room: bool


def shown(page: Page, at: str = "") -> Shown:
    """``at`` names the place that was clicked last."""
    lines = tuple(_line(seen, page.language, at) for seen in page.seen if seen.sentence.text.strip())
    named = [word for line in lines for word in line.words if word.name]
    return Shown(lines, len(named), tuple(word for word in named if word.is_unsure), len(named) <= MOST_FIELDS)


def _line(seen: Seen, language: str, at: str) -> Line:
    sentence = seen.sentence
    words = tuple(_word(seen, token, at) for token in sentence.tokens)
    other = sentence.language if sentence.language != language else ""
    return Line(words, other, seen.section.kind if seen.section else "")


def _word(seen: Seen, token: "Token", at: str) -> Word:
    if not token.text.strip() or (not token.by and not token.readings):
        return Word(token.text, token.spoken)
    name = str(Place(str(seen.section.public_id) if seen.section else "", token.start, token.end))
    text = token.text.strip()
    before, _text, after = token.text.partition(text)
    kind = gettext(KINDS.get(token.by, OTHER))
    is_unsure, is_at = bool(token.readings), name == at
    return Word(text, token.spoken, before, after, name, token.by, kind, token.others, is_unsure, is_at)


def as_json(rows: object) -> str:
    return json.dumps(rows, ensure_ascii=False)
