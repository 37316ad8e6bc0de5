"""The pages of a long PDF by several hands: forks of the reader, one a core, each with the document opened anew.

MuPDF holds the interpreter while it works, so threads would not do. Together they have the memory that the reader alone
has, and they end with it. A page that one of them cannot read is left to the reader, with all of its memory.
"""

import marshal
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, Pipe
from typing import Final

from speech.child_lifeline import die_with_parent
from speech.extract.line import Line

PAGES_EACH: Final = 60
"""Fewer pages are read sooner than a fork has the document open."""
MOST_HANDS: Final = 4
LEAST_BYTES: Final = 200 << 20
"""Of addresses for each: a book of 2,000 pages takes 125 MB."""

Page = tuple[list[Line], bool]
"""The lines of a page, and whether they are not its text."""
ReadPage = Callable[[int], Page | None]
"""None for a page that it cannot read."""


def hands_for(pages: int) -> int:
    """How many processes should read so many pages."""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    fit = MOST_HANDS if limit == resource.RLIM_INFINITY else limit // LEAST_BYTES
    return max(1, min(MOST_HANDS, fit, len(os.sched_getaffinity(0)), pages // PAGES_EACH))


class Hand:
    """A fork that reads some of the pages."""

    def __init__(self, open_document: Callable[[], ReadPage], numbers: range) -> None:
        self._numbers = iter(numbers)
        self._here, there = Pipe(duplex=False)
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _work(open_document, numbers, there, parent)
        there.close()

    def read(self, *, wait: bool) -> Iterator[tuple[int, Page]]:
        """The pages that are done, in order; with ``wait`` all that will be. None of those that it could not read, nor
        of those that it did not come to before it died."""
        while wait or self._here.poll():
            number = next(self._numbers, None)
            if number is None:
                return
            try:
                told = marshal.loads(self._here.recv_bytes())  # noqa: S302 - of our own fork, in the same cell
            except (EOFError, OSError):  # it died between two pages, or in the middle of telling one
                self._numbers = iter(())
                return
            if told is not None:
                lines, is_scan = told
                yield number, ([Line(*fields) for fields in lines], is_scan)

    def end(self) -> None:
        self._here.close()
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


def _work(open_document: Callable[[], ReadPage], numbers: range, out: Connection, parent: int) -> None:
    """The life of a fork: it never comes back from here."""
    try:
        die_with_parent()
        read_page = open_document()
        for number in numbers:
            if os.getppid() != parent:
                break
            page = read_page(number)
            out.send_bytes(marshal.dumps(([tuple(line) for line in page[0]], page[1]) if page else None))
    finally:
        os._exit(0)  # what it was forked from has clean-ups of its own


@contextmanager
def hands(open_document: Callable[[], ReadPage], count: int) -> Iterator[list[Hand]]:
    """Others that read pages 2, 3, ... of every so many; page 1 of these is left to the caller."""
    several = hands_for(count)
    others: list[Hand] = []
    with _shared_memory(several):
        try:
            others.extend(Hand(open_document, range(first, count + 1, several)) for first in range(2, several + 1))
            yield others
        finally:
            for hand in others:
                hand.end()


@contextmanager
def _shared_memory(several: int) -> Iterator[None]:
    """Of the process's own limit on addresses each of so many has its share; forks inherit it."""
    limit, hard = resource.getrlimit(resource.RLIMIT_AS)
    if several == 1 or limit == resource.RLIM_INFINITY:
        yield
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit // several, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
