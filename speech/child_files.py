"""Which files a child can still open: for what follows the links of the documents that it reads.

Landlock (Linux 5.13): a process asks the kernel for it, without rights of any kind; it is inherited and never undone.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""Calls of this age have one number on all machines."""
ASK_VERSION: Final = 1
PATH_BENEATH: Final = 1
PR_SET_NO_NEW_PRIVS: Final = 38

EXECUTE, WRITE_FILE, READ_FILE, READ_DIR = (1 << bit for bit in range(4))
MAKE_SOCKET: Final = 1 << 9
FIRST_RIGHTS: Final = (1 << 13) - 1
LATER_RIGHTS: Final = {2: 1 << 13, 3: 1 << 14}
"""From which version of Landlock on a right is known: to move between directories, to truncate."""
OF_FILES: Final = EXECUTE | WRITE_FILE | READ_FILE | LATER_RIGHTS[3]


def confine(*, reads: Iterable[Path], writes: Iterable[Path], sockets: Iterable[Path] = ()) -> bool:
    """From now on this process opens nothing but what is in ``reads`` and ``writes``; paths that are missing are none.

    In ``sockets`` it may make local sockets. False where the kernel has no such thing or does not let us.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(CREATE_RULESET, None, 0, ASK_VERSION)
    if version < 1:
        return False
    known = FIRST_RIGHTS | sum(right for since, right in LATER_RIGHTS.items() if version >= since)
    handled = struct.pack("Q", known)
    rules = libc.syscall(CREATE_RULESET, handled, len(handled), 0)
    if rules < 0:
        return False
    try:
        wanted = ((reads, EXECUTE | READ_FILE | READ_DIR), (writes, known), (sockets, MAKE_SOCKET))
        allowed = ((path, rights) for paths, rights in wanted for path in paths)
        added = all(_allow(libc, rules, path, rights) for path, rights in allowed if path.exists())
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        return added and libc.syscall(RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> bool:
    """Whether ``path``, and what is below it, was added to the rules."""
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights if path.is_dir() else rights & OF_FILES, place)
        return bool(libc.syscall(ADD_RULE, rules, PATH_BENEATH, rule, 0) == 0)
    finally:
        os.close(place)
