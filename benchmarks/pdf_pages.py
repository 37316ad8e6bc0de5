"""What reading PDFs costs beside bare MuPDF, in time and memory, and whether any word of theirs is lost.

    python -m benchmarks.pdf_pages [PAGES]

Makes text PDFs of PAGES pages (500): a Vietnamese book as a layout engine sets it (headings, prose, notes, running
heads, tables) and an English one with a line as one string, as word processors write it. Speed is against
``page.get_text("dict")`` of every page, both warm, by the clock. Memory is of a fresh process each. Words are compared
with those of ``pdftotext`` (poppler) where it is installed, else with MuPDF's own list of words, for the PDFs of
GIONG_CORPUS.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from bisect import bisect_left
from collections import Counter
from pathlib import Path
from unittest import mock

import pymupdf

from speech.extract.pdf import hands
from speech.extract.pdf.reader import read
from speech.extract.registry import Order

PAGES = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 500
ROUNDS = 3
SIZES = (100, 500, 2000)
SYLLABLES = (
    "người lao động có quyền được làm việc tự do lựa chọn nơi ở theo quy định của pháp luật và bảo đảm cuộc sống "
    "gia đình trong năm qua nhà nước đã ban hành nhiều chính sách mới nhằm phát triển kinh tế xã hội vùng sâu xa "
    "học sinh sinh viên giáo viên trường học bệnh viện thành phố nông thôn ruộng đồng sông núi mùa xuân"
)
LABOUR = (
    "the workers of every region have a right to free choice of work under the law which protects their homes "
    "and families while new policies help schools and hospitals in distant places along the coast in spring"
)
VIETNAMESE, ENGLISH = SYLLABLES.split(), LABOUR.split()
CSS = "body {font-family: serif; font-size: 10.5px} p {text-indent: 18px; margin: 0 0 3px 0} h2 {font-size: 15px}"
CORPUS = Path(os.environ.get("GIONG_CORPUS", Path(__file__).resolve().parents[2] / "shared/data/corpus")) / "documents"


def sentence(chance: random.Random, words: list[str]) -> str:
    return " ".join(chance.choice(words) for _ in range(chance.randint(8, 26))).capitalize() + "."


def prose(chance: random.Random, words: list[str]) -> str:
    return " ".join(sentence(chance, words) for _ in range(chance.randint(3, 6)))


def laid_out(path: Path, pages: int) -> Path:
    """A Vietnamese book: fonts change inside words, as where a font lacks a letter."""
    chance, writer = random.Random(7), pymupdf.DocumentWriter(path)  # noqa: S311 - the same words each time
    for number in range(pages):
        device = writer.begin_page(pymupdf.paper_rect("a4"))
        body = f"<h2>Chương {number // 10 + 1}. {sentence(chance, VIETNAMESE)[:30]}</h2>" if number % 10 == 0 else ""
        body += "".join(f"<p>{prose(chance, VIETNAMESE)}</p>" for _ in range(9))
        note = f"<p>{number + 1} {sentence(chance, VIETNAMESE)}</p>" if number % 3 == 0 else ""
        head = "<p>Kinh tế vùng cao</p>" if number % 2 else "<p>Quyền làm việc</p>"
        for html, box, size in (
            (head, (60, 25, 535, 60), 9), (body, (60, 70, 535, 690), 10.5), (note, (60, 740, 535, 790), 8),
            (f"<p>{number + 1}</p>", (280, 790, 400, 830), 9),
        ):  # fmt: skip
            story = pymupdf.Story(html, user_css=CSS.replace("10.5px", f"{size}px"))
            story.place(pymupdf.Rect(*box))
            story.draw(device)
        writer.end_page()
    writer.close()
    return _with_tables(path)


def _with_tables(path: Path) -> Path:
    """The same with a ruled table on each eighth page and a rule over the notes."""
    with pymupdf.open(path) as document:
        for page in document:
            if page.number % 3 == 0:
                page.draw_line((60, 738), (200, 738))
            if page.number % 8 == 0:
                _table(page, 694)
        done = document.tobytes()
    path.write_bytes(done)
    return path


def _table(page: pymupdf.Page, top: float) -> None:
    page.draw_rect((60, top, 535, top + 42))
    for y in (top + 14, top + 28):
        page.draw_line((60, y), (535, y))
    for x in (180, 300, 420):
        page.draw_line((x, top), (x, top + 42))
    for row in range(3):
        for column in range(4):
            page.insert_text((64 + 120 * column, top + 10 + 14 * row), f"{row}{column} 12,5", fontsize=9)


def typed(path: Path, pages: int) -> Path:
    """An English book: each line is one string."""
    chance = random.Random(8)  # noqa: S311 - the same words each time
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page()
            page.insert_text((72, 40), "The Right to Work" if number % 2 else "A Book of Labour", fontsize=9)
            page.insert_text((290, 810), str(number + 1), fontsize=9)
            y = 80.0
            if number % 10 == 0:
                page.insert_text((72, y), f"Chapter {number // 10 + 1}. Of work", fontsize=16)
                y += 28
            words = " ".join(prose(chance, ENGLISH) for _ in range(11)).split()
            lines = [" ".join(words[at : at + 15]) for at in range(0, len(words), 15)][:40]
            page.insert_text((72, y), lines, fontsize=10.5, lineheight=1.35)
            if number % 8 == 0:
                _table(page, 735)
        document.save(path)
    return path


def speed(path: Path) -> dict[str, float]:
    """Seconds of bare MuPDF and of ours by the clock (the best of three, in turn), and how many times as long ours
    takes: on all cores, and on one."""

    def bare() -> None:
        with pymupdf.open(path) as document:
            for page in document:
                page.get_text("dict")

    def on_one_core() -> None:
        with mock.patch.object(hands, "hands_for", return_value=1):
            read(path, Order())

    spent: dict[str, list[float]] = {"bare": [], "ours": [], "on_one_core": []}
    for _ in range(ROUNDS + 1):  # the first round warms
        for name, work in (("bare", bare), ("ours", lambda: read(path, Order())), ("on_one_core", on_one_core)):
            start = time.perf_counter()
            work()
            spent[name].append(time.perf_counter() - start)
    best = {name: min(times[1:]) for name, times in spent.items()}
    times = {f"times_{name}": round(best[name] / best["bare"], 2) for name in ("ours", "on_one_core")}
    return {**{name: round(each, 3) for name, each in best.items()}, **times}


def memory(path: Path) -> float:
    """Peak memory in MB of a fresh process that reads the document."""
    code = (
        "import sys; from pathlib import Path; from speech.extract.pdf.reader import read;"
        "from speech.extract.registry import Order; read(Path(sys.argv[1]), Order());"
        "status = Path('/proc/self/status').read_text();"  # getrusage would tell the parent's peak
        "print(int(status.split('VmHWM:')[1].split()[0]) / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return round(float(done.stdout.split()[-1]), 1)


def nothing_lost(path: Path) -> dict[str, object]:
    """Which share of another extractor's words ours has too, which share of those it has in order, and what differs.

    Furniture counts as had: it is known for what it is. Words parted at a line's end count where they are joined, and
    a note's raised mark is left out on purpose, also where the other has it as part of the word before.
    """
    sections = read(path, Order()).sections
    ours = _words("\n".join(section.text for section in sections))
    theirs = _words(_rejoined(_other_text(path), set(ours)))
    have, want = Counter(ours), Counter(theirs)
    lost, more = want - have, have - want
    explained = _marks(lost, more, path)
    lost -= explained
    return {
        "words": want.total(),
        "had": round(1 - lost.total() / max(1, want.total()), 5),
        "more": more.total(),
        "in_order": round(_in_order(ours, theirs), 5),
        "note_marks": dict(explained),
        "lost": dict(lost.most_common(40)),
        "added": dict(more.most_common(20)),
    }


def _marks(lost: Counter[str], more: Counter[str], path: Path) -> Counter[str]:
    """Those of the lost words that are marks of notes, by MuPDF's own sign for raised letters."""
    with pymupdf.open(path) as document:
        blocks = [block for page in document for block in page.get_text("dict")["blocks"]]
    lines = (line for block in blocks for line in block.get("lines", ()))
    raised = Counter(span["text"].strip() for line in lines for span in line["spans"] if span["flags"] & 1)
    marks = lost & raised
    for word in lost:
        bare = word.rstrip("0123456789")
        if bare and bare != word and more[bare] and raised[word.removeprefix(bare)]:
            marks[word] = min(lost[word], more[bare])
    return marks


def _other_text(path: Path) -> str:
    if shutil.which("pdftotext"):
        run = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True)
        return run.stdout.decode("utf-8", "replace")
    with pymupdf.open(path) as document:
        return "\n".join(word[4] for page in document for word in page.get_text("words"))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[^\W_]+", plain)


def _rejoined(text: str, known: set[str]) -> str:
    """The other's text, hyphens at line ends gone where ours has the whole word."""

    def join(cut: re.Match[str]) -> str:
        whole = unicodedata.normalize("NFKC", cut[1] + cut[2]).casefold()
        return cut[1] + cut[2] if whole in known else cut[0]

    return re.sub(r"([^\W\d_]+)[-\u00ad]\s*\n([^\W\d_]+)", join, text)


def _in_order(ours: list[str], theirs: list[str]) -> float:
    """The longest rising run among the words that both have once, as a share of them."""
    counts = Counter(ours)
    once = {word for word, count in Counter(theirs).items() if count == 1 and counts[word] == 1}
    places = {word: at for at, word in enumerate(theirs) if word in once}
    ends: list[int] = []
    for place in (places[word] for word in ours if word in once):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends) / max(1, len(once))


def main() -> None:
    with tempfile.TemporaryDirectory() as room:
        for name, make in (("laid out", laid_out), ("typed", typed)):
            path = make(Path(room) / f"{name}.pdf", PAGES)
            print(json.dumps({"book": name, "pages": PAGES, **speed(path)}), flush=True)
        sizes = {pages: memory(typed(Path(room) / f"{pages}.pdf", pages)) for pages in SIZES}
        print(json.dumps({"megabytes": sizes}), flush=True)
    for path in sorted(CORPUS.glob("twocolumn*.pdf")):  # what is in old encodings has its truths in the tests
        print(json.dumps({"pdf": path.name, **nothing_lost(path)}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
