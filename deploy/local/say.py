"""Lines for the person at the terminal."""

from __future__ import annotations

import sys
from typing import NoReturn


def step(text: str) -> None:
    """One readable line about what happens now, in order with the output of the commands it announces."""
    sys.stdout.write(f"==> {text}\n")
    sys.stdout.flush()


def stop(text: str) -> NoReturn:
    """End with a sentence that names the cure."""
    sys.stdout.flush()
    raise SystemExit(f"error: {text}")
