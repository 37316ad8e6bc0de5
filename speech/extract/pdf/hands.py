"""The pages of a long PDF by several hands: forks of the reader, one a core, each with the document opened anew.

MuPDF holds the interpreter while it works, so threads would not do. A fork keeps the limits of the process that it
came from, and ends with it.
"""

import ctypes
import marshal
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, Pipe
from typing import Final

from speech.errors import SpeechError
from speech.extract.line import Line

PAGES_EACH: Final = 60
"""Fewer pages are read sooner than a fork has the document open."""
MOST_HANDS: Final = 4
PR_SET_PDEATHSIG: Final = 1
LIBC: Final = ctypes.CDLL(None)

Page = tuple[list[Line], bool]
"""The lines of a page, and whether they are not its text."""
ReadPage = Callable[[int], Page]


def hands_for(pages: int) -> int:
    """How many processes should read so many pages."""
    return max(1, min(MOST_HANDS, len(os.sched_getaffinity(0)), pages // PAGES_EACH))


class Hand:
    """A fork that reads some of the pages. Raises ``reader_crashed`` where it ended before its last one."""

    def __init__(self, open_document: Callable[[], ReadPage], numbers: range) -> None:
        self._numbers = iter(numbers)
        self._here, there = Pipe(duplex=False)
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _work(open_document, numbers, there, parent)
        there.close()

    def read(self, *, wait: bool) -> Iterator[tuple[int, Page]]:
        """The pages that are done, in order; with ``wait`` all that are left."""
        while wait or self._here.poll():
            number = next(self._numbers, None)
            if number is None:
                return
            try:
                lines, is_scan = marshal.loads(self._here.recv_bytes())  # noqa: S302 - of our own fork, in the same cell
            except EOFError:
                raise SpeechError("reader_crashed") from None
            yield number, ([Line(*fields) for fields in lines], is_scan)

    def end(self) -> None:
        self._here.close()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _work(open_document: Callable[[], ReadPage], numbers: range, out: Connection, parent: int) -> None:
    """The life of a fork: it never comes back from here."""
    try:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        read_page = open_document()
        for number in numbers:
            if os.getppid() != parent:
                break
            lines, is_scan = read_page(number)
            out.send_bytes(marshal.dumps(([tuple(line) for line in lines], is_scan)))
    finally:
        os._exit(0)  # what it was forked from has clean-ups of its own


@contextmanager
def hands(open_document: Callable[[], ReadPage], count: int) -> Iterator[list[Hand]]:
    """Others that read pages 2, 3, ... of every so many; page 1 of these is left to the caller."""
    several = hands_for(count)
    others: list[Hand] = []
    try:
        others.extend(Hand(open_document, range(first, count + 1, several)) for first in range(2, several + 1))
        yield others
    finally:
        for hand in others:
            hand.end()
