"""What a document is called, by the lines it begins with."""

import re
from collections.abc import Sequence
from typing import Final

from speech.extract.chapters.headings import heading_level, is_list_item
from speech.types import Section

FIRST_LINES: Final = 40
LONGEST: Final = 200
LONGEST_LINE: Final = 120
_LETTERHEAD: Final = re.compile(
    r"(?:cộng h(?:òa|oà) x(?:ã|ả) hội chủ nghĩa.*|độc lập\s*[-–—]\s*tự do.*|(?:luật )?số\s*:.*"
    r"|.*ngày\s+\S+\s+tháng\s+.*|chính phủ|quốc hội|thủ tướng chính phủ|chủ tịch nước"
    r"|(?:bộ|ủy ban|uỷ ban|hội đồng|sở|văn phòng|ban|tổng cục|cục)\s(?!luật).*|(?:tm|kt|tl|tuq|q)\.\s.*|[\W\d_]*)",
    re.IGNORECASE,
)
_OFFICE: Final = re.compile(r"\b(?:trưởng|chủ tịch|thủ tướng|giám đốc|chánh văn phòng|chủ nhiệm)\b", re.IGNORECASE)
_KINDS: Final = (
    "bộ luật|luật|pháp lệnh|hiến pháp|nghị định|nghị quyết|thông tư(?: liên tịch)?|quyết định|chỉ thị|công văn"
    "|công điện|thông báo|báo cáo|tờ trình|kế hoạch|hướng dẫn|quy chế|quy định|điều lệ|tuyên ngôn|lệnh|nội quy"
    "|biên bản|đề án"
)
_KIND: Final = re.compile(rf"(?:{_KINDS})(?:\s.*)?", re.IGNORECASE)
_BARE_KIND: Final = re.compile(rf"(?:{_KINDS})", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    r"(?:về|v/v|ban hành|quy định|sửa đổi|phê duyệt|hướng dẫn|công bố|triển khai)\b.*", re.IGNORECASE
)


def is_letterhead(line: str) -> bool:
    """Whether a line stands at the head of every official letter: the state's name, a number, a date, an office."""
    return _LETTERHEAD.fullmatch(line) is not None


def is_signature(line: str) -> bool:
    """Whether a line in capitals names the office of who signs: "KT. BỘ TRƯỞNG", "PHÓ CHỦ TỊCH"."""
    return line.isupper() and _OFFICE.search(line) is not None


def document_title(front: Sequence[Section]) -> str:
    """The title in the sections that a document begins with, "" where none of them looks like one."""
    lines = [section for section in front if section.kind in ("title", "heading", "paragraph")][:FIRST_LINES]
    titles = [section for section in lines if section.kind == "title"]
    if titles:
        return _line(titles[0])
    return _official(lines) or _heading(lines) or _first(lines)


def _line(section: Section) -> str:
    return " ".join((section.title or section.text).split()).rstrip(" .:-–—")[:LONGEST]


def _official(lines: Sequence[Section]) -> str:
    """The kind of an official document with what it is about: "NGHỊ ĐỊNH Về đăng ký kinh doanh"."""
    for at, section in enumerate(lines):
        for part in section.text.split("\n"):
            if part.isupper() and len(part) <= LONGEST_LINE and _KIND.fullmatch(part):
                return _with_subject(section, part, lines[at + 1 : at + 2])
    return ""


def _with_subject(section: Section, kind: str, after: Sequence[Section]) -> str:
    below = section.text.partition(kind)[2].strip() or (after[0].text if after else "")
    subject = " ".join(below.split())
    told = _SUBJECT.fullmatch(subject) or (subject.isupper() and _BARE_KIND.fullmatch(kind))
    fits = told and len(kind) + len(subject) < LONGEST and not heading_level(subject)
    return f"{kind} {subject}".rstrip(" .:") if fits else kind.rstrip(" .:")


def _heading(lines: Sequence[Section]) -> str:
    """The first heading by its looks, unless a line that could be the title stands above it."""
    found = next((at for at, section in enumerate(lines) if _may_be_title(section)), None)
    return _line(lines[found]) if found is not None and not _first(lines[:found]) else ""


def _may_be_title(section: Section) -> bool:
    return section.kind == "heading" and not is_letterhead(section.text) and not heading_level(section.text)


def _first(lines: Sequence[Section]) -> str:
    """The first line when it is short and no sentence, and text follows."""
    shown = [section for section in lines if not is_letterhead(" ".join(section.text.split()))]
    line = " ".join(shown[0].text.split()) if shown else ""
    fits = 0 < len(line) <= LONGEST_LINE and line[-1] not in ".,;:!?…" and not line[0].islower()
    return _line(shown[0]) if fits and not (is_list_item(line) or heading_level(line)) else ""
