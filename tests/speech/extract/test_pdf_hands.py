"""A long PDF is read by several processes: the same comes out, and what one of them cannot read is read after them."""

import os
import resource
import signal
from collections.abc import Callable
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path

import pymupdf
import pytest

from speech.extract.line import Line
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


def in_others(monkeypatch: pytest.MonkeyPatch, fail: Callable[[int], None]) -> None:
    """Have every process but this one do something before each page."""
    here, attempt = os.getpid(), reader._attempt

    def attempted(document: pymupdf.Document, number: int) -> Page | None:
        if os.getpid() != here:
            fail(number)
        return attempt(document, number)

    monkeypatch.setattr(reader, "_attempt", attempted)


def test_one_that_dies_leaves_its_pages_to_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.pdf")
    alone = read_by(1, path, monkeypatch)
    in_others(monkeypatch, lambda number: os.kill(os.getpid(), signal.SIGKILL) if number > PAGES // 2 else None)
    assert read_by(2, path, monkeypatch) == alone


def test_one_that_dies_in_the_middle_of_a_word_leaves_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.pdf")
    alone = read_by(1, path, monkeypatch)

    def half_told(out: Connection, message: bytes) -> None:
        os.write(out.fileno(), len(message).to_bytes(4, "big") + message[: len(message) // 2])
        os.kill(os.getpid(), signal.SIGKILL)

    monkeypatch.setattr(Connection, "send_bytes", half_told)
    assert read_by(2, path, monkeypatch) == alone


def test_a_page_too_large_for_one_is_read_with_all_of_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, here, attempt = book(tmp_path / "a.pdf"), os.getpid(), reader._attempt
    told: list[int] = []
    alone = read_by(1, path, monkeypatch)
    whole = resource.getrlimit(resource.RLIMIT_AS)
    room = 64 << 30

    def attempted(document: pymupdf.Document, number: int) -> Page | None:
        limit, _ = resource.getrlimit(resource.RLIMIT_AS)
        told.append(limit) if os.getpid() == here else None
        return attempt(document, number) if number % 2 or limit == room else None

    monkeypatch.setattr(reader, "_attempt", attempted)
    resource.setrlimit(resource.RLIMIT_AS, (room, whole[1]))
    try:
        assert read_by(2, path, monkeypatch) == alone
    finally:
        resource.setrlimit(resource.RLIMIT_AS, whole)
    assert set(told) == {room // 2, room}


def test_a_damaged_page_is_an_empty_one_whoever_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, lines = book(tmp_path / "a.pdf"), reader.page_lines

    def damaged(page: pymupdf.Page, number: int) -> list[Line]:
        if number in (4, 5):
            raise RuntimeError("broken")
        return lines(page, number)

    monkeypatch.setattr(reader, "page_lines", damaged)
    told: list[int] = []
    found = read_by(2, path, monkeypatch, progress=lambda done, total: told.append(done))
    assert sum("tells of" in section.text for section in found.sections) == PAGES - PAGES // 7 - 2
    assert told[-1] == PAGES


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
