"""What the page that corrects a document shows of a section: its kind in words, its doubts, why it is not read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.models import Document, Section
from documents.selectors import ASIDES, BODY_KINDS
from documents.states import Aside

KINDS: Final[Mapping[str, object]] = {
    "title": _("Tên tài liệu"), "heading": _("Tiêu đề"), "paragraph": _("Đoạn văn"), "list_item": _("Mục liệt kê"),
    "table": _("Bảng"), "caption": _("Chú thích hình"), "footnote": _("Chú thích cuối trang"),
    "formula": _("Công thức"), "code": _("Mã lệnh"), "toc": _("Mục lục"), "front_matter": _("Trang đầu sách"),
    "header": _("Đầu trang"), "footer": _("Chân trang"), "page_number": _("Số trang"), "line_number": _("Số dòng"),
    "speaker_note": _("Ghi chú của người nói"),
}  # fmt: skip
TONES: Final = {"title": "heading", "heading": "heading", "paragraph": "body", "list_item": "body", **dict.fromkeys(
    ("table", "caption", "footnote", "formula", "code"), "aside"
)}  # fmt: skip
OPENING: Final = 60  # characters of a section by which a button is told apart


@dataclass(frozen=True)
class Piece:
    """A stretch of a section; ``percent`` is how sure the recogniser was, None for what nobody doubts."""

    text: str
    start: int
    end: int
    percent: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Shown:
    """A section on the page. ``form`` where it is open; ``theirs``: what somebody else wrote there meanwhile."""

    section: Section
    label: object
    why: object = ""
    form: forms.Form | None = None
    theirs: str = ""

    @property
    def tone(self) -> str:
        return TONES.get(self.section.kind, "furniture")

    @property
    def is_edited(self) -> bool:
        return self.section.source_text is not None or bool(self.section.source_kind)

    @property
    def can_skip(self) -> bool:
        """Whether it would be read if nobody skipped it."""
        return self.section.is_skipped or not self.why

    @property
    def opening(self) -> str:
        return self.section.text[:OPENING]

    @property
    def box(self) -> str:
        """For the script that draws it on the page's picture."""
        return ",".join(f"{side:.5f}" for side in self.section.box or ())

    @property
    def pieces(self) -> list[Piece]:
        return list(_pieces(self.section))

    @property
    def doubts(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.percent is not None]


def shown(section: Section, document: Document, form: forms.Form | None = None, theirs: str = "") -> Shown:
    return Shown(section, _label(section), _why(section, document), form, theirs)


def _label(section: Section) -> object:
    label = KINDS.get(section.kind, section.kind)
    return f"{label} {section.level}" if section.kind == "heading" and section.level else label


def _why(section: Section, document: Document) -> object:
    """Why it is not read aloud; nothing when it is."""
    if section.is_skipped:
        return _("bạn bỏ qua")
    choice = ASIDES.get(section.kind)
    if choice is None:
        return "" if section.kind in BODY_KINDS else _("loại này không đọc")
    return _("không đọc, theo cách đọc của tài liệu") if getattr(document, choice) == Aside.SKIP else ""


def _pieces(section: Section) -> Iterator[Piece]:
    text, at = section.text, 0
    for number, (start, end, sure) in enumerate(sorted(section.doubts)):
        if not at <= start < end <= len(text):
            continue  # two doubts about one place
        if at < start:
            yield Piece(text[at:start], at, start)
        yield Piece(text[start:end], start, end, round(100 * sure), f"d-{section.public_id}-{number}")
        at = end
    if at < len(text):
        yield Piece(text[at:], at, len(text))


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in shares of its width and height, as SVG wants it."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Picture:
    """The page beside the text; ``pattern`` is the address of page 0, from which a script makes the others. ``told``:
    what stands in the place of a picture that ``is_missing``."""

    number: int
    url: str
    pattern: str
    box: Box | None
    told: str
    is_missing: bool = False


def box_of(section: Section) -> Box | None:
    if not section.box:
        return None
    left, top, right, bottom = section.box
    return Box(*(f"{side:.5f}" for side in (left, top, right - left, bottom - top)))
