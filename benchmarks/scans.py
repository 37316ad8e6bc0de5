"""How well scanned pages are read: pages of known text, printed, spoiled as scanners do, and recognised.

    python -m benchmarks.scans [PAGES]

60 pages (or PAGES) of the texts of the corpus that GIONG_CORPUS names (Vietnamese law with headings, Vietnamese and
English prose, in one and two columns), made in ``_spoiled``; then the signed scans of which a page was transcribed by
hand. Prints the character error rate of each kind, whether the words of columns kept their order, what the flags of
doubt are worth, and the seconds a page.
"""

import difflib
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pymupdf

from benchmarks._spoiled import Page, pages
from speech.extract import PAGE_FURNITURE, extract
from speech.types import Extracted
from tests.speech.corpus import CORPUS
from tests.speech.extract.scans import errors, scan

PAGES: Final = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 60
TRUTHS: Final = Path(__file__).resolve().parents[1] / "tests" / "data" / "scans"
REACH_MADE, REACH_SIGNED = 0.02, 0.03


@dataclass(frozen=True)
class Result:
    """What a page of ``kinds`` came to: its truth, what was found, the words that were flagged."""

    kinds: tuple[str, ...]
    truth: str
    found: str
    doubted: tuple[str, ...]
    seconds: float

    @property
    def rate(self) -> float:
        return errors(self.found, self.truth) / len(self.truth)


def result(path: Path, truth: str, *kinds: str) -> Result:
    began = time.perf_counter()
    found = extract(path)
    doubted = tuple(section.text[start:end] for section in found.sections for start, end, _ in section.doubts)
    return Result(kinds, plain(truth), body(found), doubted, time.perf_counter() - began)


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def body(document: Extracted) -> str:
    return plain(" ".join(section.text for section in document.sections if section.kind not in PAGE_FURNITURE))


def made(page: Page, room: Path) -> Result:
    kinds = (page.text, page.spoiled, f"{page.dpi} dpi")
    return result(scan(room / "made.pdf", page.picture, dpi=page.dpi), page.truth, *kinds)


def signed(room: Path) -> Iterable[Result]:
    """The transcribed pages of the corpus."""
    for path in sorted(TRUTHS.glob("*.txt")):
        name, _, number = path.stem.rpartition("-p")
        with pymupdf.open(CORPUS / "documents" / f"scan_{name}.signed.pdf") as document:
            document.select([int(number) - 1])
            document.save(room / "signed.pdf")
        yield result(room / "signed.pdf", path.read_text(), path.stem)


def overall(results: list[Result]) -> float:
    return sum(each.rate * len(each.truth) for each in results) / sum(len(each.truth) for each in results)


def tell(results: list[Result], reach: float) -> bool:
    """Print the table of one set; whether it is within its reach."""
    by_kind: dict[str, list[Result]] = defaultdict(list)
    for each in results:
        for kind in each.kinds:
            by_kind[kind].append(each)
    for kind, some in by_kind.items():
        print(f"{kind:18}{len(some):4} pages  {overall(some):7.2%}")
    found = overall(results)
    print(f"{'all':18}{len(results):4} pages  {found:7.2%}  (reach {reach:.0%})")
    print(f"worst page {max(each.rate for each in results):.2%}")
    print(f"{sum(each.seconds for each in results) / len(results):.1f} s a page, one at a time\n")
    return found <= reach


def doubts(results: list[Result]) -> str:
    """Of the words that were flagged, how many are wrong; of the wrong ones, how many were flagged."""
    flagged = hits = wrong = words = 0
    for each in results:
        mistaken = list(_mistaken(each))
        left = list(each.doubted)
        for word in mistaken:
            if word in left:
                left.remove(word)
                hits += 1
        flagged, wrong, words = flagged + len(each.doubted), wrong + len(mistaken), words + len(each.found.split())
    share = hits / max(1, flagged), hits / max(1, wrong)
    return (
        f"{flagged} of {words} words flagged; {share[0]:.0%} of them are wrong; {share[1]:.0%} of the wrong are flagged"
    )


def _mistaken(each: Result) -> Iterable[str]:
    truth, found = each.truth.split(), each.found.split()
    for kind, _, _, start, end in difflib.SequenceMatcher(None, truth, found, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from found[start:end]


def in_order(results: list[Result]) -> str:
    """How many pages in columns have nine of ten words in the order of the truth."""
    pages_in_columns = [each for each in results if any("columns" in kind for kind in each.kinds)]
    kept = sum(_kept(each) > 0.9 for each in pages_in_columns)
    return f"word order kept on {kept} of {len(pages_in_columns)} pages in columns"


def _kept(each: Result) -> float:
    truth = each.truth.split()
    matcher = difflib.SequenceMatcher(None, truth, each.found.split(), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(truth)


def main() -> None:
    if not CORPUS.is_dir():
        raise SystemExit("the corpus is not here (GIONG_CORPUS)")
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        of_made = [made(page, room) for page in pages(PAGES)]
        of_signed = list(signed(room))
    within = [tell(of_made, REACH_MADE), tell(of_signed, REACH_SIGNED)]
    print(in_order(of_made))
    print(f"made pages: {doubts(of_made)}\nsigned scans: {doubts(of_signed)}")
    if not all(within):
        raise SystemExit("not within reach")


if __name__ == "__main__":
    main()
