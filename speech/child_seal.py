"""What a child of ``speech.child`` cuts itself off from: the network, and the memory of other processes.

Two layers, because container runtimes refuse the first one: a network namespace without interfaces, and a
seccomp filter (Linux, classic BPF) that fails the calls which open sockets or reach into other processes.
Both are inherited by whatever the child starts, and neither can be undone.

LibreOffice does not start without a local socket to listen on. A child that is to run it may make stream sockets of
the family ``AF_UNIX`` and nothing else, and like all others it may connect none: no server of this machine hears it.
"""

import ctypes
import errno
import os
import socket
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

CLONE_NEWUSER: Final = 0x10000000
CLONE_NEWNET: Final = 0x40000000
PR_SET_NO_NEW_PRIVS: Final = 38
PR_SET_SECCOMP: Final = 22
SECCOMP_MODE_FILTER: Final = 2

LOAD, EQUAL, AT_LEAST, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
ALLOW: Final = 0x7FFF0000
REFUSE: Final = 0x00050000 | errno.EACCES
NUMBER_AT, MACHINE_AT, FAMILY_AT, TYPE_AT = 0, 4, 16, 24
"""Where the kernel puts them (``struct seccomp_data``). The last two are the arguments of ``socket``: their low halves,
which come first on both machines, and which are all that the kernel itself looks at."""
TYPE_BITS: Final = 0xF
"""The rest of a socket's type are flags."""
OTHER_NUMBERING: Final = 0x40000000
"""x86-64 takes calls under a second set of numbers (x32) from here on; refused whole, none of ours uses it."""

MACHINES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CALLS: Final = {
    "x86_64": {"socket": 41, "connect": 42, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311},
    "aarch64": {"socket": 198, "connect": 203, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271},
}
EVERYWHERE: Final = {"io_uring_setup": 425, "pidfd_getfd": 438}
"""Ways to a socket without ``socket``; calls of this age have one number on all machines."""


def seal(*, local_sockets: bool = False) -> bool:
    """Cut this process off; False where the kernel allows neither layer. ``local_sockets``: see the module."""
    alone, filtered = drop_network(), refuse_calls(EVERYWHERE.values(), CALLS, local_sockets=local_sockets)
    return alone or filtered


def drop_network() -> bool:
    """Move into a network namespace without interfaces; False where the kernel does not let us.

    Root does it directly: a user namespace would cost it the right to read other users' files.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    return any(libc.unshare(flags) == 0 for flags in (CLONE_NEWNET, CLONE_NEWUSER | CLONE_NEWNET))


def refuse_calls(
    everywhere: Iterable[int], by_machine: Mapping[str, Mapping[str, int]], *, local_sockets: bool = False
) -> bool:
    """Have these system calls fail with EACCES from now on; False on other machines and older kernels."""
    machine = os.uname().machine
    if machine not in MACHINES:
        return False
    calls = dict(by_machine.get(machine, {}))
    judged = calls.pop("socket", None) if local_sockets else None
    code = ctypes.create_string_buffer(_program(MACHINES[machine], [*everywhere, *calls.values()], judged))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(code))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0) == 0)


def _program(machine: int, numbers: Sequence[int], judged: int | None) -> bytes:
    """The filter: another machine's calls and the second numbering are refused whole, then each of ``numbers``.

    ``judged`` is the number of ``socket`` where its arguments decide.
    """
    local = _local_only(judged) if judged is not None else []
    count = len(local) + len(numbers)
    code = [
        _step(LOAD, MACHINE_AT),
        _step(EQUAL, machine, otherwise=count + 3),
        _step(LOAD, NUMBER_AT),
        _step(AT_LEAST, OTHER_NUMBERING, then=count + 1),
        *local,
        *(_step(EQUAL, number, then=len(numbers) - at) for at, number in enumerate(numbers)),
        _step(RETURN, ALLOW),
        _step(RETURN, REFUSE),
    ]
    return b"".join(code)


def _local_only(call: int) -> list[bytes]:
    """``socket`` for a local stream is allowed, for anything else refused; other calls go on behind these steps."""
    return [
        _step(EQUAL, call, otherwise=7),
        _step(LOAD, FAMILY_AT),
        _step(EQUAL, socket.AF_UNIX, otherwise=4),
        _step(LOAD, TYPE_AT),
        _step(AND, TYPE_BITS),
        _step(EQUAL, socket.SOCK_STREAM, otherwise=1),
        _step(RETURN, ALLOW),
        _step(RETURN, REFUSE),
    ]


def _step(operation: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction (``struct sock_filter``); jumps count the instructions that are left out."""
    return struct.pack("HBBI", operation, then, otherwise, value)
