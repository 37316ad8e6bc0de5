"""Whatever our children start ends when they do, also by SIGKILL: nobody is left to read a stranger's file."""

import ctypes
import signal
from typing import Final

PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None)  # loaded here: after a fork there is no time for it


def die_with_parent() -> None:
    """Be killed when the parent's thread goes that made this process. A parent that is gone already is not noticed."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
