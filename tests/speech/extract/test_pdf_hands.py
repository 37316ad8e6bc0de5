"""A long PDF is read by several processes: the same comes out, and one that dies is told."""

import os
import signal
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest

from speech.errors import SpeechError
from speech.extract.pdf import hands, reader
from speech.extract.pdf.hands import Page
from speech.extract.registry import Order, Reading

PAGES = 31


def book(path: Path, *, password: str = "") -> Path:
    with pymupdf.open() as document:
        for number in range(1, PAGES + 1):
            page = document.new_page()
            if number % 7:  # the others are empty
                page.insert_text((72, 90), [f"Page {number} tells of the river and", "of the old mill beside it."])
        locked = {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "user_pw": password} if password else {}
        document.save(path, **locked)
    return path


def read_by(several: int, path: Path, monkeypatch: pytest.MonkeyPatch, **order: object) -> Reading:
    monkeypatch.setattr(hands, "hands_for", lambda pages: several)
    return reader.read(path, Order(**order))


@pytest.mark.parametrize("several", [2, 3, 4])
def test_several_read_what_one_reads(several: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.pdf")
    assert read_by(several, path, monkeypatch) == read_by(1, path, monkeypatch)


def test_a_locked_book_is_opened_by_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.pdf", password="secret")
    found = read_by(3, path, monkeypatch, password="secret")
    assert sum("tells of" in section.text for section in found.sections) == PAGES - PAGES // 7


def test_progress_counts_the_pages_of_all_and_never_falls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    read_by(3, book(tmp_path / "a.pdf"), monkeypatch, progress=lambda done, total: told.append(done))
    assert told[-1] == PAGES
    assert all(before <= after for before, after in pairwise(told))


def test_one_that_dies_is_a_reader_that_crashed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent, read_page = os.getpid(), reader._page

    def dies(document: pymupdf.Document, number: int) -> Page:
        if os.getpid() != parent and number > PAGES // 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return read_page(document, number)

    monkeypatch.setattr(reader, "_page", dies)
    with pytest.raises(SpeechError) as refused:
        read_by(2, book(tmp_path / "a.pdf"), monkeypatch)
    assert refused.value.code == "reader_crashed"


def test_nobody_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pids: list[int] = []
    made: Callable[..., None] = hands.Hand.__init__

    def noted(hand: hands.Hand, *args: object) -> None:
        made(hand, *args)
        pids.append(hand.pid)

    monkeypatch.setattr(hands.Hand, "__init__", noted)
    read_by(3, book(tmp_path / "a.pdf"), monkeypatch)
    assert len(pids) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_few_pages_are_read_by_one() -> None:
    assert hands.hands_for(hands.PAGES_EACH) == 1
