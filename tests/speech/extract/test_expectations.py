"""What the manifest of the corpus says of its documents: first words, pages, notes, tables, what is never read."""

import difflib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pymupdf
import pytest

from speech import child
from speech.extract import LIMITS, extract
from speech.types import Extracted
from tests.speech.corpus import CORPUS, needs_corpus
from tests.speech.extract.scans import errors
from tests.speech.extract.test_ground_truth import accuracy, in_one_form

SPOKEN_KINDS: Final = frozenset({"title", "heading", "paragraph", "list_item", "table", "caption"})
"""What is read aloud where nothing else was chosen."""
PAPER: Final = frozenset({"header", "footer", "page_number"})
TRUTHS: Final = Path(__file__).resolve().parents[2] / "data" / "scans"
TRUTH_LEAST: Final = 0.995
FIRST_LEAST: Final = 0.97
TOP_CHARS: Final = 200
RECOGNISED_LEAST: Final = 0.95
NEVER: Final = {
    "robinson_crusoe_en.epub": ("Project Gutenberg License", "www.gutenberg.org", "START OF THE PROJECT"),
    "tcvn3-pdf_2006-1E499_ND109veDKKD_dacotrenmucPTDNN-V.pdf": (),
    "twocolumn_linenumbers_underthesea.pdf": ("000 001", "Confidential Review Copy", "DO NOT DISTRIBUTE"),
    "poi_HeaderFooterUnicode.docx": ("header", "footer"),
    "bo_luat_lao_dong_congbao.docx": ("CÔNG BÁO/Số", "MARKER_START_FILE", "304418919685"),
    **dict.fromkeys(
        ("scan_06-bct.signed.pdf", "scan_2450-kgvx.signed.pdf", "scan_255-nn.signed.pdf", "scan_47-cp.signed.pdf"),
        ("Người ký:", "CỔNG THÔNG TIN ĐIỆN TỬ", "thongtinchinhphu@"),
    ),
}
"""What the manifest's words about ``must_not_read`` mean, letter by letter."""


def _rows() -> Iterator[dict[str, Any]]:
    manifest = CORPUS / "MANIFEST.jsonl"
    for line in manifest.read_text(encoding="utf-8").splitlines() if manifest.is_file() else ():
        row = json.loads(line)
        if row["kind"].startswith("document/") and row["split"] == "dev":
            yield row


ROWS: Final = {Path(row["path"]).name: row for row in _rows()}
ABSENT: Final = pytest.mark.skip("the corpus is not here (GIONG_CORPUS)")


def _asked_of(names: Iterable[str]) -> list[Any]:
    """All that is asked of one document is asked in one process, which reads it once."""
    found = [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in sorted(names)]
    return found or [pytest.param("", marks=ABSENT)]


NAMES: Final = _asked_of(ROWS)


def those_with(key: str) -> list[Any]:
    """The documents of which the manifest says ``key``."""
    return _asked_of(name for name in ROWS if ROWS[name]["expectation"].get(key) is not None)


SAMPLE: Final = 3
"""Pages of a long scan that are recognised: the first two and the last. That all are pictures is asked of the whole."""


@cache
def found(name: str) -> Extracted:
    path = CORPUS / "documents" / name
    if not ROWS[name]["expectation"].get("ocr_needed") or whole(name)["pages"] <= SAMPLE:
        return extract(path)
    with TemporaryDirectory() as room, pymupdf.open(path) as document:
        document.select([0, 1, document.page_count - 1])
        document.save(Path(room) / name)
        return extract(Path(room) / name)


@cache
def whole(name: str) -> dict[str, Any]:
    """What the first child says of a scan, before anything is recognised."""
    request = {"path": str(CORPUS / "documents" / name), "filename": name, "max_pages": None, "plan": "free"}
    return child.run("extract", request, limits=LIMITS)


def said(name: str) -> str:
    """What is read aloud of a document."""
    return in_one_form("\n".join(each.text for each in found(name).sections if each.kind in SPOKEN_KINDS))


def expected(name: str, key: str) -> Any:
    """What the manifest expects."""
    return ROWS[name]["expectation"][key]


def best_match(text: str, words: str) -> float:
    """How well ``words`` are found anywhere in ``text``: 1 where they stand there letter by letter."""
    if words in text:
        return 1.0
    begins = [at for word in words.split()[:3] for at in _places(text, word)]
    windows = (text[max(0, at - 20) : at + len(words) + 20] for at in begins)
    return max((_share(window, words) for window in windows), default=0.0)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _share(window: str, words: str) -> float:
    """The share of the letters of ``words`` that a somewhat wider window has in order."""
    matcher = difflib.SequenceMatcher(None, window, words, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(words)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_read_and_its_chapters_have_words(name: str) -> None:
    sections = found(name).sections
    assert said(name)
    starts = [at for at, section in enumerate(sections) if section.begins_chapter]
    assert starts
    for at, end in zip(starts, [*starts[1:], len(sections)], strict=True):
        assert any(section.kind in SPOKEN_KINDS for section in sections[at:end])


@pytest.mark.parametrize("name", those_with("first_words"))
def test_first_words(name: str) -> None:
    """All of them near the top: a letterhead in two columns may be read by column or across."""
    wanted = in_one_form(expected(name, "first_words")).casefold()
    words = [word for word in wanted.split()[:-1] if any(map(str.isalnum, word))]  # the last one is cut
    top = said(name).casefold()[: len(wanted) + TOP_CHARS].split()
    assert sum(word in top for word in words) >= FIRST_LEAST * len(words)


@pytest.mark.parametrize("name", those_with("pages"))
def test_pages(name: str) -> None:
    pages = whole(name)["pages"] if ROWS[name]["expectation"].get("ocr_needed") else found(name).pages
    assert pages == expected(name, "pages")


@pytest.mark.parametrize("name", those_with("footnotes"))
def test_notes(name: str) -> None:
    assert sum(section.kind == "footnote" for section in found(name).sections) == expected(name, "footnotes")


@pytest.mark.parametrize("name", those_with("tables"))
def test_tables(name: str) -> None:
    assert sum(section.kind == "table" for section in found(name).sections) == expected(name, "tables")


@pytest.mark.parametrize("name", those_with("must_read"))
def test_what_must_be_read(name: str) -> None:
    words, text = in_one_form(expected(name, "must_read")).casefold(), said(name).casefold()
    least = RECOGNISED_LEAST if found(name).recognised_pages else 1.0
    assert best_match(text, words) >= least


@pytest.mark.parametrize("name", those_with("must_not_read"))
def test_what_must_not_be_read(name: str) -> None:
    text = said(name)
    assert [never for never in NEVER[name] if never in text] == []


def test_the_page_number_of_the_decree_is_not_read() -> None:
    name = "tcvn3-pdf_2006-1E499_ND109veDKKD_dacotrenmucPTDNN-V.pdf"
    if name not in ROWS:
        pytest.skip("the corpus is not here (GIONG_CORPUS)")
    top = [each for each in found(name).sections if each.page == 2 and each.text.strip("- ") == "2"]
    assert {each.kind for each in top} <= {"page_number"}


@pytest.mark.parametrize("name", those_with("title"))
def test_the_title_is_the_first_chapters(name: str) -> None:
    title = in_one_form(expected(name, "title")).casefold()
    text = said(name)[:2000].casefold()
    assert all(word in text for word in title.split() if word.count("/") < 2)  # a date is written out
    if len(title.split()) > 6:
        assert title in text


@pytest.mark.parametrize("name", those_with("first_sentence"))
def test_the_first_sentence(name: str) -> None:
    assert in_one_form(expected(name, "first_sentence")) in said(name)


@pytest.mark.parametrize("name", those_with("ocr_needed"))
def test_scans_are_recognised_and_others_are_not(name: str) -> None:
    needed = expected(name, "ocr_needed")
    document = found(name)
    assert document.recognised_pages == (document.pages if needed else 0)
    if needed:
        assert whole(name)["unread"] == list(range(1, whole(name)["pages"] + 1))


@needs_corpus
@pytest.mark.parametrize(
    ("name", "number"),
    [
        pytest.param(name, number, marks=pytest.mark.xdist_group(f"scan_{name}.signed.pdf"))
        for name, number in (("2450-kgvx", 1), ("255-nn", 1), ("06-bct", 2), ("47-cp", 2))
    ],
)
def test_signed_scans_are_read_as_people_read_them(name: str, number: int) -> None:
    truth = " ".join((TRUTHS / f"{name}-p{number}.txt").read_text().split())
    sections = found(f"scan_{name}.signed.pdf").sections
    text = " ".join(each.text for each in sections if each.page == number and each.kind not in PAPER)
    assert errors(text, truth) <= 0.03 * len(truth)
    for stamp in ("Người ký", "CHINHPHU.VN", "VGP", "CÔNG VĂN ĐẾN", "CỔNG THÔNG TIN ĐIỆN TỬ"):
        assert stamp not in text


@pytest.mark.parametrize("name", those_with("same_text_as"))
def test_the_same_text_in_another_dress(name: str) -> None:
    assert accuracy(said(name), said("udhr2_vie_NFD.txt")) >= TRUTH_LEAST
