"""Tesseract as a program of its own: rows of words with their places and how sure it is of each."""

import os
import re
import resource
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree
from PIL import Image

from speech.child_lifeline import die_with_parent
from speech.errors import NotReady, SpeechError
from speech.extract.ocr.sheets import DPI, Pixels

PROGRAM: Final = "tesseract"
LANGUAGES: Final = ("vie", "eng", "osd")
WHOLE: Final = 3
"""Tesseract's number for: find columns, blocks and rows yourself."""
BLOCK: Final = 6
"""One block of text."""
SPARSE: Final = 11
"""Whatever text there is, anywhere."""
ORIENTATION: Final = 0
LIST: Final = "pictures.txt"
SURELY_TURNED: Final = 1.0
LEAST_SECONDS: Final = 1
NO_LANGUAGE: Final = b"Error opening data file"
OUT_OF_TIME: Final = (signal.SIGXCPU, signal.SIGKILL)
_NUMBERS: Final = re.compile(r"(\w+) ([-\d. ]+)")
_TURN: Final = re.compile(r"Rotate: (\d+)\s+Orientation confidence: ([\d.]+)")

Box = tuple[int, int, int, int]
"""Left, top, right, bottom in dots."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was read, where, and in 0-1 how surely."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class Row:
    """Words that Tesseract reads as one printed line; ``size`` of their letters in dots, as a font's."""

    words: tuple[Word, ...]
    size: float


def recognised(pictures: Sequence[Pixels], languages: str, layout: int = WHOLE) -> list[list[Row]]:
    """The rows of each picture (at ``DPI``), in the order of Tesseract's own layout."""
    told = _run(pictures, "-l", languages, "--psm", str(layout), "hocr")
    found = etree.fromstring(told, etree.XMLParser(resolve_entities=False, no_network=True, recover=True))
    pages = [] if found is None else found.xpath("//*[@class='ocr_page']")
    if len(pages) != len(pictures):
        raise SpeechError("unreadable_document")
    return [list(_rows(page)) for page in pages]


def quarter(grey: Pixels) -> int:
    """By how many degrees the page must be turned clockwise to stand upright: 0 where that is not sure."""
    try:
        found = _TURN.search(_run([grey], "-l", "osd", "--psm", str(ORIENTATION)).decode("utf-8", "replace"))
    except SpeechError:  # too few letters to tell
        return 0
    return int(found[1]) if found and float(found[2]) >= SURELY_TURNED else 0


def _run(pictures: Sequence[Pixels], *options: str) -> bytes:
    """What Tesseract prints about the pictures, which lie in the working directory for as long."""
    program = shutil.which(PROGRAM)
    if program is None:
        raise NotReady("recogniser_not_ready", recogniser=PROGRAM)
    names = [f"{number}.pgm" for number in range(len(pictures))]
    for name, picture in zip(names, pictures, strict=True):
        Image.fromarray(picture).save(name)
    Path(LIST).write_text("\n".join(names))
    try:
        done = _ended([program, LIST, "-", "--dpi", str(DPI), *options])
    finally:
        for name in (*names, LIST):
            Path(name).unlink()
    if done.returncode < 0:
        raise SpeechError("took_too_long" if -done.returncode in OUT_OF_TIME else "reader_crashed")
    if NO_LANGUAGE in done.stderr:
        raise NotReady("recogniser_not_ready", recogniser=f"{PROGRAM}: {', '.join(LANGUAGES)}")
    if done.returncode:
        raise SpeechError("unreadable_document")
    return done.stdout


def _ended(command: list[str]) -> "subprocess.CompletedProcess[bytes]":
    """The program when it has ended, within what is left of this process's own seconds."""
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    threads = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(
        command, stdin=nothing, stdout=pipe, stderr=pipe, env=threads, preexec_fn=die_with_parent
    ) as process:
        seconds = _seconds_left()
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds))
        out, errors = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, out, errors)


def _seconds_left() -> int:
    """What is left of this process's own limit: it and all that it starts share one."""
    limit, _ = resource.getrlimit(resource.RLIMIT_CPU)
    spent = sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    return limit if limit == resource.RLIM_INFINITY else max(LEAST_SECONDS, int(limit - spent))


def _rows(page: etree._Element) -> Iterator[Row]:
    """Rows of hOCR (a span of class ocr_line, ocr_header, ... with spans of class ocrx_word)."""
    for row in page.iter("{*}span"):
        if row.get("class", "").startswith("ocrx"):
            continue
        words = tuple(word for span in row.iter("{*}span") if (word := _word(span)))
        if words:
            size = _numbers(row).get("x_size", [0.0])[0]
            yield Row(words, size or float(max(word.box[3] - word.box[1] for word in words)))


def _word(span: etree._Element) -> Word | None:
    if span.get("class") != "ocrx_word":
        return None
    text = "".join(span.itertext()).strip()
    numbers = _numbers(span)
    box = [int(each) for each in numbers.get("bbox", ())]
    if not text or len(box) != 4:
        return None
    return Word(text, (box[0], box[1], box[2], box[3]), numbers.get("x_wconf", [0.0])[0] / 100)


def _numbers(span: etree._Element) -> dict[str, list[float]]:
    return {name: [float(each) for each in given.split()] for name, given in _NUMBERS.findall(span.get("title", ""))}
