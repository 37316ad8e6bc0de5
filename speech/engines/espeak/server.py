"""The program that owns libespeak-ng: ``python -m speech.engines.espeak.server`` on two pipes.

It initialises the library once and forks for every sentence: the fork takes 7 ms, gives the same sentence
the same bytes always (klatt voices carry state), and a sentence that breaks the library breaks only its
fork. It ends when its pipe closes or its parent is gone. ``--probe`` prints the library's version.
"""

import os
import resource
import select
import signal
import sys
from contextlib import suppress
from typing import Final

from speech.engines.espeak import protocol
from speech.engines.espeak.library import Library, LibraryError

SENTENCE_SECONDS: Final = 20  # a chunk takes a tenth of a second
MEMORY_BYTES: Final = 1 << 30
PARENT_CHECK_SECONDS: Final = 5.0


def main(arguments: list[str]) -> int:
    try:
        library = Library()
    except LibraryError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if arguments == ["--probe"]:
        sys.stdout.write(library.version())
        return 0
    with suppress(EOFError, BrokenPipeError):
        _serve(library)
    return 0


def _serve(library: Library) -> None:
    parent = os.getppid()
    while _wait_for_request(parent):
        request = protocol.read_request(_read_stdin)
        _write(1, _in_a_fork(library, request))


def _wait_for_request(parent: int) -> bool:
    """False once nobody can ask any more.

    A closed pipe is not enough: processes that the parent forked hold copies of its end.
    """
    while not select.select([0], [], [], PARENT_CHECK_SECONDS)[0]:
        if os.getppid() != parent:
            return False
    return True


def _in_a_fork(library: Library, request: protocol.Request) -> bytes:
    """The packed answer of a child that lives for one sentence."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        _speak_and_exit(library, request, write_end)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        answer = pipe.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return answer if status == 0 else protocol.pack_failure(f"the sentence ended with status {status}")


def _speak_and_exit(library: Library, request: protocol.Request, write_end: int) -> None:
    status = 1
    try:
        _limit_this_process()
        try:
            answer = protocol.pack_answer(library.say(request))
        except LibraryError as error:
            answer = protocol.pack_failure(str(error))
        _write(write_end, answer)
        status = 0
    finally:
        os._exit(status)  # the parent's buffers and exit handlers are not the fork's to run


def _limit_this_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SENTENCE_SECONDS, SENTENCE_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.alarm(SENTENCE_SECONDS)  # ends a sentence that waits instead of working


def _read_stdin(size: int) -> bytes:
    parts = []
    while size > 0:
        part = os.read(0, size)
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _write(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
