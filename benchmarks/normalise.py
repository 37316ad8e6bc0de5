"""How well text is read, how fast and in how much memory: a table by class, and figures.

    python -m benchmarks.normalise [--blind]

Over the project's gold sentences, and over the labelled suites (``*.jsonl`` with ``input``, ``expected``, ``class``)
of the folder that GIONG_TEXTNORM names; sea-g2p stands beside us where it is installed. ``--blind`` counts the blind
half as well (numbers only). Accuracy is that of Vietnamese, exact sentences; times are of this process's own work.
"""

import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from speech.text import chunks, normalise, split_sentences
from speech.text.backends import backend
from speech.types import TextOptions
from tests.speech.text import gold

OPTIONS = TextOptions(language="vi")
SIZES = (10_000, 100_000, 1_000_000)
CORPUS = Path(os.environ.get("GIONG_CORPUS", "")) / "documents" / "udhr_Vietnamese-UTF8.txt"
Read = Callable[[str], str]


class Case(NamedTuple):
    suite: str
    kind: str
    text: str
    is_right: Callable[[str], bool]


def ours(text: str) -> str:
    return normalise(text, OPTIONS).text


def readers() -> dict[str, Read]:
    found: dict[str, Read] = {"giong": ours, "no backend": lambda text: normalise(text, RULES_ONLY).text}
    sea = backend("sea")
    if sea and sea("5"):
        found["sea-g2p"] = lambda text: sea(text) or text
    return found


RULES_ONLY = TextOptions(language="vi", backend="none")


def gold_cases(halves: list[str]) -> Iterator[Case]:
    for half in halves:
        for sentence in gold.sentences(half):
            if sentence.language == "vi":
                yield Case(f"gold {half}", sentence.kind, sentence.text, sentence.is_read_by)


def public_cases(folder: str) -> Iterator[Case]:
    for path in sorted(Path(folder).glob("*.jsonl")) if folder else ():
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            expected = frozenset(map(gold.canonical, row["expected"]))
            yield Case(
                path.stem, row["class"], row["input"], lambda said, right=expected: gold.canonical(said) in right
            )


def table(cases: list[Case], column: Callable[[Case], str]) -> None:
    """A row for each value of ``column``: how many cases, and per cent right of each reader."""
    right: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    count: dict[str, int] = defaultdict(int)
    for case in cases:
        for row in (column(case), "all"):
            count[row] += 1
        for name, read in readers().items():
            is_right = case.is_right(read(case.text))
            for row in (column(case), "all"):
                right[row][name] += is_right
    names = list(readers())
    print("| | n | " + " | ".join(names) + " |\n|---|---:|" + "---:|" * len(names))
    for row in [*sorted(count.keys() - {"all"}), "all"]:
        shares = " | ".join(f"{100 * right[row][name] / count[row]:.1f}" for name in names)
        print(f"| {row} | {count[row]} | {shares} |")
    print()


def prose() -> str:
    """Real prose where the corpus is, else the gold sentences one after the other."""
    if CORPUS.exists():
        return CORPUS.read_text(encoding="utf-8")
    return "\n".join(sentence.text for sentence in gold.sentences("dev"))


def milliseconds(texts: list[str]) -> dict[str, float]:
    """p50 and p99 of one sentence, the best of three rounds each."""
    best = [float("inf")] * len(texts)
    for _ in range(3):
        for at, text in enumerate(texts):
            began = time.perf_counter()
            ours(text)
            best[at] = min(best[at], (time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(best, n=100, method="inclusive")
    return {"p50": round(statistics.median(best), 3), "p99": round(cuts[98], 3), "longest": round(max(best), 3)}


def grown(read: Callable[[str], object], text: str) -> dict[str, float]:
    """Seconds of ``read`` on one text, and by how many MB the process's peak grew."""
    peak, began = _peak_mb(), time.process_time()
    read(text)
    return {"seconds": round(time.process_time() - began, 3), "peak_mb": round(_peak_mb() - peak, 1)}


def _peak_mb() -> float:
    """Of this process alone; ``getrusage`` would tell the peak of whoever started it, if that was higher."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024


def figures(source: str) -> dict[str, object]:
    whole = source * (SIZES[-1] // len(source) + 1)
    sentences = [source[start:end] for start, end in split_sentences(source, "vi")]
    texts = [sentence.text for sentence in gold.sentences("dev")]
    return {
        "ms_per_gold_sentence": milliseconds(texts),
        "ms_per_sentence_of_prose": milliseconds(sentences),
        "normalise": {size: grown(ours, whole[:size]) for size in SIZES},
        "chunks": {size: grown(lambda text: chunks(text, OPTIONS), whole[:size]) for size in SIZES},
    }


def main() -> None:
    ours("Có 5 kg ABC.")  # what is loaded on first use is not what is measured
    print(json.dumps(figures(prose()), indent=1))
    table(list(gold_cases(["dev", "blind"] if "--blind" in sys.argv else ["dev"])), lambda case: case.kind)
    public = list(public_cases(os.environ.get("GIONG_TEXTNORM", "")))
    if public:
        table(public, lambda case: case.suite)
        table(public, lambda case: case.kind)


if __name__ == "__main__":
    main()
