"""The reach of reading documents, as a table: truths, expectations, chapters, hostile files, words that are lost.

    python -m benchmarks.documents [--short]

Over the corpus that GIONG_CORPUS names. Recognition of scans and the cost of PDFs are suites of their own, ``scans``
and ``pdf_pages``, and run after the table; ``--short`` leaves them and the scans of the corpus out. Words are compared
with a plain look at the file (``_words``); what is missing is printed, one run of words a line.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks._words import MANY, READERS, loss
from speech import child
from speech.errors import SpeechError
from speech.extract import extract
from speech.types import Extracted
from tests.faults.watching import Watch
from tests.speech.corpus import CORPUS
from tests.speech.extract.books import BOOKS, chapters_of, made
from tests.speech.extract.test_ground_truth import TRUTHS, accuracy, in_one_form

DOCUMENTS: Final = CORPUS / "documents"
TRUTH_LEAST: Final = 0.995
KEPT_LEAST: Final = 0.999
READER_SECONDS: Final = 20.0
READER_MB: Final = 512
CONVERTER_SECONDS: Final = 60.0
CONVERTER_MB: Final = 1024
CONVERTED: Final = frozenset({".doc", ".ppt"})
EXPECTATIONS: Final = "tests/speech/extract/test_expectations.py"
ASIDE: Final = {".docx": ("footnote",), ".odt": ("footnote",), ".pptx": ("speaker_note",)}
"""What is in another part of the file than the body, or is left out of the plain look."""
NO_WORDS_TO_COMPARE: Final = frozenset(
    {"synthetic-vni-2004-13D56_Le_Quang_Thung-phatbieu.docx", "udhr2_vie_tcvn3_clean.txt"}
)
"""In an old encoding: a plain look sees no Vietnamese. They have a ground truth."""
EXPLAINED: Final = {
    "bo_luat_lao_dong_congbao.docx": "the raised marks of four notes, typed beside them",
    "idpf_internallinks.epub": "notes that its style sheet hides (span.note) and its page of notes has again",
}
"""Why words are not there: rules of the reading."""
SUITES: Final = ("pdf_pages", "scans")


class Row(NamedTuple):
    what: str
    reach: str
    found: str
    is_reached: bool


def text_of(document: Extracted, *without: str) -> str:
    return "\n".join(section.text for section in document.sections if section.kind not in without)


def truths() -> Iterator[Row]:
    for name, truth in TRUTHS.items():
        found = in_one_form(text_of(extract(DOCUMENTS / name))).casefold()
        wanted = in_one_form((DOCUMENTS / "ground_truth" / f"{truth}.txt").read_text(encoding="utf-8")).casefold()
        share = accuracy(found, wanted)
        yield Row(f"letters of {name}", f">= {TRUTH_LEAST:.1%}", f"{share:.2%}", share >= TRUTH_LEAST)


def expectations(*, short: bool) -> Row:
    """The manifest's, as the tests have them."""
    only = ["-k", "not scan"] if short else []
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", EXPECTATIONS, *only]
    told = subprocess.run(command, capture_output=True, text=True)
    last = told.stdout.strip().splitlines()[-1].strip("= ") if told.stdout.strip() else told.stderr[-200:]
    return Row("expectations of the manifest", "all", last, told.returncode == 0)


def chapters() -> Iterator[Row]:
    """Made books by how they were made: seen while the code was written, kept aside until then, meant to be hard."""
    groups: Counter[str] = Counter()
    right: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(BOOKS.glob("*/*.txt")):
            name = f"{path.parent.name}/{path.stem}"
            sections = extract(made(name, Path(folder))).sections
            groups[path.parent.name] += 1
            right[path.parent.name] += [each.title for each in sections if each.begins_chapter] == chapters_of(name)
    for group, count in groups.items():
        yield Row(f"made books, {group}", "all chapters", f"{right[group]} of {count}", right[group] == count)


def hostile() -> Iterator[Row]:
    """Every hostile file: what it ends in, and the most time and memory that a child took for it."""
    for converted in (False, True):
        files = [path for path in sorted((DOCUMENTS / "hostile").iterdir()) if (path.suffix in CONVERTED) is converted]
        seconds, megabytes, ends = 0.0, 0.0, Counter[str]()
        for path in files:
            with Watch() as watch:
                ends[end_of(path)] += 1
            seconds, megabytes = max(seconds, watch.seconds), max(megabytes, watch.most_mb)
        most = (CONVERTER_SECONDS, CONVERTER_MB) if converted else (READER_SECONDS, READER_MB)
        told = ", ".join(f"{end} {count}" for end, count in ends.most_common())
        fits = seconds <= most[0] and megabytes <= most[1] and not {"reader_crashed", "took_too_long"} & ends.keys()
        what = "hostile files to convert" if converted else "hostile files"
        yield Row(
            f"{what} ({len(files)})",
            f"<= {most[1]} MB, {most[0]:.0f} s",
            f"{megabytes:.0f} MB, {seconds:.1f} s: {told}",
            fits,
        )


def end_of(path: Path) -> str:
    try:
        return "read" if extract(path, limits=child.Limits()).sections else "empty"
    except SpeechError as error:
        return error.code


def kept() -> Iterator[Row]:
    """Words of the body that are there once and in order, for each format that a plain look can read."""
    for path in sorted(DOCUMENTS.iterdir()):
        read = READERS.get(path.suffix)
        if read is None or path.name in NO_WORDS_TO_COMPARE:
            continue
        found = loss(read(path), text_of(extract(path), *ASIDE.get(path.suffix, ())))
        for run in found.runs[:MANY]:
            print(f"  not in {path.name}: {run[:100]}")
        why = EXPLAINED.get(path.name, "") if found.runs else ""
        told = f"{found.share:.3%} of {found.words:,}{why and f'; not read: {why}'}"
        yield Row(f"words of {path.name}", f">= {KEPT_LEAST:.1%}", told, bool(why) or found.share >= KEPT_LEAST)


def rows(*, short: bool) -> Iterator[Row]:
    yield from truths()
    yield from kept()
    yield from chapters()
    yield from hostile()
    yield expectations(short=short)


def main() -> None:
    if not DOCUMENTS.is_dir():
        raise SystemExit("GIONG_CORPUS names no corpus")
    short = "--short" in sys.argv
    table = list(rows(short=short))
    print("\n| | reach | found | |\n|---|---|---|---|")
    for row in table:
        print(f"| {row.what} | {row.reach} | {row.found} | {'' if row.is_reached else 'not reached'} |")
    for suite in () if short else SUITES:
        print(f"\n== {suite}", flush=True)
        subprocess.run([sys.executable, "-m", f"benchmarks.{suite}"], check=True)


if __name__ == "__main__":
    main()
